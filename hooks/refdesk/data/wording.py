"""Numbers with their units and sources in words: the same in texts, tables, charts, cards
and messages.
"""

import re
from collections import Counter
from collections.abc import Collection
from decimal import Decimal

from refdesk.data.models import Source
from refdesk.files.language import Language
from refdesk.html.text import HAN

# Units that are shown in other words than in the data.
_WORDS = {
    "percent of world": "% of the world",
    "percent of list": "% of the researchers listed",
    "percent of own papers": "% of the country's papers",
    "count": "",
}
# 占GDP比重（%）, 占全球%
_PER_CENT_LAST = re.compile("(?:（%）|%)$")
# By what power of ten a unit in another language is smaller than that of the data.
_SMALLER = {"亿元": 1, "亿美元": -2, "万元": 2}


def is_share(unit: str) -> bool:
    """Return whether a unit is a percentage, which percentage points are not."""
    return unit == "percent" or unit.startswith("percent ")


def unit_words(unit: str) -> str:
    """Return a unit as people write it in English: ``billion yuan``, ``% of GDP``, '' for a
    count.
    """
    unit = unit.replace("CNY", "yuan").replace("USD", "US dollars")
    return _WORDS.get(unit, unit.replace("percent", "%", 1) if is_share(unit) else unit)


def unit_name(unit: str, language: Language) -> str:
    """Return a unit as readers of a language write it."""
    return language.gettext(unit_words(unit))


def in_unit(number: Decimal, unit: str, language: Language) -> Decimal:
    """Return a number of the data as it stands before the name of its unit: of 259.73 billion yuan,
    2597.3 亿元.
    """
    return number.scaleb(_SMALLER.get(unit_name(unit, language), 0))


def with_sign(number: Decimal, unit: str, language: Language, digits: int | None = None) -> str:
    """Return a number, with a per cent sign where it is a share: ``250.09``, ``6.88%``."""
    return f"{language.number(number, digits)}{'%' if is_share(unit) else ''}"


def suffix(unit: str, language: Language) -> str:
    """Return what stands behind a number: `` billion yuan``, ``% of R&D``, '' for a count."""
    name = unit_name(unit, language)
    if _PER_CENT_LAST.search(name):
        return "%"
    return f" {name}" if name and name.isascii() and not name.startswith("%") else name


def in_words(number: Decimal, unit: str, language: Language) -> str:
    """Return a number with its whole unit: ``250.09 billion yuan``, ``6.88% of R&D``,
    占研发经费比重6.88%.
    """
    name = unit_name(unit, language)
    per_cent = _PER_CENT_LAST.search(name)
    before = name[: per_cent.start()] if per_cent else ""
    digits = language.number(in_unit(number, unit, language))
    return f"{before}{digits}{suffix(unit, language)}"


def spoken_locator(locator: str, language: Language) -> str:
    """Return a place in a source as people write it: ``p. 4``, ``chapter 8``, 第8章.

    Another form stays as it is.
    """
    form, _blank, number = locator.rpartition(" ")
    forms = {
        "p.": language.gettext("p. {}"),
        "pp.": language.gettext("pp. {}"),
        "chapter": language.gettext("chapter {}"),
    }
    return forms[form].format(number) if form in forms else locator


def kinds(number: int, language: Language) -> dict[str, str]:
    """Return the words for the kinds of sources, one or several, in the order in which they are
    listed.
    """
    return {
        "official": language.ngettext("official text", "official texts", number),
        "statistics": language.gettext("statistics"),
        "state-media": language.gettext("state media"),
        "media": language.gettext("other press"),
        "scholarly": language.ngettext("scholarly work", "scholarly works", number),
        "analysis": language.ngettext("analysis", "analyses", number),
    }


def counted_kinds(sources: Collection[Source], language: Language) -> str:
    """Return how many sources there are, and how many of each kind: ``3 sources: 2 official texts,
    1 other press``.
    """
    counts = Counter[str](source.custom.kind for source in sources)
    form = language.gettext("{number} {kind}")
    found = [
        form.format(number=number, kind=kinds(number, language)[kind])
        for kind in kinds(1, language)
        if (number := counts[kind])
    ]
    whole = language.ngettext("1 source: {kinds}", "{number} sources: {kinds}", len(sources))
    return whole.format(number=len(sources), kinds=language.gettext(", ").join(found))


def short_name(source: Source, language: Language) -> str:
    """Return a source as in a line of sources: ``National Bureau of Statistics 2025``, with the
    keeper of a copy.
    """
    publisher = re.split("[;(；（、]", source.publisher)[0].strip()
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    year = source.issued[:4] if source.issued else language.gettext("n.d.")
    label = language.gettext("{publisher} {year}")
    if keeper:
        label = language.gettext("{publisher} {year}, via {keeper}")
    return label.format(publisher=publisher, year=year, keeper=re.split("[,，]", keeper or "")[0])


def title_language(source: Source, language: Language) -> str:
    """Return the language of a whole title for an attribute, '' for that of the page or with
    Chinese in it at most.
    """
    if source.language == language.code:
        return ""
    if source.language == "zh":
        return "zh-Hans" if HAN.search(source.title) else ""
    return source.language


def host(url: str) -> str:
    """Return the host name of an address, without www."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
