"""Formulas over numbers of the data: those of computed.yml, and what a series says must hold.

A number of the data is known to the digits shown. So each is a range here, from a low to a high end; nan stands for
one that is not there, and for all that is made with it. A formula is read once, into a function of the row.
"""

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from refdesk.data.series import Series, cell_of, is_number

Range = tuple[float, float]
CellId = tuple[str, str, str]  # series, key of the row, column
# What a formula comes to in the row with a key; the filled cells that it takes are added to the list.
Formula = Callable[[str, list[CellId]], Range]
_NONE: Range = (math.nan, math.nan)
_LONGEST = 500  # signs in a formula
PATH = re.compile(r"value:([^\s(),]+)")
_FROM_ROW = re.compile(r"\{(\w+)([+-]\d+)?\}")  # the cell of the row in this column, or a number that much from it


class FormulaError(ValueError):
    """What is wrong with a formula, in words."""


def _product(left: Range, right: Range) -> Range:
    ends = [one * other for one in left for other in right]
    return min(ends), max(ends)


def _quotient(left: Range, right: Range) -> Range:
    return _product(left, (1 / right[1], 1 / right[0])) if right[0] > 0 or right[1] < 0 else _NONE


def _power(left: Range, right: Range) -> Range:
    try:
        return (left[0] ** right[0], left[1] ** right[0]) if left[0] > 0 and right[0] == right[1] else _NONE
    except OverflowError as error:
        raise FormulaError(str(error)) from None


_OPERATORS: Mapping[type[ast.operator], Callable[[Range, Range], Range]] = {
    ast.Add: lambda left, right: (left[0] + right[0], left[1] + right[1]),
    ast.Sub: lambda left, right: (left[0] - right[1], left[1] - right[0]),
    ast.Mult: _product,
    ast.Div: _quotient,
    ast.Pow: _power,
}


@lru_cache(maxsize=1 << 14)
def _range(text: str, half: float) -> Range:
    """Return what a cell tells: its number, and as much to both sides as a part of its last digit."""
    found = Decimal(text)
    margin = float(Decimal(1).scaleb(int(found.as_tuple().exponent))) * half
    return float(found) - margin, float(found) + margin


def _is_known(one: Range) -> bool:
    return not math.isnan(one[0])


