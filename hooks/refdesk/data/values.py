"""Checked numbers: a number in the text against the cell it claims to state."""

import re
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.series import Series, cell_of, is_number, path_of
from refdesk.data.wording import in_words, is_share, unit_name
from refdesk.files.csv import Cell
from refdesk.files.language import Language
from refdesk.problems.problem import Slip, Swap
from refdesk.problems.suggest import certain_swap, closest, did_you_mean

DIGITS_OF = {  # of a scale, its power of ten
    "thousand": 3,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
    "tn": 12,
    "trillion": 12,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "亿": 8,
    "万亿": 12,
}
_SCALE = re.compile(
    r"[十百千]?(?:万亿|亿|万)|thousand|million|billion|trillion|(?<![A-Za-z])(?:mn|bn|tn)(?![A-Za-z])",
    re.IGNORECASE,
)
_SCALE_WORDS = ("thousand", "million", "billion", "trillion")
_NUMBER = re.compile(r"(?<![\w.])[-−–]?\d+(?:[,\u00a0\u2009\u202f]\d{3})*(?:\.\d+)?")
_CURRENCIES = {
    "CNY": re.compile(r"\b(?:yuan|CNY|RMB|renminbi)\b|(?<![美欧日])元|¥", re.IGNORECASE),
    "USD": re.compile(r"\b(?:dollars?|USD)\b|US\$|\$|美元", re.IGNORECASE),
    "EUR": re.compile(r"\b(?:euros?|EUR)\b|€|欧元", re.IGNORECASE),
    "GBP": re.compile(r"\b(?:pounds?|GBP)\b|£|英镑", re.IGNORECASE),
    "JPY": re.compile(r"\b(?:yen|JPY)\b|日元", re.IGNORECASE),
}
_NAMES = {"CNY": "yuan", "USD": "dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen"}
# Measures that are near a percentage and are none.
_NO_PERCENT = re.compile(
    r"‰|\bper ?mill?e?\b|\b(?:percentage |basis )?points?\b|百分点|\bpp\b", re.IGNORECASE
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b|％", re.IGNORECASE)
# A unit that stands around a link: "[9.8](value:…) billion yuan", "US$[9.8](value:…)",
# "[98](value:…)亿元".
_UNIT = (
    r"(?:(?:(?:US |U\.S\. "
    r")?dollars?|thousand|million|billion|trillion|mn|bn|tn|yuan|renminbi|RMB|CNY|USD|euros?|EUR"
    r"|pounds?|GBP|yen|JPY|per ?cent|(?:percentage |basis )?points?(?! (?:to|at|out))|per "
    r"?mille?|pp)(?![\w-])"
    r"|[十百千]?(?:万亿|亿|万)|[美欧日]?元|英镑|人民币|个?百分点|[%％‰€¥£])"
)
_BEHIND = re.compile(rf"(?:[*_]{{0,3}}[ \u00a0\n]?{_UNIT})+", re.IGNORECASE)
_ALONE = re.compile(rf"(?<!\w){_UNIT}(?:[ \u00a0]{_UNIT})*", re.IGNORECASE)
_NEAR = 40  # signs before a number that may belong to it
_BEFORE = re.compile(r"(?<!\w)(?:RMB|CNY|USD|EUR|GBP|JPY|US\$|[$€£¥])[ \u00a0]?[*_]{0,3}$")


class Value(NamedTuple):
    """A cell that a value link leads to, with the series, row and column that it stands in."""

    series: Series
    key: str
    column: str
    cell: Cell
    unit: str

    @property
    def path(self) -> str:
        """Return the path by which a link names the cell."""
        return path_of(self.series.id, self.key, self.column)

    @property
    def cell_id(self) -> tuple[str, str, str]:
        """Return the series, the key of the row and the column."""
        return self.series.id, self.key, self.column

    @property
    def number(self) -> Decimal:
        """Return the number in the cell."""
        return Decimal(self.cell.text)

    @property
    def year(self) -> str:
        """Return the year in the key of the row ('' if it has none)."""
        return next((part for part in self.key.split("/") if re.fullmatch(r"\d{4}", part)), "")

    def sources(self) -> list[str]:
        """Return the sources of the number: those of its column, or of its row."""
        row = self.series.rows[self.key]
        own = self.series.spec.columns[self.column].source_column or "source"
        return [key for key in row[own].text.split("; ") if key] if own in row else []

    @property
    def language(self) -> Language:
        """Return the language in which the cell is shown."""
        return self.series.language

    def __str__(self) -> str:
        return in_words(self.number, self.unit, self.language)


def find_value(library: Library, path: str) -> Value | Slip:
    """Return the cell at ``series/key/column`` (in a key, hyphens may stand for blanks), or what is
    wrong.
    """
    name, key, column = cell_of(path)
    series = library.series.get(name)
    if series is None:
        return _no_series(library, path, name)
    columns = series.spec.columns
    if column not in columns:
        return _no_column(series, path, key, column)
    found = series.named_rows.get(key)
    if found is None:
        return _no_row(series, path, key)
    row = series.rows[found]
    if not is_number(columns[column]):
        return Slip("unknown-value", f"the column '{column}' of '{name}' holds no numbers")
    if not row[column].text:
        return Slip("unknown-value", f"the cell {path} is empty")
    return Value(series, found, column, row[column], series.column_unit(column, row))


def _no_series(library: Library, path: str, name: str) -> Slip:
    rest = path.partition("/")[2]
    hint = did_you_mean(name, library.series) or ("" if rest else "Write series/key/column")
    swap = _certain_path(path, ("", name, f"/{rest}"), library.series)
    return Slip("unknown-value", f"no series '{name}'", hint, swap)


def _no_column(series: Series, path: str, key: str, column: str) -> Slip:
    spec = series.spec
    known = [name for name, one in spec.columns.items() if is_number(one) and name not in spec.key]
    message = f"the series '{series.id}' has no column '{column}'"
    hint = did_you_mean(column, known) or f"Columns: {', '.join(known)}"
    swap = _certain_path(path, (f"{series.id}/{key}/", column, ""), known)
    return Slip("unknown-value", message, hint, swap)


def _no_row(series: Series, path: str, key: str) -> Slip:
    message = f"the series '{series.id}' has no row '{key}'"
    form = f"A row is named by {'/'.join(series.spec.key)}, with hyphens for blanks"
    hint = did_you_mean(key, series.rows) or form
    behind = path.removeprefix(f"{series.id}/{key}")
    swap = _certain_path(path, (f"{series.id}/", key, behind), series.rows)
    return Slip("unknown-value", message, hint, swap)


def _certain_path(path: str, parts: tuple[str, str, str], known: Collection[str]) -> Swap | None:
    """Return a path with what its middle part certainly means in place of that."""
    before, part, behind = parts
    meant = certain_swap(part, known)
    if meant is None:
        return None
    return path, f"{before}{meant[1]}{behind}".replace(" ", "-")


def table_heads(text: str, at: int) -> tuple[str, str]:
    """Return the head of the column of a table in which ``text[at]`` stands, and its row (''
    outside tables).
    """
    begin = text.rfind("\n", 0, at) + 1
    row = text[begin:].partition("\n")[0]
    if not row.lstrip().startswith("|"):
        return "", ""
    top = text.rfind("\n\n", 0, at) + 2
    heads = text[top : text.find("\n", top)].split("|")
    column = text.count("|", begin, at)
    return heads[column] if column < len(heads) else "", row


def as_read(text: str, start: int, label: str, end: int) -> str:
    """Return the label of the value link at ``text[start:end]`` with the unit around it, or else
    that of its column.
    """
    opening, ending = _BEFORE.search(text[max(start - _NEAR, 0) : start]), _BEHIND.match(text, end)
    read = f"{opening.group() if opening else ''}{label}{ending.group() if ending else ''}"
    units = (
        []
        if _ALONE.search(re.sub(r"(?<=\d)(?=\D)", " ", read))
        else _ALONE.findall(table_heads(text, start)[0])
    )
    return f"{read} {units[0]}" if len(units) == 1 else read


def check_value(value: Value, written: str) -> Slip | None:
    """Return in what the number as written differs from the data, or None when they agree to the
    digits shown.

    A written scale (million, 亿, …) and the scale in the unit of the series are understood, as are
    per cent signs and currencies; a missing unit is no mistake, a wrong one is. Where the digits
    alone differ, the swap has both numbers.
    """
    data = value.number
    text = re.sub(r"[*_`]", "", written)
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        found = "no number" if not numbers else f"{len(numbers)} numbers"
        message = f"'{written}' holds {found}; a value link states one"
        return Slip("value-mismatch", message, f"The data hold {value}")
    shown = numbers[0].group()
    slip = _unit_slip(value, text)
    if slip is not None:
        return slip
    stated = _number(shown)
    decimals = -int(stated.as_tuple().exponent)
    scaled = data / _factor(value, text, numbers[0].end())
    if stated >= 0 > scaled:
        scaled = -scaled  # "fell by 9.1 per cent" states -9.1
    if abs(scaled - stated) <= Decimal(5).scaleb(-decimals - 1):
        return None
    # the digits are those of the data, the scale is not
    if abs(data - stated) <= Decimal(5).scaleb(-decimals - 1):
        hint = f"In this unit, that is {scaled.normalize():f}"
        return Slip("value-mismatch", f"the text says '{text}', the data say {value}", hint)
    right = _like(scaled, shown, decimals)
    message, hint = (
        f"the text says {shown}, the data say {value}",
        (f"Write {right}, or correct the data"),
    )
    return Slip("value-mismatch", message, hint, (shown, right))


def as_stated(value: Value, written: str) -> Value:
    """Return a cell as it would be if it held the number that a text states, in the unit of the
    cell.
    """
    number = _NUMBER.search(written)
    held = (
        _number(number.group()) * _factor(value, written, number.end())
        if number is not None
        else value.number
    )
    return value._replace(cell=value.cell._replace(text=f"{held.normalize():f}"))


def _number(shown: str) -> Decimal:
    return Decimal(re.sub(r"[,\u00a0\u2009\u202f]", "", shown).replace("−", "-").replace("–", "-"))


def _factor(value: Value, text: str, behind: int) -> Decimal:
    """Return by what a number of a text, which ends at ``behind``, is multiplied to be in the unit
    of a cell.

    A bare number is in it; one with a currency and no scale is in single units.
    """
    match = _SCALE.search(text, behind)
    if match is None and not any(pattern.search(text) for pattern in _CURRENCIES.values()):
        return Decimal(1)
    return _scale(match) / _scale(_SCALE.search(value.unit))


def _unit_slip(value: Value, text: str) -> Slip | None:
    """Return what is wrong with the unit of a number as it is written."""
    unit, in_percent = value.unit, is_share(value.unit)
    held_in = f"the data are in {unit_name(unit, value.language) or unit}"
    hint = f"The data hold {value}"
    no_percent = _NO_PERCENT.search(text)
    if _PERCENT.search(_NO_PERCENT.sub("", text)) and not in_percent:
        return Slip("value-unit", f"'{text}' is a percentage, {held_in}", hint)
    if no_percent and in_percent:
        return Slip("value-unit", f"'{no_percent.group()}' is no percentage, {held_in}", hint)
    if (currency := _other_currency(text, unit)) is not None:
        return Slip("value-unit", f"'{text}' is in {_NAMES[currency]}, {held_in}", hint)
    if (slip := _misspelled_scale(text)) is not None:
        return slip
    if unit.startswith("percent") and _SCALE.search(text):
        return Slip("value-unit", f"'{text}' is an amount, {held_in}", hint)
    return None


def _other_currency(text: str, unit: str) -> str | None:
    """Return the currency that a text names and a unit does not."""
    for name, pattern in _CURRENCIES.items():
        if pattern.search(text) and name not in unit:
            return name
    return None


def _misspelled_scale(text: str) -> Slip | None:
    """Return that a word is nearly one such as billion."""
    for word in re.findall(r"[A-Za-z]{5,}", text):
        meant = None if _SCALE.search(word) else closest(word.casefold(), _SCALE_WORDS, 0.85)
        if meant is not None:
            return Slip("value-unit", f"'{word}' is no scale", f"Did you mean '{meant}'?")
    return None


def _scale(match: re.Match[str] | None) -> Decimal:
    word = match[0].lower() if match else ""
    parts = [word] if word in DIGITS_OF else [word[:1], word[1:]]  # 千亿
    return Decimal(10) ** sum(DIGITS_OF.get(part, 0) for part in parts)


def _like(exact: Decimal, shown: str, decimals: int) -> str:
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return (
        f"{rounded:,}"
        if "," in shown or (abs(rounded) >= 10000 and decimals == 0)
        else str(rounded)
    )
