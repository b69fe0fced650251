"""Formulas over numbers of the data, and the computed numbers of computed.yml, which are read as a
series of their own.

A number of the data is known to the digits shown. So each is a range here, from a low to a high
end; nan stands for one that is not there, and for all that is made with it. A formula is read once,
into a function of the row.
"""

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from refdesk.data.library import Library
from refdesk.data.models import Computed, Entry
from refdesk.data.series import COMPUTED, Series, cell_of, is_number, path_of, read_series
from refdesk.data.values import Value, find_value
from refdesk.files.csv import csv_text
from refdesk.files.text import TextFile

Range = tuple[float, float]
CellId = tuple[str, str, str]  # series, key of the row, column
# What a formula comes to in the row with a key; the filled cells that it takes are added to the
# list.
Formula = Callable[[str, list[CellId]], Range]
_COLUMNS = ["id", "title", "value", "unit", "formula", "source"]
_NONE: Range = (math.nan, math.nan)
_LONGEST = 500  # signs in a formula
PATH = re.compile(r"value:([^\s(),]+)")
# the entries of a data file whose fields have these values
_COUNT = re.compile(r"count:(\w+)\(([^()]*)\)")
# the cell of the row in this column, or a number that much from it
_FROM_ROW = re.compile(r"\{(\w+)([+-]\d+)?\}")


class FormulaError(ValueError):
    """What is wrong with a formula, in words."""


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
    ast.Sub: lambda left, right: (left[0] - right[1], left[1] - right[0]),
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
            raise FormulaError(
                "a formula is made of numbers, columns, + - * / ** and pairs of brackets"
            ) from None
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
                made, ours, theirs = (
                    _OPERATORS[type(op)],
                    self._made(left, paths, own),
                    self._made(right, paths, own),
                )
                return lambda key, taken: made(ours(key, taken), theirs(key, taken))
            case ast.Constant(value=int() | float() as constant) if not isinstance(constant, bool):
                alone = float(constant), float(constant)
                return lambda _key, _taken: alone
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._made(ast.BinOp(ast.Constant(0), ast.Sub(), operand), paths, own)
            case ast.Call(func=ast.Name(id="sum"), args=[argument], keywords=[]):
                # what a path with * in it leads to is a sum already
                return self._made(argument, paths, own)
            case ast.Call(func=ast.Name(id="filled"), args=[argument], keywords=[]):
                held = self._made(argument, paths, own)
                return lambda key, taken: (
                    found if is_known(found := held(key, taken)) else (0.0, 0.0)
                )
            case ast.Call(func=ast.Name(id="before"), args=[argument], keywords=[]):
                said = self._made(argument, paths, own)

                def before(key: str, taken: list[CellId]) -> Range:
                    earlier = (
                        (said(row, taken) for row in self._earlier(own, key))
                        if own is not None
                        else ()
                    )
                    return next(filter(is_known, earlier), _NONE)

                return before
        raise FormulaError(
            "a formula is made of numbers, columns, + - * / ** and sum, filled, before"
        )

    def _number(self, name: str, path: str, own: Series | None) -> Formula:
        """Return what a column or a path holds for a row: of several cells, the sum of what is
        there.
        """
        series, _, column = cell_of(path) if path or own is None else (own.id, "", name)
        spec = self.series[series].spec.columns.get(column) if series in self.series else None
        if spec is None or not is_number(spec):
            raise FormulaError(
                f"'{path or name}' is no column of numbers; one of another "
                "series is written value:…"
            )
        half = 0 if spec.unit == "year" else self.half  # a year is just that year
        rows = self.series[series].rows

        def read(key: str, taken: list[CellId]) -> Range:
            found: list[Range] = []
            for row in self._rows(path, own, key) if path else (key,):
                if row in rows and (text := rows[row][column].text):
                    taken.append((series, row, column))
                    found.append(_range(text, half))
            if len(found) > 1:
                return sum(low for low, _ in found), sum(high for _, high in found)
            return found[0] if found else _NONE

        return read

    def _rows(self, path: str, own: Series | None, key: str) -> list[str]:
        """Return the rows that a path means, with ``{column}`` and ``{year-1}`` filled in from a
        row of a series.
        """

        def filled(match: re.Match[str]) -> str:
            text = (
                own.rows[key][match[1]].text
                if own is not None and match[1] in own.spec.columns
                else ""
            )
            return (
                text
                if match[2] is None
                else str(int(text) + int(match[2]))
                if text.isdigit()
                else ""
            )

        series, row, _ = cell_of(_FROM_ROW.sub(filled, path))
        return self._alike(
            series, row, [place for place, part in enumerate(row.split("/")) if part == "*"]
        )

    def _earlier(self, series: Series, key: str) -> list[str]:
        """Return the rows above one that differ from it in the year alone (or in the last part of
        the key), upwards.
        """
        years = [
            place
            for place, name in enumerate(series.spec.key)
            if series.spec.columns[name].unit == "year"
        ]
        line = self._alike(series.id, key, (years or [len(series.spec.key) - 1])[:1])
        return line[: line.index(key)][::-1]

    def _alike(self, series: str, key: str, places: Sequence[int]) -> list[str]:
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


