"""Formulas over numbers of the data.

A number of the data is known to the digits shown. So each is a range here, from a low to a high
end; nan stands for one that is not there, and for all that is made with it. A formula is read once,
into a function of the row.
"""

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.series import COMPUTED, Series, cell_of, is_number
from refdesk.problems import things
from refdesk.problems.things import Thing

Range = tuple[float, float]
CellId = tuple[str, str, str]  # series, key of the row, column
_NONE: Range = (math.nan, math.nan)
_LONGEST = 500  # signs in a formula
PATH = re.compile(r"value:([^\s(),]+)")
# the cell of the row in this column, or a number that much from it
_FROM_ROW = re.compile(r"\{(\w+)([+-]\d+)?\}")
_UNREADABLE = "a formula is made of numbers, columns, + - * / ** and "


class FormulaError(ValueError):
    """What is wrong with a formula, in words."""


class Result(NamedTuple):
    """What a formula comes to in a row, and the filled cells that it takes."""

    number: Range
    cells: tuple[CellId, ...] = ()


Formula = Callable[[str], Result]  # of the key of a row


def _difference(left: Range, right: Range) -> Range:
    return left[0] - right[1], left[1] - right[0]


def _product(left: Range, right: Range) -> Range:
    ends = [one * other for one in left for other in right]
    return min(ends), max(ends)


def _quotient(left: Range, right: Range) -> Range:
    return _product(left, (1 / right[1], 1 / right[0])) if right[0] > 0 or right[1] < 0 else _NONE


def _power(left: Range, right: Range) -> Range:
    try:
        return (
            (left[0] ** right[0], left[1] ** right[0])
            if left[0] > 0 and right[0] == right[1]
            else _NONE
        )
    except OverflowError as error:
        raise FormulaError(str(error)) from None


_OPERATORS: Mapping[type[ast.operator], Callable[[Range, Range], Range]] = {
    ast.Add: lambda left, right: (left[0] + right[0], left[1] + right[1]),
    ast.Sub: _difference,
    ast.Mult: _product,
    ast.Div: _quotient,
    ast.Pow: _power,
}


@lru_cache(maxsize=1 << 14)
def _range(text: str, half: float) -> Range:
    """Return what a cell tells: its number, and as much to both sides as a part of its last
    digit.
    """
    found = Decimal(text)
    margin = float(Decimal(1).scaleb(int(found.as_tuple().exponent))) * half
    return float(found) - margin, float(found) + margin


def is_known(one: Range) -> bool:
    """Return whether there is a number."""
    return not math.isnan(one[0])


