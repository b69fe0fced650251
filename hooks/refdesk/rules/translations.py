"""Translations: what a text refers to and counts is the same in each language."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath

from babel.localedata import exists

from refdesk.data.counts import Counts, contrary_limits, read_counts
from refdesk.data.fields import language_of, trimmed
from refdesk.data.formula import rests_on
from refdesk.data.quantities import Quantity
from refdesk.data.values import DIGITS_OF, Value, as_read, check_value, find_value
from refdesk.files.catalog import LABELS, LOCALES, Translations
from refdesk.files.checkout import DOCS
from refdesk.files.references import LINK, TARGET, plain_text
from refdesk.pages.messages import messages
from refdesk.problems import things
from refdesk.problems.problem import Place, Problem, Rule, Slip, problem_at
from refdesk.problems.things import Thing
from refdesk.rules.translated_words import contrary_words
from refdesk.site.site import Site

_FILE = f"{DOCS}/{LOCALES}/zh/index.po"
_EXAMPLE = 'msgid "It rose by 5% [@most-2025-report]."\nmsgstr "{}"\n'
RULES = (
    Rule(
        "translation-differs",
        explanation="A translation has not the same citations, checked numbers, terms, links, "
        "bold words, cells and numbers (in digits, or up to twelve in words) as the text that it "
        "translates; it has another rank, limit, country, person or direction, or lacks a "
        "negation; or it is mistyped: a blank at its end, a sign of the wrong width. Of words "
        "quoted in a citation, the meaning may go.",
        example=_EXAMPLE.format("上升了6% [@most-2025-report]。"),
        fix="write what the message names; figures may have other units: 2.5 million is 250万.",
        file=_FILE,
    ),
    Rule(
        "translation-syntax",
        explanation="A file of translations cannot be read, or translates no page and no data "
        "file.",
        example='msgid "Spending"\nmsgst "支出"\n',
        fix="look at the line for what is misspelt or missing; a file has the name of its page.",
        file=f"{DOCS}/{LOCALES}/zh/nowhere.po",
    ),
    Rule(
        "untranslated",
        explanation="Texts of a translated page or of its data are new or have changed: readers "
        "get them as they are.",
        example=_EXAMPLE.format(""),
        fix="run `refdesk messages`, and translate what is empty or fuzzy. Who changes a page "
        "need not do it.",
        file=_FILE,
        severity="notice",
    ),
)
# What lies beside the files of translations by mistake, and what to do about it.
_UNREAD = {
    ".md": "Translations are PO files, as docs/locale/zh/hubs/shandong.po",
    ".part": "A write that was killed has left it: delete it",
}
# @key, p. 4, "words": without what the words of the source mean
_CITED = r"""-?@[A-Za-z0-9][^\[\]]*?(?=(?:(?<=")\s*\([^()]+\))?(?:\s*;\s*-?@|\]))"""
_LINKED = rf"(?<=\]\(){TARGET}(?=\))"  # page.md, term:key
# in braces stands what a label is filled with
_MARKED = r"\*\*|[`|]|\]\[|\{[^{}]*\}|[{}]|</?[A-Za-z][^<>]*>"
# what a text refers to, as it is written, and how it is marked
_FACT = re.compile(f"{_CITED}|{_LINKED}|{_MARKED}")
_OTHER_WIDTH = re.compile(
    r"(?<=[\u3400-\u9fff])[,;:?!](?=[\u3400-\u9fff])|[％\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
)
# A small number in words; "seven others" may be eight in all, "ten thousand" is one 万, and
# "six months" half a year.
_WORDS = {
    "two": "[二两双2]",
    "three": "[三3]",
    "four": "[四4]",
    "five": "[五5]",
    "six": "[六6]",
    "seven": "[七7]",
    "eight": "[八8]",
    "nine": "[九9]",
    "ten": "十|10",
    "eleven": "十一|11",
    "twelve": "十二|12",
}
_WORD = re.compile(
    rf"\b({'|'.join(_WORDS)})\b(?![- "
    r"](?:others?|hundred|thousand|[mb]illion|months?)\b)",
    re.IGNORECASE,
)
# A number in digits. One that is part of a word or of an ordinal counts in no text that is
# translated: COVID-19, 14th, 1990s, the 24 of 2018–24; in a translation there is 35MPa, 30多亿 and
# 每万人 too.
_DIGITS = r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.,/-])(?<!\d{{4}}–){_DIGITS}(?![\d,.]*\d|-?[A-Za-z])(?:\s(?P<unit>thousand|[mbtr]+illion))?"
)
_TRANSLATED = re.compile(
    rf"(?<![\d.,])(?=[\d千万亿])(?:{_DIGITS}\s?[多余]?)?(?P<unit>万亿|[千万亿])?"
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report translations that cannot be read, differ from their text, or are missing."""
    yield from _unread_files(site)
    for language, files in site.translations.items():
        if not exists(language):
            meant = f": write {code}" if (code := language_of(language)) else ""
            message = f"the folder '{language}' is the code of no language{meant}"
            slip = Slip("translation-syntax", message)
            yield next(iter(files.values())).problem(1, slip)  # told once
        for path, translations in files.items():
            yield from translations.problems
            if not translations.problems:
                yield from _untranslated(site, language, path, translations)
            yield from _different(site, path, translations)


def _unread_files(site: Site) -> Iterator[Problem]:
    """Report files beside the translations that nothing reads."""
    for uri in (uri for uri in site.tree.files if uri.startswith(f"{LOCALES}/")):
        for ending, hint in _UNREAD.items():
            if uri.endswith(ending):
                slip = Slip("translation-syntax", "nothing reads this file", hint)
                yield problem_at(Place(site.shown(uri)), slip)


def _different(site: Site, path: str, translations: Translations) -> Iterator[Problem]:
    """Report the translations of a file that say something else than their texts, or nothing that
    can be shown.
    """
    for text, (translation, line) in translations.messages.items():
        plain = _uncited(translation)
        found = [
            *differences(site, text, translation),
            *(_refused(translation) if path.startswith("data/") else ()),
            *contrary_words(site.library, _uncited(text), plain),
            *_contrary_limits(plain_text(text), plain_text(translation)),
            *(
                f"it has '{sign}', which has another width in Chinese"
                for sign in _OTHER_WIDTH.findall(plain)
            ),
        ]
        if found:
            slip = Slip("translation-differs", "; ".join(found))
            cells = _cells_of(site, text)  # a wrong cell is told once
            yield translations.problem(line, slip, rests_on=cells)


def _cells_of(site: Site, text: str) -> Iterator[Thing]:
    """Yield what the checked numbers of a text rest on."""
    for link in LINK.finditer(text):
        if link["kind"] == "value":
            yield from rests_on(site.library, link["target"])


def _untranslated(
    site: Site, language: str, path: str, translations: Translations
) -> Iterator[Problem]:
    """Report a file of translations that is of nothing, or that lacks some of its page."""
    page = site.pages.get(f"{path.removesuffix('.po')}.md")
    texts = [one.text for one in messages(page)] if page is not None else translations.texts
    if count := sum(translations.of(text) is None for text in texts):
        said = (
            f"{count} of {len(texts)} texts have no translation; 'refdesk messages "
            f"{language}' tells which"
        )
        yield translations.problem(1, Slip("untranslated", said))
    if (
        page is None
        and path != LABELS
        and not (site.config.docs_dir / path).with_suffix(".yml").is_file()
    ):
        stem = path.removesuffix(".po")
        slip = Slip("translation-syntax", "there is no such page or data file to translate")
        lost = things.file(site.shown(f"{stem}.md")), things.series(PurePosixPath(stem).name)
        yield translations.problem(1, slip, rests_on=[*lost, things.DATA])


def differences(site: Site, text: str, translation: str) -> Iterator[str]:
    """Yield what a translation has not in common with its text, in words."""
    wanted, found = (
        Counter(_FACT.findall(re.sub("[“”]", '"', one))) for one in (text, translation)
    )
    yield from (f"it lacks '{fact}'" for fact in wanted - found)
    yield from (f"it has '{fact}', and the text has not" for fact in found - wanted)
    yield from _lost_numbers(_uncited(text), _uncited(translation))
    for word in _WORD.findall(_uncited(text)):
        if not re.search(_WORDS[word.lower()], translation):
            yield f"it lacks the number {word}"
    yield from _wrong_values(site, translation)


def _lost_numbers(text: str, translation: str) -> Iterator[str]:
    """Yield the numbers of a text that its translation lacks, in its unit or another."""
    numbers = [*_NUMBER.finditer(text)]
    if not numbers:
        return
    translated = {_number(match): match for match in _TRANSLATED.finditer(translation)}
    digits = {_significant(number) for number in translated}
    lost = [
        match
        for match in numbers
        if _number(match) not in translated
        and (match["unit"] or _significant(_number(match)) not in digits)
    ]
    own = {_significant(_number(match)) for match in numbers}
    added = [
        match
        for number, match in translated.items()
        if match["digits"] and _significant(number) not in own
    ]
    if len(lost) == len(added) == 1:
        yield f"it says {added[0].group()} where the text says {lost[0].group()}"
    else:
        yield from (f"it lacks the number {match.group()}" for match in lost)


def _contrary_limits(text: str, translation: str) -> Iterator[str]:
    """Yield the numbers of a translation that are a lower limit, and an upper one in the text."""
    counts, translated = read_counts(text), read_counts(translation)
    for one, other in contrary_limits(translated, counts):
        said, instead = _with_limit(translated, one), _with_limit(counts, other)
        yield f"it says '{said}' where the text says '{instead}'"


def _with_limit(counts: Counts, one: Quantity) -> str:
    """Return a number with the words around that limit it."""
    return counts.text[max(one.start - 10, 0) : one.end + 10].strip()


def _wrong_values(site: Site, translation: str) -> Iterator[str]:
    """Yield what is wrong with the checked numbers of a translation."""
    for link in LINK.finditer(translation):
        # {} stands for one, in the chart of each hub
        if link["kind"] != "value" or link["label"] == "{}":
            continue
        value = find_value(site.library, link["target"])
        read = as_read(translation, link.start(), link["label"], link.end())
        if isinstance(value, Value) and (slip := check_value(value, read)) is not None:
            yield f"{slip.message} ({slip.hint})" if slip.hint else slip.message


def _refused(translation: str) -> Iterator[str]:
    """Yield why no field of the data can hold a translation."""
    try:
        trimmed(translation)
    except ValueError as error:
        yield f"it {error}"


def _uncited(text: str) -> str:
    """Return a text without its citations and its checked values."""
    return plain_text(
        LINK.sub(lambda link: " " if link["kind"] == "value" else link["label"], text)
    )


def _number(match: re.Match[str]) -> Decimal:
    """Return a number with its unit; a unit alone is one of it."""
    return Decimal((match["digits"] or "1").replace(",", "")).scaleb(
        DIGITS_OF.get(match["unit"], 0)
    )


def _significant(number: Decimal) -> tuple[int, ...]:
    """Return the digits of a number, which other units leave as they are."""
    return number.normalize().as_tuple().digits
