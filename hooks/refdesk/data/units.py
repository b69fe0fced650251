"""A number and its unit in words: the same in texts, tables, charts, diagrams, cards and messages."""

from decimal import ROUND_HALF_UP, Decimal

from refdesk.files.labels import _

# Units that are shown in other words than in the data.
_WORDS = {
    "billion CNY": "billion yuan",
    "million USD": "million US dollars",
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


def unit_name(unit: str) -> str:
    """Return a unit as people write it: ``billion yuan``, ``% of GDP``, '' for a count."""
    return _(_WORDS.get(unit, unit.replace("percent", "%", 1) if is_share(unit) else unit))


def in_unit(number: Decimal, unit: str) -> Decimal:
    """Return a number of the data as it stands before the name of its unit: of 259.73 billion yuan, 2597.3 亿元."""
    return number.scaleb(_SMALLER.get(unit_name(unit), 0))


def in_digits(number: Decimal, digits: int | None = None) -> str:
    """Return a number with thousands separators, rounded half up to at most ``digits`` decimals."""
    if digits is not None and -int(number.as_tuple().exponent) > digits:
        number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{number:,f}"


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
    """Return a number with its whole unit: ``250.09 billion yuan``, ``6.88% of R&D``, 占研发经费6.88%."""
    return f"{unit_name(unit).rpartition('%')[0]}{in_digits(in_unit(number, unit))}{suffix(unit)}"
