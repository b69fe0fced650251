"""Formulas over numbers of the data: those of computed.yml, and what a series says must hold.

A number of the data is known to the digits shown. So each is a range here, from a low to a high end; nan stands for
one that is not there, and for all that is made with it. A formula is evaluated for many rows at once.
"""

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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


@lru_cache(maxsize=1 << 10)
def _parse(text: str) -> ast.expr:
    """A formula as a tree in which paths are texts."""
    plain = PATH.sub(lambda path: repr(path[1]), text).strip()
    try:
        return ast.parse(plain if len(text) <= _LONGEST else "", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"'{text.strip()[:60]}' is no formula") from None


@lru_cache(maxsize=1 << 14)
def _known(text: str, half: float) -> Range:
    """What a cell tells: its number, and as much to both sides as a part of its last digit."""
    found = number(text)
    if found is None:
        return _NONE
    margin = float(Decimal(1).scaleb(int(found.as_tuple().exponent))) * half
    return float(found) - margin, float(found) + margin


@dataclass
class Cells:
    """The cells that formulas read; ``changed`` are read instead of those of the data.

    ``half`` is the part of its last digit by which a number may be off: 0 where it is taken as it stands.
    """

    series: Mapping[str, Series]
    half: float = 0.5
    changed: Mapping[CellId, str] = field(default_factory=dict)
    _groups: dict[tuple[str, tuple[int, ...]], dict[str, list[str]]] = field(default_factory=dict)

    def text(self, cell: CellId) -> str:
        """What stands in a cell ('' where there is none)."""
        row = self.series[cell[0]].rows.get(cell[1])
        return self.changed.get(cell) or (row[cell[2]].text if row is not None else "")

    def evaluate(self, text: str, own: Series | None = None, keys: Sequence[str] = ("",)) -> Sequence[Range]:
        """What a formula comes to in rows of a series; without one it names no columns. FormulaError from a slip."""
        try:
            return self._values(_parse(text), own, keys)
        except (OverflowError, RecursionError) as error:
            raise FormulaError(str(error)) from None

    def touched(self, text: str, own: Series, key: str) -> list[CellId]:
        """The cells that a formula takes for a row, those of the row first."""
        nodes = list(ast.walk(_parse(text)))
        named = [node.id for node in nodes if isinstance(node, ast.Name) and node.id in own.spec.columns]
        paths = [str(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found = [(own.id, key, name) for name in named]
        for name in named if "before(" in text else ():
            earlier = ((own.id, one, name) for one in self._before(own, key))
            found += [cell for cell in earlier if self.text(cell)][:1]
        return found + [cell for path in paths for cell in self._of_path(path, own, key)]

    def _values(self, node: ast.expr, own: Series | None, keys: Sequence[str]) -> Sequence[Range]:
        """What a part of a formula comes to in rows."""
        match node:
            case ast.Constant(int(value) | float(value)):
                return [(float(value), float(value))] * len(keys)
            case ast.Constant(str(path)):
                return [self._path(path, own, key) for key in keys]
            case ast.Name(name) if own is not None and name in own.spec.columns:
                return self._column(name, own, keys)
            case ast.UnaryOp(ast.USub(), operand):
                return [(-high, -low) for low, high in self._values(operand, own, keys)]
            case ast.BinOp(left, sign, right) if type(sign) in _OPERATORS:
                return list(map(_OPERATORS[type(sign)], self._values(left, own, keys), self._values(right, own, keys)))
            case ast.Call(ast.Name("sum"), [path]):
                return self._values(path, own, keys)
            case ast.Call(ast.Name("filled"), [column]):  # with 0 where it is empty
                return [(0.0, 0.0) if math.isnan(one[0]) else one for one in self._values(column, own, keys)]
            case ast.Call(ast.Name("before"), [column]) if own is not None:
                found = dict(zip(own.rows, self._values(column, own, list(own.rows)), strict=True))
                earlier = ((found[one] for one in self._before(own, key)) for key in keys)
                return [next((one for one in rows if not math.isnan(one[0])), _NONE) for rows in earlier]
        raise FormulaError(f"'{ast.unparse(node)}' is no column, number or path (value:…), and no sign between them")

    def _column(self, name: str, own: Series, keys: Sequence[str]) -> Sequence[Range]:
        column = own.spec.columns[name]
        if not is_number(column):
            raise FormulaError(f"'{name}' is no column of numbers")
        half = 0 if column.unit == "year" else self.half  # a year is just that year
        return [_known(self.text((own.id, key, name)), half) for key in keys]

    def _path(self, path: str, own: Series | None, key: str) -> Range:
        """What a path leads to from a row; with ``*`` in it, the sum of what is there."""
        series, _, column = cell_of(path)
        columns = self.series[series].spec.columns if series in self.series else {}
        if column not in columns or not is_number(columns[column]):
            raise FormulaError(f"'value:{path}' leads to no column of numbers")
        ranges = [_known(self.text(cell), self.half) for cell in self._of_path(path, own, key)]
        known = [one for one in ranges if not math.isnan(one[0])]
        return (sum(low for low, _ in known), sum(high for _, high in known)) if known else _NONE

    def _of_path(self, path: str, own: Series | None, key: str) -> list[CellId]:
        """The cells that a path means, in which ``{column}`` and ``{year-1}`` are filled in from a row."""

        def filled(match: re.Match[str]) -> str:
            text = own.rows[key][match[1]].text if own is not None and match[1] in own.spec.columns else ""
            return text if match[2] is None else str(int(text) + int(match[2])) if text.isdigit() else ""

        series, row, column = cell_of(_FROM_ROW.sub(filled, path))
        return [(series, one, column) for one in self._rows(series, row)]

    def _rows(self, series: str, key: str) -> list[str]:
        """The rows that a key means in which ``*`` stands for any text, and a hyphen for a blank."""
        places = tuple(place for place, part in enumerate(key.split("/")) if part == "*")
        if (series, places) not in self._groups:
            groups = self._groups[series, places] = {}
            for row in self.series[series].rows:
                masked = ("*" if place in places else part for place, part in enumerate(row.split("/")))
                groups.setdefault("/".join(masked).replace(" ", "-"), []).append(row)
        return self._groups[series, places].get(key.replace(" ", "-"), [])

    def _before(self, series: Series, key: str) -> list[str]:
        """The rows before one that differ in nothing but the year (or the last part of its key), last first."""
        parts = key.split("/")
        years = [place for place, name in enumerate(series.spec.key) if series.spec.columns[name].unit == "year"]
        parts[(years or [-1])[0]] = "*"
        rows = self._rows(series.id, "/".join(parts))
        return rows[: rows.index(key)][::-1]


# --- what a series says must hold ----------------------------------------------------------------------------------

_WHERE = re.compile(r"\s+where\s+(?P<column>\w+)\s*=\s*(?P<text>.+)$")
_EACH = re.compile(r"\s+for\s+(?P<name>\w+)\s+in\s+(?P<columns>\w+(?:\s*,\s*\w+)*)$")
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

    def touched(self, cells: Cells, key: str) -> Sequence[CellId]:
        """The cells that it is about in a row, those of the row first."""
        found = dict.fromkeys(cell for side in self.sides for cell in cells.touched(side, self.series, key))
        return sorted(found, key=lambda cell: cell[:2] != (self.series.id, key))

    def tested(self, cells: Cells, keys: Sequence[str]) -> Mapping[str, bool]:
        """Whether it holds for some rows; without those in which a number is not known."""
        found = zip(*(cells.evaluate(side, self.series, keys) for side in self.sides), strict=True)
        return {
            key: all(map(_fits, row, self.signs, row[1:]))
            for key, row in zip(keys, found, strict=True)
            if not any(math.isnan(side[0]) for side in row)
        }


def _fits(left: Range, sign: str, right: Range) -> bool:
    """Whether two numbers can stand so to each other, somewhere within their ranges; for < and != as they are shown."""
    if sign == "!=":
        return left != right
    slack = _SLACK * max(abs(left[0]), abs(right[0]))
    if sign == "<":
        return sum(left) < sum(right) - slack
    return left[0] <= right[1] + slack and (sign == "<=" or left[1] >= right[0] - slack)


def read_hold(series: Series, text: str) -> Iterator[Hold]:
    """What a text says must hold, of each column of ``for x in a, b`` for itself; FormulaError if it cannot be read."""
    rule, keys = text, list(series.rows)
    if (match := _WHERE.search(rule)) is not None:
        rule = rule[: match.start()]
        where = {match["column"]: match["text"].strip()}
        keys = list(series.rows_where(where))
        if not keys:
            raise FormulaError(f"no row has '{match['text']}' in a column '{match['column']}'")
    each, columns = "", [""]
    if (match := _EACH.search(rule)) is not None:
        rule, each, columns = rule[: match.start()], match["name"], re.split(r"\s*,\s*", match["columns"])
    parts = _SIGN.split(rule)
    if len(parts) == 1:
        raise FormulaError("it has no =, !=, < or <= between two formulas")
    for column in columns:
        named = [re.sub(rf"\b{each}\b", column, part) if each else part for part in parts]
        yield Hold(series, text, tuple(named[::2]), tuple(named[1::2]), keys)