@dataclass
class Cells:
    """The cells that formulas read.

    ``half`` is the part of the last digit by which a number may be off: 0 where it is taken as it stands.
    """

    series: Mapping[str, Series]
    half: float = 0.5
    _groups: dict[tuple[str, tuple[int, ...]], dict[str, list[str]]] = field(default_factory=dict)

    def text(self, cell: CellId) -> str:
        """Return what stands in a cell ('' where there is none)."""
        row = self.series[cell[0]].rows.get(cell[1])
        return row[cell[2]].text if row is not None else ""

    def formula(self, text: str, own: Series | None = None) -> Formula:
        """Return a formula over the rows of a series; without one it names no columns. Raise FormulaError."""
        paths = {f"path_{index}": path for index, path in enumerate(PATH.findall(text))}
        stand_ins = iter(paths)
        plain = PATH.sub(lambda _: next(stand_ins), text).strip()
        try:
            tree = ast.parse(plain if len(plain) <= _LONGEST else "", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise FormulaError(f"'{text.strip()[:60]}' is no formula") from None
        try:
            return self._made(tree, paths, own)
        except (OverflowError, RecursionError) as error:
            raise FormulaError(str(error)) from None

    def _made(self, node: ast.expr, paths: Mapping[str, str], own: Series | None) -> Formula:
        """Return a part of a formula; ``paths`` are those that names in it stand for."""
        match node:
            case ast.Name(id=name):
                return self._number(name, paths.get(name, ""), own)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                made, ours, theirs = _OPERATORS[type(op)], self._made(left, paths, own), self._made(right, paths, own)
                return lambda key, taken: made(ours(key, taken), theirs(key, taken))
            case ast.Constant(value=int() | float() as constant) if not isinstance(constant, bool):
                alone = float(constant), float(constant)
                return lambda _key, _taken: alone
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._made(ast.BinOp(ast.Constant(0), ast.Sub(), operand), paths, own)
            case ast.Call(func=ast.Name(id="sum"), args=[argument], keywords=[]):
                return self._made(argument, paths, own)  # what a path with * in it leads to is a sum already
            case ast.Call(func=ast.Name(id="filled"), args=[argument], keywords=[]):
                held = self._made(argument, paths, own)
                return lambda key, taken: found if _is_known(found := held(key, taken)) else (0.0, 0.0)
            case ast.Call(func=ast.Name(id="before"), args=[argument], keywords=[]):
                said = self._made(argument, paths, own)

                def before(key: str, taken: list[CellId]) -> Range:
                    earlier = (said(row, taken) for row in self._earlier(own, key)) if own is not None else ()
                    return next(filter(_is_known, earlier), _NONE)

                return before
        raise FormulaError("a formula is made of numbers, columns, + - * / ** and sum, filled, before")

    def _number(self, name: str, path: str, own: Series | None) -> Formula:
        """Return what a column or a path holds for a row: of several cells, the sum of what is there."""
        series, _, column = cell_of(path) if path or own is None else (own.id, "", name)
        spec = self.series[series].spec.columns.get(column) if series in self.series else None
        if spec is None or not is_number(spec):
            raise FormulaError(f"'{path or name}' is no column of numbers; one of another series is written value:…")
        half = 0 if spec.unit == "year" else self.half  # a year is just that year

        def read(key: str, taken: list[CellId]) -> Range:
            rows = self._rows(path, own, key) if path else [key]
            held = {cell: text for row in rows if (text := self.text(cell := (series, row, column)))}
            taken += held
            ranges = [_range(text, half) for text in held.values()]
            return (sum(low for low, _ in ranges), sum(high for _, high in ranges)) if ranges else _NONE

        return read

    def _rows(self, path: str, own: Series | None, key: str) -> list[str]:
        """Return the rows that a path means, with ``{column}`` and ``{year-1}`` filled in from a row of a series."""

        def filled(match: re.Match[str]) -> str:
            text = own.rows[key][match[1]].text if own is not None and match[1] in own.spec.columns else ""
            return text if match[2] is None else str(int(text) + int(match[2])) if text.isdigit() else ""

        series, row, _ = cell_of(_FROM_ROW.sub(filled, path))
        return self._alike(series, row, [place for place, part in enumerate(row.split("/")) if part == "*"])

    def _earlier(self, series: Series, key: str) -> list[str]:
        """Return the rows above one that differ from it in the year alone (or in the last part of the key), upwards."""
        years = [place for place, name in enumerate(series.spec.key) if series.spec.columns[name].unit == "year"]
        line = self._alike(series.id, key, (years or [len(series.spec.key) - 1])[:1])
        return line[: line.index(key)][::-1]

    def _alike(self, series: str, key: str, places: Sequence[int]) -> list[str]:
        """Return the rows whose key may differ at some places alone, in their order; a hyphen stands for a blank."""

        def masked(key: str) -> str:
            parts = ("*" if place in places else part for place, part in enumerate(key.split("/")))
            return "/".join(parts).replace(" ", "-")

        group = (series, tuple(places))
        if group not in self._groups:
            groups = self._groups[group] = {}
            for row in self.series[series].rows:
                groups.setdefault(masked(row), []).append(row)
        return self._groups[group].get(masked(key), [])


# --- what a series says must hold ----------------------------------------------------------------------------------

_RULE = re.compile(
    r"(?P<sides>.+?)(?: for (?P<name>\w+) in (?P<columns>[\w, ]+?))?(?: where (?P<column>\w+) = (?P<text>.+))?"
)
_SIGN = re.compile(r"(<=|!=|=|<)")
_SLACK = 1e-9  # of binary fractions


@dataclass(frozen=True, eq=False)
class Hold:
    """Formulas and the signs between them, for the rows that they are said of."""

    text: str
    sides: tuple[Formula, ...]
    signs: tuple[str, ...]
    keys: Sequence[str]

    def touched(self, key: str) -> Mapping[CellId, None]:
        """Return the cells that it is about in a row."""
        taken: list[CellId] = []
        for side in self.sides:
            side(key, taken)
        return dict.fromkeys(taken)

    def tested(self) -> Mapping[str, bool]:
        """Return whether it holds for its rows; without those in which a number is not known."""
        rows = {key: [side(key, []) for side in self.sides] for key in self.keys}
        return {key: all(map(_fits, row, self.signs, row[1:])) for key, row in rows.items() if all(map(_is_known, row))}


def _fits(left: Range, sign: str, right: Range) -> bool:
    """Return whether two numbers can stand so to each other, somewhere within their ranges; for < and != as shown."""
    if sign == "!=":
        return left != right
    slack = _SLACK * max(abs(left[0]), abs(right[0]))
    if sign == "<":
        return sum(left) < sum(right) - slack
    return left[0] <= right[1] + slack and (sign == "<=" or left[1] >= right[0] - slack)


def read_hold(cells: Cells, series: Series, text: str) -> Iterator[Hold]:
    """Yield what a text says must hold, for each column of ``for x in a, b``. Raise FormulaError if it is none."""
    rule = _RULE.fullmatch(text)
    parts = _SIGN.split(rule["sides"]) if rule is not None else []
    if rule is None or len(parts) == 1:
        raise FormulaError("it has no =, !=, < or <= between two formulas")
    keys = list(series.rows_where({rule["column"]: rule["text"]} if rule["column"] else {}))
    if not keys:
        raise FormulaError(f"no row has '{rule['text']}' in a column '{rule['column']}'")
    for column in (rule["columns"] or "").split(","):
        named = [re.sub(rf"\b{rule['name']}\b", column.strip(), part) for part in parts] if rule["name"] else parts
        yield Hold(text, tuple(cells.formula(side, series) for side in named[::2]), tuple(named[1::2]), keys)