def with_computed(library: Library) -> Library:
    """Return a library with the computed numbers as a series, and with their problems."""
    file = library.files.get(Computed.data_name)
    if file is None or COMPUTED not in library.series_names:
        return library
    problems = list(library.problems)
    rows: list[list[str]] = []
    formulas: dict[str, str] = {}  # with those of other computed numbers in place of their paths
    for entry in library.entries(Computed).values():
        try:
            written, counted = _with_counts(library, entry.formula)
            formula = _expanded(written, formulas)
            value = Cells(library.series, half=0).formula(formula)("", [])[0]
            inputs = [
                find_value(library, path) for path in PATH.findall(formula) if "*" not in path
            ]
            wrong = next((one for one in inputs if not isinstance(one, Value)), None)
            if wrong is not None or not math.isfinite(value):
                raise FormulaError(wrong.message if wrong else "it divides by zero, or by nothing")
        except FormulaError as error:
            told = file.problem("bad-formula", entry.id, "formula", f"'{entry.formula}': {error}")
            needed = (
                thing for path in PATH.findall(entry.formula) for thing in rests_on(library, path)
            )
            problems.append(
                told._replace(rests_on=tuple(needed), explains=(f"{COMPUTED}/{entry.id}",))
            )
            continue
        formulas[entry.id] = formula
        shown = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-entry.digits), ROUND_HALF_UP)
        sources = [key for one in inputs if isinstance(one, Value) for key in one.sources()]
        sources += [key for one in counted for key in getattr(one, "sources", ())]
        keys = "; ".join(dict.fromkeys(sources))
        rows.append([entry.id, entry.title, f"{shown:f}", entry.unit, entry.formula, keys])
    table = TextFile(f"docs/data/{COMPUTED}.csv", csv_text([_COLUMNS, *rows]))
    made, found = read_series(COMPUTED, library.computed, table) if rows else (None, [])
    problems += [  # those of the table, which is no file, at the entry
        one
        if one.path == library.computed.path
        else file.problem(one.code, rows[one.line - 2][0], "id", one.message)
        for one in found
    ]
    computed = (
        {}
        if made is None
        else {COMPUTED: replace(made, sound=made.sound and len(rows) == len(file.paths))}
    )
    return replace(library, series={**library.series, **computed}, problems=tuple(problems))


def rests_on(library: Library, path: str) -> tuple[str, ...]:
    """Return what a number rests on: all that it is computed from, its series, its row, its column,
    its cell.

    One whose row is not there rests on whatever keeps a row of the series from being read.
    """
    name, key, column = cell = cell_of(path)
    series = library.series.get(name)
    known = series is not None and key in series.named_rows
    row = series.rows.get(key) if series is not None and name == COMPUTED else None
    inputs = PATH.findall(row["formula"].text) if row is not None else []
    below = (one for needed in inputs for one in rests_on(library, needed))
    rows = () if known else (f"{name}/*",)
    return (*below, name, f"{name}/{key}", *rows, f"{name}/*/{column}", path_of(*cell))


def _with_counts(library: Library, formula: str) -> tuple[str, list[Entry]]:
    """Return a formula with numbers in place of its counts, and the entries that are counted. Raise
    FormulaError.
    """
    counted: list[Entry] = []

    def number(count: re.Match[str]) -> str:
        found = _fitting(library, count[1], count[2])
        counted.extend(found)
        return str(len(found))

    return _COUNT.sub(number, formula), counted


def _fitting(library: Library, name: str, conditions: str) -> list[Entry]:
    """Return the entries of a data file of which conditions hold, written "field=text, …". Raise
    FormulaError.
    """
    file = library.files.get(name)
    if file is None:
        raise FormulaError(f"no data file is called '{name}'")
    found = list(file.entries.values())
    for condition in conditions.split(","):
        field_name, _, text = (part.strip() for part in condition.partition("="))
        if field_name not in file.model.model_fields:
            raise FormulaError(f"the entries of {name} have no field '{field_name}'")
        found = [entry for entry in found if str(getattr(entry, field_name)) == text]
    if not found:
        raise FormulaError(f"no entry of {name} has {conditions}")
    return found


def _expanded(formula: str, above: Mapping[str, str]) -> str:
    """Return a formula with those of computed numbers above it in place of their paths, so that
    none needs itself.
    """

    def inner(match: re.Match[str]) -> str:
        series, name, _ = cell_of(match[1])
        if series == COMPUTED and name not in above:
            raise FormulaError(f"no computed number above it is called '{name}'")
        return f"({above[name]})" if series == COMPUTED else match[0]

    return PATH.sub(inner, formula)
