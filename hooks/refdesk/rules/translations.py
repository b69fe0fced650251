"""Translations: what a text refers to and counts is the same in each language."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

from refdesk.data.models import ENTRY_FILES
from refdesk.data.values import Value, as_read, check_value, find_value
from refdesk.files.catalog import LABELS, LOCALES, Translations, languages, po_path, translations_of
from refdesk.files.checkout import DOCS
from refdesk.files.references import PLAIN_LINK, plain_text
from refdesk.pages.messages import messages
from refdesk.pages.scan import Scan, scan
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

_FILE = f"{DOCS}/{LOCALES}/zh/index.po"
_EXAMPLE = 'msgid "It rose by 5% [@most-2025-report]."\nmsgstr "{}"\n'
RULES = (
    Rule(
        "translation-differs",
        explanation="A translation has not the same citations, checked numbers, terms, links, bold words, cells and "
        "numbers in digits as the text that it translates. Of the words quoted in a citation, the meaning may go.",
        example=_EXAMPLE.format("上升了6% [@most-2025-report]。"),
        fix="write what the message names; figures may have other units: 2.5 million is 250万.",
        file=_FILE,
    ),
    Rule(
        "translation-syntax",
        explanation="A file of translations cannot be read, or translates no page and no data file.",
        example='msgid "Spending"\nmsgst "支出"\n',
        fix="look at the line for what is misspelt or missing; a file has the name of its page.",
        file=f"{DOCS}/{LOCALES}/zh/nowhere.po",
    ),
    Rule(
        "untranslated",
        explanation="Some texts of a translated page are new or have changed: readers get them as they are, marked.",
        example=_EXAMPLE.format(""),
        fix="run `refdesk messages`, and translate what is empty or fuzzy. Who changes a page need not do it.",
        file=_FILE,
        severity="notice",
    ),
)
_UNITS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "千": 3, "万": 4, "亿": 8, "万亿": 12}
# A number in digits. One that is part of a word or of an ordinal counts in no text that is translated: COVID-19, 14th,
# 1990s, the 24 of 2018–24; in a translation there is 35MPa, 30多亿 and 每万人 too.
_DIGITS = r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.,/-])(?<!\d{{4}}–){_DIGITS}(?![\d,.]*\d|-?[A-Za-z])(?:\s(?P<unit>thousand|[mbtr]+illion))?"
)
_TRANSLATED = re.compile(
    rf"(?<![\d.,]){_DIGITS}?\s?[多余]?(?P<unit>万亿|[千万亿])|(?<![\d.,]){_DIGITS.replace('digits', 'bare')}"
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report translations that cannot be read, differ from their text, or are missing."""
    docs_dir = site.config.docs_dir
    data = {po_path(f"data/{model.data_path}") for model in ENTRY_FILES.values()}
    data |= {f"data/series/{name}.po" for name in site.library.series_names}
    pages = {po_path(uri): uri for uri in site.pages}
    for language in languages(docs_dir):
        folder = docs_dir / LOCALES / language
        for path in sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.po")):
            translations = translations_of(docs_dir, language, path)
            if translations is None:
                continue
            yield from translations.problems
            if translations.problems:
                continue
            if path not in data and path not in pages and path != LABELS:
                yield translations.problem("translation-syntax", 1, "there is no such page or data file to translate")
            for text, message in translations.messages.items():
                sure = "" if message.is_stale else message.translation
                if said := "; ".join(differences(site, text, sure) if sure else ()):
                    yield translations.problem("translation-differs", message.line, said)
            if path in pages:
                yield from _untranslated(translations, [one.text for one in messages(site.pages[pages[path]])])


def _untranslated(translations: Translations, texts: Collection[str]) -> Iterator[Problem]:
    """Report how many of the texts of a page have no translation."""
    count = sum(translations.of(text) is None for text in texts)
    if count:
        yield translations.problem("untranslated", 1, f"{count} of {len(texts)} texts of the page have no translation")


def differences(site: Site, text: str, translation: str) -> Iterator[str]:
    """Yield what a translation has not in common with its text, in words."""
    one, other = scan(text), scan(translation)
    yield from (slip.message for slip in other.slips)
    wanted, found = _facts(text, one), _facts(translation, other)
    for fact, count in wanted.items():
        if found[fact] < count:
            yield f"it lacks {fact}"
    yield from (f"it has {fact}, and the text has not" for fact in found - wanted)
    counted = {_number(match) for match in _TRANSLATED.finditer(_uncited(translation, other))}
    digits = {_significant(number) for number in counted}
    for match in _NUMBER.finditer(_uncited(text, one)):
        number = _number(match)
        if number not in counted and (match["unit"] or _significant(number) not in digits):
            yield f"it lacks the number {match.group()}"
    for span in other.spans:
        value = find_value(site.library, span.targets[0].name) if span.kind == "value" else None
        if isinstance(value, Value) and span.label != "{}":  # which stands for the number, in the chart of each hub
            slip = check_value(value, as_read(other.masked, span.start, span.label, span.end))
            if slip is not None:
                yield f"{slip.message} ({slip.hint})" if slip.hint else slip.message


def _facts(text: str, found: Scan) -> Counter[str]:
    """Return what a text refers to, as it is written, and how it is marked."""
    facts: Counter[str] = Counter()
    for span in found.spans:
        for target in span.targets:
            words = target.quote.partition(" (")[0]
            locator = f", {target.locator}" if target.locator else ""
            name = f"@{target.name}" if span.kind == "citation" else f"{span.kind}:{target.name}"
            facts[f"[{name}{locator}{f', {words}' if words else ''}]"] += 1
    facts.update(f"the link to {link['target']}" for link in PLAIN_LINK.finditer(found.masked))
    for sign, name in (("**", "bold words"), ("`", "code"), ("|", "cells")):
        facts[f"{text.count(sign)} signs '{sign}' of {name}"] += sign in text
    return +facts


def _uncited(text: str, found: Scan) -> str:
    """Return a text without its citations and its checked values."""
    for span in reversed(found.spans):
        if span.kind != "term":
            text = f"{text[: span.start]} {text[span.end :]}"
    return plain_text(text)


def _number(match: re.Match[str]) -> Decimal:
    """Return a number with its unit; a unit alone is one of it."""
    parts = match.groupdict()
    digits = parts["digits"] or parts.get("bare") or "1"
    return Decimal(digits.replace(",", "")).scaleb(_UNITS.get(parts["unit"] or "", 0))


def _significant(number: Decimal) -> tuple[int, ...]:
    """Return the digits of a number, which other units leave as they are."""
    return number.normalize().as_tuple().digits
