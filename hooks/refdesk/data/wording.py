"""Numbers with their units, dates and sources in words: the same in texts, tables, charts, cards
and messages.
"""

import re
from calendar import month_name
from collections import Counter
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

from refdesk.data.models import Source
from refdesk.files.labels import _, _n, language
from refdesk.html.text import HAN

# Units that are shown in other words than in the data.
_WORDS = {
    "percent of world": "% of the world",
    "percent of list": "% of the researchers listed",
    "percent of own papers": "% of the country's papers",
    "count": "",
}
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


def unit_name(unit: str) -> str:
    """Return a unit as readers of the edition write it."""
    return _(unit_words(unit))


def in_unit(number: Decimal, unit: str) -> Decimal:
    """Return a number of the data as it stands before the name of its unit: of 259.73 billion yuan,
    2597.3 亿元.
    """
    return number.scaleb(_SMALLER.get(unit_name(unit), 0))


def in_digits(number: Decimal, digits: int | None = None) -> str:
    """Return a number rounded half up to at most ``digits`` decimals; in Chinese no comma parts the
    thousands.
    """
    if digits is not None and -int(number.as_tuple().exponent) > digits:
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{number:f}" if language() == "zh" else f"{number:,f}"


def with_sign(number: Decimal, unit: str, digits: int | None = None) -> str:
    """Return a number, with a per cent sign where it is a share: ``250.09``, ``6.88%``."""
    return f"{in_digits(number, digits)}{'%' if is_share(unit) else ''}"


def suffix(unit: str) -> str:
    """Return what stands behind a number: `` billion yuan``, ``% of R&D``, '' for a count."""
    name = unit_name(unit)
    if name.endswith("%"):  # 占GDP%
        return "%"
    return f" {name}" if name and name.isascii() and not name.startswith("%") else name


def in_words(number: Decimal, unit: str) -> str:
    """Return a number with its whole unit: ``250.09 billion yuan``, ``6.88% of R&D``,
    占研发经费6.88%.
    """
    return f"{unit_name(unit).rpartition('%')[0]}{in_digits(in_unit(number, unit))}{suffix(unit)}"


def spoken_date(date: str) -> str:
    """Return a date as people write it: 2026-04-30 -> 30 April 2026, 2026-04 -> April 2026."""
    year, *rest = date.split("-")
    month, day, *_more = [*map(int, rest), 0, 0]
    form = _("{day} {month} {year}") if day else _("{month} {year}") if month else _("{year}")
    return form.format(day=day, month=month if language() else month_name[month], year=year)


def spoken_locator(locator: str) -> str:
    """Return a place in a source as people write it: ``p. 4``, ``chapter 8``, 第8章.

    Another form stays as it is.
    """
    form, _blank, number = locator.rpartition(" ")
    forms = {"p.": _("p. {}"), "pp.": _("pp. {}"), "chapter": _("chapter {}")}
    return forms[form].format(number) if form in forms else locator


def kinds(number: int) -> dict[str, str]:
    """Return the words for the kinds of sources, one or several, in the order in which they are
    listed.
    """
    return {
        "official": _n("official text", "official texts", number),
        "statistics": _("statistics"),
        "state-media": _("state media"),
        "media": _("other press"),
        "scholarly": _n("scholarly work", "scholarly works", number),
        "analysis": _n("analysis", "analyses", number),
    }


def counted_kinds(sources: Collection[Source]) -> str:
    """Return how many sources there are, and how many of each kind: ``3 sources: 2 official texts,
    1 other press``.
    """
    counts = Counter[str](source.custom.kind for source in sources)
    named = ((number, kinds(number)[kind]) for kind in kinds(1) if (number := counts[kind]))
    found = [_("{number} {kind}").format(number=number, kind=kind) for number, kind in named]
    return _n("1 source: {kinds}", "{number} sources: {kinds}", len(sources)).format(
        number=len(sources), kinds=_(", ").join(found)
    )


def short_name(source: Source) -> str:
    """Return a source as in a line of sources: ``National Bureau of Statistics 2025``, with the
    keeper of a copy.
    """
    publisher = re.split("[;(；（、]", source.publisher)[0].strip()
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    year = source.issued[:4] if source.issued else _("n.d.")
    label = _("{publisher} {year}, via {keeper}") if keeper else _("{publisher} {year}")
    return label.format(publisher=publisher, year=year, keeper=re.split("[,，]", keeper or "")[0])


def title_language(source: Source) -> str:
    """Return the language of a whole title for an attribute, '' for that of the page or with
    Chinese in it at most.
    """
    if source.language == (language() or "en"):
        return ""
    if source.language == "zh":
        return "zh-Hans" if HAN.search(source.title) else ""
    return source.language


def host(url: str) -> str:
    """Return the host name of an address, without www."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