@dataclass
class Cells:
    """The cells that formulas read.

    ``half`` is the part of the last digit by which a number may be off: 0 where it is taken as it
    stands.
    """

    series: Mapping[str, Series]
    half: float = 0.5
    _groups: dict[tuple[str, tuple[int, ...]], dict[str, list[str]]] = field(default_factory=dict)

    def formula(self, text: str, own: Series | None = None) -> Formula:
        """Return a formula over the rows of a series; without one it names no columns. Raise
        FormulaError.
        """
        paths = {f"path_{index}": path for index, path in enumerate(PATH.findall(text))}
        stand_ins = iter(paths)
        plain = PATH.sub(lambda _: next(stand_ins), text).strip()
        try:
            tree = ast.parse(plain if len(plain) <= _LONGEST else "", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise FormulaError(f"{_UNREADABLE}pairs of brackets") from None
        try:
            return _Reader(self, paths, own).part(tree)
        except (OverflowError, RecursionError) as error:
            raise FormulaError(str(error)) from None

    def column(self, series: str, column: str, written: str) -> Formula:
        """Return what a column of numbers holds in a row, of which no cell may be filled. Raise
        FormulaError where the column, which is ``written`` so, is none.
        """
        spec = self.series[series].spec.columns.get(column) if series in self.series else None
        if spec is None or not is_number(spec):
            raise FormulaError(
                f"'{written}' is no column of numbers; one of another series is written value:…"
            )
        half = 0 if spec.unit == "year" else self.half  # a year is just that year
        rows = self.series[series].rows

        def read(key: str) -> Result:
            text = rows[key][column].text if key in rows else ""
            return Result(_range(text, half), ((series, key, column),)) if text else Result(_NONE)

        return read

    def alike(self, series: str, key: str, places: Sequence[int]) -> list[str]:
        """Return the rows whose key may differ at some places alone, in their order; a hyphen
        stands for a blank.
        """

        def masked(key: str) -> str:
            parts = ("*" if place in places else part for place, part in enumerate(key.split("/")))
            return "/".join(parts).replace(" ", "-")

        group = (series, tuple(places))
        if group not in self._groups:
            groups = self._groups[group] = {}
            for row in self.series[series].rows:
                groups.setdefault(masked(row), []).append(row)
        return self._groups[group].get(masked(key), [])


class _Reader(NamedTuple):
    """Reads a formula over the rows of a series; ``paths`` are those that names in it stand for."""

    cells: Cells
    paths: Mapping[str, str]
    own: Series | None

    def part(self, node: ast.expr) -> Formula:
        """Return what a part of a formula makes of a row. Raise FormulaError."""
        match node:
            case ast.Name(id=name) if name in self.paths:
                return self._at_path(self.paths[name])
            case ast.Name(id=name):
                return self.cells.column(self.own.id if self.own else "", name, name)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _operation(_OPERATORS[type(op)], self.part(left), self.part(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _operation(_difference, _constant(0), self.part(operand))
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return _constant(number)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
                return self._function(name, self.part(argument))
        raise FormulaError(f"{_UNREADABLE}sum, filled, before")

    def _function(self, name: str, argument: Formula) -> Formula:
        match name:
            case "sum":
                return argument  # what a path with * in it leads to is a sum already
            case "filled":
                return _filled(argument)
            case "before":
                return self._before(argument)
        raise FormulaError(f"{_UNREADABLE}sum, filled, before")

    def _at_path(self, path: str) -> Formula:
        """Return what a path leads to from a row: of several cells, the sum of what is there."""
        series, _, column = cell_of(path)
        of_row = self.cells.column(series, column, path)

        def read(key: str) -> Result:
            found = [of_row(row) for row in self._rows(path, key)]
            known = [one for one in found if is_known(one.number)]
            return _sum(known) if known else Result(_NONE)

        return read

    def _rows(self, path: str, key: str) -> list[str]:
        """Return the rows that a path means, with ``{column}`` and ``{year-1}`` filled in from a
        row of the series.
        """

        def from_row(match: re.Match[str]) -> str:
            column, shift = match[1], match[2]
            if self.own is None or column not in self.own.spec.columns:
                return ""
            text = self.own.rows[key][column].text
            if shift is None:
                return text
            return str(int(text) + int(shift)) if text.isdigit() else ""

        series, row, _ = cell_of(_FROM_ROW.sub(from_row, path))
        places = [place for place, part in enumerate(row.split("/")) if part == "*"]
        return self.cells.alike(series, row, places)

    def _before(self, argument: Formula) -> Formula:
        """Return what a formula comes to in the nearest row above in which it is known."""

        def read(key: str) -> Result:
            looked_at: list[CellId] = []
            for row in self._earlier(key):
                found = argument(row)
                looked_at += found.cells
                if is_known(found.number):
                    return Result(found.number, tuple(looked_at))
            return Result(_NONE, tuple(looked_at))

        return read

    def _earlier(self, key: str) -> list[str]:
        """Return the rows above one that differ from it in the year alone (or in the last part of
        the key), upwards.
        """
        if self.own is None:
            return []
        spec = self.own.spec
        years = [place for place, name in enumerate(spec.key) if spec.columns[name].unit == "year"]
        place = years[0] if years else len(spec.key) - 1
        line = self.cells.alike(self.own.id, key, [place])
        return line[: line.index(key)][::-1]


def _constant(number: float) -> Formula:
    result = Result((float(number), float(number)))
    return lambda _key: result


def _operation(made: Callable[[Range, Range], Range], left: Formula, right: Formula) -> Formula:
    def read(key: str) -> Result:
        ours, theirs = left(key), right(key)
        return Result(made(ours.number, theirs.number), ours.cells + theirs.cells)

    return read


def _filled(argument: Formula) -> Formula:
    """Return a formula that is nothing, not unknown, where a number is not there."""

    def read(key: str) -> Result:
        found = argument(key)
        return found if is_known(found.number) else Result((0.0, 0.0), found.cells)

    return read


def _sum(results: Sequence[Result]) -> Result:
    if len(results) == 1:
        return results[0]
    low = sum(one.number[0] for one in results)
    high = sum(one.number[1] for one in results)
    return Result((low, high), tuple(cell for one in results for cell in one.cells))


def rests_on(library: Library, path: str) -> tuple[Thing, ...]:
    """Return what a number rests on: all that it is computed from, its series, its row, its column,
    its cell.

    One whose row is not there rests on whatever keeps a row of the series from being read.
    """
    name, key, column = cell_of(path)
    series = library.series.get(name)
    known = series is not None and key in series.named_rows
    row = series.rows.get(key) if series is not None and name == COMPUTED else None
    inputs = PATH.findall(row["formula"].text) if row is not None else []
    below = (one for needed in inputs for one in rests_on(library, needed))
    rows = () if known else (things.entries(name),)
    return (
        *below,
        things.series(name),
        things.entry(name, key),
        *rows,
        things.column(name, column),
        things.cell(name, key, column),
    )
