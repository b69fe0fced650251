"""What a series says must hold between its numbers, such as ``total = basic + applied where status = final``."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from refdesk.data.formula import CellId, Cells, FormulaError, Range
from refdesk.data.series import Series

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
