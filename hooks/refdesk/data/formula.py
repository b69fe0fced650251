"""Formulas over numbers of the data, read by simpleeval: those of computed.yml, and what a series says must hold.

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

from simpleeval import InvalidExpression, SimpleEval

from refdesk.data.series import Series, cell_of, is_number, number

Range = tuple[float, float]
CellId = tuple[str, str, str]  # series, key of the row, column
_NONE: Range = (math.nan, math.nan)
_LONGEST = 500  # signs in a formula
PATH = re.compile(r"value:([^\s(),]+)")
_FROM_ROW = re.compile(r"\{(\w+)([+-]\d+)?\}")  # the cell of the row in this column, or a number that much from it


class FormulaError(ValueError):
    """What is wrong with a formula, in words."""


def _ranges(value: object) -> Sequence[Range]:
    """The ranges of an operand: those of a column, one for each row, or the only one of a number."""
    if isinstance(value, list):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [(float(value), float(value))]
    raise FormulaError("a formula is made of numbers")


def _each(of_two: Callable[[Range, Range], Range]) -> Callable[[object, object], list[Range]]:
    def of_columns(left: object, right: object) -> list[Range]:
        ours, theirs = _ranges(left), _ranges(right)
        rows = range(max(len(ours), len(theirs)))  # a number alone stands in each
        return [of_two(ours[row % len(ours)], theirs[row % len(theirs)]) for row in rows]

    return of_columns


def _product(left: Range, right: Range) -> Range:
    ends = [one * other for one in left for other in right]
    return min(ends), max(ends)


def _quotient(left: Range, right: Range) -> Range:
    return _product(left, (1 / right[1], 1 / right[0])) if right[0] > 0 or right[1] < 0 else _NONE


def _power(left: Range, right: Range) -> Range:
    return (left[0] ** right[0], left[1] ** right[0]) if left[0] > 0 and right[0] == right[1] else _NONE


_OPERATORS = {
    ast.Add: _each(lambda left, right: (left[0] + right[0], left[1] + right[1])),
    ast.Sub: _each(lambda left, right: (left[0] - right[1], left[1] - right[0])),
    ast.Mult: _each(_product),
    ast.Div: _each(_quotient),
    ast.Pow: _each(_power),
    ast.USub: lambda one: [(-high, -low) for low, high in _ranges(one)],
}
_FUNCTIONS = {
    "sum": lambda cells: cells,  # what a path with * in it leads to is a sum
    "filled": lambda column: [(0.0, 0.0) if math.isnan(one[0]) else one for one in _ranges(column)],
}


@lru_cache(maxsize=1 << 10)
def _parse(text: str) -> tuple[ast.expr, Mapping[str, str]]:
    """A formula as a tree, and its names: columns, each with '', and ``path_0`` and so on, each with a path."""
    paths = {f"path_{index}": path for index, path in enumerate(PATH.findall(text))}
    stand_ins = iter(paths)
    plain = PATH.sub(lambda _: next(stand_ins), text).strip()
    try:
        tree = ast.parse(plain if len(plain) <= _LONGEST else "", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"'{text.strip()[:60]}' is no formula") from None
    names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return tree, {name: paths.get(name, "") for name in names if name not in {*_FUNCTIONS, "before"}}


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

    ``half`` is the part of the last digit by which a number may be off: 0 where it is taken as it stands.
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

        def before(column: object) -> Sequence[Range]:
            """The last number before it in time."""
            known = {key: one for key, one in zip(rows, _ranges(column), strict=True) if not math.isnan(one[0])}
            return [next((known[one] for one in self._before(own, key) if one in known), _NONE) for key in rows]

        tree, names = _parse(text)
        rows = keys
        if "before(" in text:
            rows = [*dict.fromkeys(one for key in keys for one in (key, *self._before(own, key)))]
        values = {name: self._numbers(name, path, own, rows) for name, path in names.items()}
        try:
            found = _ranges(SimpleEval(_OPERATORS, {**_FUNCTIONS, "before": before}, values).eval(text, tree))
        except (InvalidExpression, TypeError, OverflowError, RecursionError) as error:
            raise FormulaError(str(error).partition("\n")[0]) from None
        by_row = {key: found[row % len(found)] for row, key in enumerate(rows)}
        return [by_row[key] for key in keys]

    def touched(self, text: str, own: Series, key: str) -> list[CellId]:
        """The cells that a formula takes for a row."""
        names = _parse(text)[1]
        found = [cell for name, path in names.items() for cell in self._cells(name, path, own, key)]
        for name, path in names.items():
            if "before(" in text and not path:
                earlier = ((own.id, one, name) for one in self._before(own, key))
                found += [cell for cell in earlier if self.text(cell)][:1]
        return found

    def _numbers(self, name: str, path: str, own: Series | None, keys: Sequence[str]) -> list[Range]:
        """What a column or a path holds for each row; of several cells, the sum of what is there."""
        series, _, column = cell_of(path) if path or own is None else (own.id, "", name)
        spec = self.series[series].spec.columns.get(column) if series in self.series else None
        if spec is None or not is_number(spec):
            raise FormulaError(f"'{path or name}' is no column of numbers; one of another series is written value:…")
        half = 0 if spec.unit == "year" else self.half  # a year is just that year
        cells = ([_known(self.text(cell), half) for cell in self._cells(name, path, own, key)] for key in keys)
        known = ([one for one in row if not math.isnan(one[0])] for row in cells)
        return [(sum(low for low, _ in row), sum(high for _, high in row)) if row else _NONE for row in known]

    def _cells(self, name: str, path: str, own: Series | None, key: str) -> list[CellId]:
        """The cells that a column or a path means; ``{column}`` and ``{year-1}`` are filled in from the row."""

        def filled(match: re.Match[str]) -> str:
            text = own.rows[key][match[1]].text if own is not None and match[1] in own.spec.columns else ""
            return text if match[2] is None else str(int(text) + int(match[2])) if text.isdigit() else ""

        if own is not None and not path:
            return [(own.id, key, name)]
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

    def _before(self, series: Series | None, key: str) -> list[str]:
        """The rows before one that differ in nothing but the year (or the last part of its key), last first."""
        if series is None:
            return []
        parts = key.split("/")
        years = [place for place, name in enumerate(series.spec.key) if series.spec.columns[name].unit == "year"]
        parts[(years or [-1])[0]] = "*"
        rows = self._rows(series.id, "/".join(parts))
        return rows[: rows.index(key)][::-1]


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
        """The cells that it is about in a row."""
        return dict.fromkeys(cell for side in self.sides for cell in cells.touched(side, self.series, key))

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
