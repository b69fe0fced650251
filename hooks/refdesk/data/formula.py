"""Formulas over numbers of the data: those of computed.yml, and what a series says must hold.

A number of the data is known to the digits shown. So each is a range here, from a low to a high end; nan stands for
one that is not there, and for all that is made with it. A formula is evaluated for many rows at once.
"""

import ast
import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from refdesk.data.series import Series, cell_of, is_number, number

Range = tuple[float, float]
CellId = tuple[str, str, str]  # series, key of the row, column
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
    return (left[0] ** right[0], left[1] ** right[0]) if left[0] > 0 and right[0] == right[1] else _NONE


_OPERATORS: Mapping[type[ast.operator], Callable[[Range, Range], Range]] = {
    ast.Add: lambda left, right: (left[0] + right[0], left[1] + right[1]),
    ast.Sub: lambda left, right: (left[0] - right[1], left[1] - right[0]),
    ast.Mult: _product,
    ast.Div: _quotient,
    ast.Pow: _power,
}
_FUNCTIONS = ("sum", "filled", "before")


def _value(
    node: ast.expr, columns: Mapping[str, Sequence[Range]], before: Callable[[Sequence[Range]], Sequence[Range]]
) -> Sequence[Range]:
    """Return what a part of a formula comes to: a range for each row, or the only one of a number."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return [(float(value), float(value))]
        case ast.Name(id=name) if name in columns:
            return columns[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return [(-high, -low) for low, high in _value(operand, columns, before)]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            ours, theirs = _value(left, columns, before), _value(right, columns, before)
            if len(ours) < len(theirs):  # a number alone stands in each row
                ours = [ours[0]] * len(theirs)
            return list(map(_OPERATORS[type(op)], ours, itertools.cycle(theirs)))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            column = _value(argument, columns, before)
            if name == "before":
                return before(column)
            # What a path with * in it leads to is a sum already.
            return column if name == "sum" else [(0.0, 0.0) if math.isnan(one[0]) else one for one in column]
    raise FormulaError("a formula is made of numbers, columns, + - * / ** and sum, filled, before")


@lru_cache(maxsize=1 << 10)
def _parse(text: str) -> tuple[ast.expr, Mapping[str, str]]:
    """Return a formula as a tree, and its names: columns, each with '', and ``path_0`` and so on, each with a path."""
    paths = {f"path_{index}": path for index, path in enumerate(PATH.findall(text))}
    stand_ins = iter(paths)
    plain = PATH.sub(lambda _: next(stand_ins), text).strip()
    try:
        tree = ast.parse(plain if len(plain) <= _LONGEST else "", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"'{text.strip()[:60]}' is no formula") from None
    names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return tree, {name: paths.get(name, "") for name in names if name not in _FUNCTIONS}


@lru_cache(maxsize=1 << 14)
def _known(text: str, half: float) -> Range:
    """Return what a cell tells: its number, and as much to both sides as a part of its last digit."""
    found = number(text)
    if found is None:
        return _NONE
    margin = float(Decimal(1).scaleb(int(found.as_tuple().exponent))) * half
    return float(found) - margin, float(found) + margin


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

    def evaluate(self, text: str, own: Series | None = None, keys: Sequence[str] = ("",)) -> Sequence[Range]:
        """Return a range for each of some rows of a series; without one it names no columns. Raise FormulaError."""
        tree, names = _parse(text)
        lines: Iterable[list[str]] = [[key] for key in keys]
        if own is not None and "before(" in text:  # it reads rows besides its own
            lines = self._lines(own).values()
        rows = [row for line in lines for row in line]

        def before(column: Sequence[Range]) -> Sequence[Range]:
            """Return for each row the last number that is known before it in time."""
            cells = itertools.cycle(column)
            known = (itertools.accumulate(itertools.islice(cells, len(line)), _latest, initial=_NONE) for line in lines)
            return [one for line, found in zip(lines, known, strict=True) for one in [*found][: len(line)]]

        columns = {name: self._numbers(name, path, own, rows) for name, path in names.items()}
        try:
            found = _value(tree, columns, before)
        except (OverflowError, RecursionError) as error:
            raise FormulaError(str(error)) from None
        by_row = dict(zip(rows, itertools.cycle(found)))
        return [by_row[key] for key in keys]

    def touched(self, text: str, own: Series, key: str) -> list[CellId]:
        """Return the cells that a formula takes for a row."""
        names = _parse(text)[1]
        found = [cell for name, path in names.items() for cell in self._cells(name, path, own, key)]
        line = next(line for line in self._lines(own).values() if key in line) if "before(" in text else []
        earlier = line[: line.index(key)][::-1] if line else []
        for name in (name for name, path in names.items() if not path):
            found += [cell for row in earlier if self.text(cell := (own.id, row, name))][:1]
        return found

    def _numbers(self, name: str, path: str, own: Series | None, keys: Sequence[str]) -> list[Range]:
        """Return what a column or a path holds for each row; of several cells, the sum of what is there."""
        series, _, column = cell_of(path) if path or own is None else (own.id, "", name)
        spec = self.series[series].spec.columns.get(column) if series in self.series else None
        if spec is None or not is_number(spec):
            raise FormulaError(f"'{path or name}' is no column of numbers; one of another series is written value:…")
        half = 0 if spec.unit == "year" else self.half  # a year is just that year
        if not path:
            held = self.series[series].rows
            return [_known(held[key][column].text, half) for key in keys]
        cells = ([_known(self.text(cell), half) for cell in self._cells(name, path, own, key)] for key in keys)
        known = ([one for one in row if not math.isnan(one[0])] for row in cells)
        return [(sum(low for low, _ in row), sum(high for _, high in row)) if row else _NONE for row in known]

    def _cells(self, name: str, path: str, own: Series | None, key: str) -> list[CellId]:
        """Return the cells that a column or a path means, with ``{column}`` and ``{year-1}`` filled in from the row."""

        def filled(match: re.Match[str]) -> str:
            text = own.rows[key][match[1]].text if own is not None and match[1] in own.spec.columns else ""
            return text if match[2] is None else str(int(text) + int(match[2])) if text.isdigit() else ""

        if own is not None and not path:
            return [(own.id, key, name)]
        series, row, column = cell_of(_FROM_ROW.sub(filled, path))
        return [(series, one, column) for one in self._rows(series, row)]

    def _rows(self, series: str, key: str) -> list[str]:
        """Return the rows that a key means in which ``*`` stands for any text, and a hyphen for a blank."""
        places = tuple(place for place, part in enumerate(key.split("/")) if part == "*")
        return self._grouped(series, places).get(key.replace(" ", "-"), [])

    def _lines(self, series: Series) -> Mapping[str, list[str]]:
        """Return the rows that differ in the year alone (or in the last part of the key), in their order."""
        years = [place for place, name in enumerate(series.spec.key) if series.spec.columns[name].unit == "year"]
        return self._grouped(series.id, (years or [len(series.spec.key) - 1])[:1])

    def _grouped(self, series: str, places: Sequence[int]) -> Mapping[str, list[str]]:
        """Return the rows by their key with ``*`` at some places, and a hyphen for each blank."""
        group = (series, tuple(places))
        if group not in self._groups:
            groups = self._groups[group] = {}
            for row in self.series[series].rows:
                masked = ("*" if place in places else part for place, part in enumerate(row.split("/")))
                groups.setdefault("/".join(masked).replace(" ", "-"), []).append(row)
        return self._groups[group]


def _latest(known: Range, one: Range) -> Range:
    """Return a number, or where there is none the one known before it."""
    return known if math.isnan(one[0]) else one


# --- what a series says must hold ----------------------------------------------------------------------------------

_RULE = re.compile(
    r"(?P<sides>.+?)(?: for (?P<name>\w+) in (?P<columns>[\w, ]+?))?(?: where (?P<column>\w+) = (?P<text>.+))?"
)
_SIGN = re.compile(r"(<=|!=|=|<)")
_SLACK = 1e-9  # of binary fractions


@dataclass(frozen=True, eq=False)
class Hold:
    """Formulas and the signs between them, for the rows that they are said of."""

    series: Series
    text: str
    sides: tuple[str, ...]
    signs: tuple[str, ...]
    keys: Sequence[str]

    def touched(self, cells: Cells, key: str) -> Mapping[CellId, None]:
        """Return the cells that it is about in a row."""
        return dict.fromkeys(cell for side in self.sides for cell in cells.touched(side, self.series, key))

    def tested(self, cells: Cells, keys: Sequence[str]) -> Mapping[str, bool]:
        """Return whether it holds for some rows; without those in which a number is not known."""
        found = zip(*(cells.evaluate(side, self.series, keys) for side in self.sides), strict=True)
        return {
            key: all(map(_fits, row, self.signs, row[1:]))
            for key, row in zip(keys, found, strict=True)
            if not any(math.isnan(side[0]) for side in row)
        }


def _fits(left: Range, sign: str, right: Range) -> bool:
    """Return whether two numbers can stand so to each other, somewhere within their ranges; for < and != as shown."""
    if sign == "!=":
        return left != right
    slack = _SLACK * max(abs(left[0]), abs(right[0]))
    if sign == "<":
        return sum(left) < sum(right) - slack
    return left[0] <= right[1] + slack and (sign == "<=" or left[1] >= right[0] - slack)


def read_hold(series: Series, text: str) -> Iterator[Hold]:
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
        yield Hold(series, text, tuple(named[::2]), tuple(named[1::2]), keys)
