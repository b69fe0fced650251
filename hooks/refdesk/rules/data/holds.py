"""What series say must hold between their numbers; what breaks it is told at the cell that most likely is wrong."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from refdesk.data.formula import CellId, Cells, FormulaError, Rows
from refdesk.data.holds import Hold, read_hold
from refdesk.data.series import Series, number
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.data.files import LOST_DATA
from refdesk.site.site import Site

RULES = (
    Rule(
        "does-not-hold",
        explanation=(
            "Numbers of a series break what its YAML says must hold. It is told at the number most likely wrong: the "
            "one by whose change the most holds again."
        ),
        example="year,total,basic,applied\n2024,3632.68,250.09,33825.9",
        fix="correct the number from its source; if the source has it so, add the row to `exceptions:` with a reason.",
        language="text",
        after=LOST_DATA,
    ),
    Rule(
        "bad-hold",
        explanation="What a series says must hold cannot be read, or an exception from it is wrong or not needed.",
        example="holds:\n- total = basic + applide",
        fix="correct the formula or the exception as the message says.",
        language="yaml",
        after=LOST_DATA,
    ),
)
_SUSPECTS = 40  # cells that are tried for what is broken
_LARGEST = 1e12  # what an identity may ask for
_Instance = tuple[Hold, str]  # what holds, and the row


class _Fit(NamedTuple):
    """How well a text fits a cell: what it mends, and a score."""

    score: tuple[int, int, int]
    cell: CellId
    text: str
    mended: frozenset[_Instance]


def check_site(site: Site) -> Iterator[Problem]:
    """What does not hold, and what cannot be read."""
    cells = Cells(site.library.series)
    holds: list[Hold] = []
    broken: dict[_Instance, None] = {}
    for series in site.library.series.values():
        excepted = {
            (one.rule, row): (at, n) for at, one in enumerate(series.spec.exceptions) for n, row in enumerate(one.rows)
        }
        for index, text in enumerate(series.spec.holds):
            try:
                read = list(read_hold(series, text))
                tested = [(hold, hold.tested(cells, hold.keys)) for hold in read]
            except FormulaError as error:
                yield series.entry.problem("bad-hold", series.id, f"holds.{index}", f"'{text}': {error}")
                continue
            if not any(found for _, found in tested):
                yield series.entry.problem(
                    "bad-hold", series.id, f"holds.{index}", f"'{text}' says something of no row"
                )
            wrong = [(hold, key) for hold, found in tested for key, fits in found.items() if not fits]
            known = {key for _, key in wrong if excepted.pop((text, key), None)}
            broken |= dict.fromkeys((hold, key) for hold, key in wrong if key not in known)
            holds += read
        for (rule, row), (at, n) in excepted.items():
            message = f"the series needs no exception for '{row}' from '{rule}'"
            hint = did_you_mean(rule, series.spec.holds) if rule not in series.spec.holds else "Remove it"
            yield series.entry.problem("bad-hold", series.id, f"exceptions.{at}.rows.{n}", message, hint)
    if broken:
        yield from _Diagnosis(site.library.series, cells, holds).problems(broken)


class _Diagnosis:
    """Finds the cells by whose change what is broken holds again."""

    def __init__(self, series: Mapping[str, Series], cells: Cells, holds: Sequence[Hold]) -> None:
        self.series, self.cells = series, cells
        self.about: dict[CellId, dict[Hold, list[str]]] = {}  # cell -> what it takes part in
        for hold in holds:
            for key in hold.keys:
                for cell in hold.touched(cells, key):
                    self.about.setdefault(cell, {}).setdefault(hold, []).append(key)

    def problems(self, broken: Mapping[_Instance, None]) -> Iterator[Problem]:
        """The fewest cells that explain what is broken, one after the other."""
        while broken:
            best = self._best(broken)
            rules = dict.fromkeys(hold.text for hold, key in broken if (hold, key) in best.mended)
            fail = f" and {len(rules) - 1} more do not hold" if len(rules) > 1 else " does not hold"
            series, key, column = best.cell
            message = f"{self.cells.text(best.cell)} in '{column}' of {key}: '{next(iter(rules))}'{fail}"
            csv = self.series[series].csv.file
            at = csv.offset(self.series[series].rows[key][column].place)
            yield csv.problem("does-not-hold", at, message, f"{best.text} would fit" if best.text else "")
            broken = {one: None for one in broken if one not in best.mended}

    def _best(self, broken: Mapping[_Instance, None]) -> _Fit:
        """The cell and the text by which the most is mended; of several the first, in the order of what is broken."""
        counted = Counter(cell for hold, key in broken for cell in hold.touched(self.cells, key) if self._is_open(cell))
        suspects = [cell for cell, count in counted.most_common(_SUSPECTS) if 2 * count >= max(counted.values())]
        fits = (fit for cell in suspects for fit in self._fits(cell, broken))
        best = max(fits, key=lambda fit: fit.score, default=None)
        if best is not None and best.score[0] > 0:
            return best
        ours = {(hold, key) for hold, keys in self.about[suspects[0]].items() for key in keys}
        return _Fit((0, 0, 0), suspects[0], "", frozenset(ours & broken.keys()))

    def _is_open(self, cell: CellId) -> bool:
        series, _, column = cell
        return column not in self.series[series].spec.key and bool(self.cells.text(cell))

    def _fits(self, cell: CellId, broken: Mapping[_Instance, None]) -> Iterator[_Fit]:
        """What may stand in a cell instead, and how much it mends."""
        about = self.about[cell]
        before = {(hold, key) for hold, keys in about.items() for key in keys} & broken.keys()
        for kind, text in self._others(cell, before):
            trial = replace(self.cells, changed={cell: text})
            tested = ((hold, hold.tested(trial, keys)) for hold, keys in about.items())
            after = {(hold, key) for hold, found in tested for key, fits in found.items() if not fits}
            mended = frozenset(before - after)
            yield _Fit(
                (len(mended) - len(after - broken.keys()), kind, sum(hold.is_identity for hold, _ in mended)),
                cell,
                text,
                mended,
            )

    def _others(self, cell: CellId, broken: set[_Instance]) -> Iterator[tuple[int, str]]:
        """Texts that may be meant: a point moved (2), two digits swapped (1), what follows from an identity (0)."""
        text = self.cells.text(cell)
        value = Decimal(text)
        for digits in (1, -1, 2, -2, 3, -3):
            yield 2, f"{value.scaleb(digits):f}"
        places = [place for place, sign in enumerate(text) if sign.isdigit()]
        for one, other in itertools.combinations(places, 2):
            signs = list(text)
            signs[one], signs[other] = signs[other], signs[one]
            if (swapped := "".join(signs)) != text and number(swapped) is not None:
                yield 1, swapped
        for hold, key in broken:
            if hold.is_identity and (solved := self._solved(hold, key, cell)) is not None:
                yield 0, f"{round(Decimal(solved), -int(value.as_tuple().exponent)):f}"

    def _solved(self, hold: Hold, key: str, cell: CellId) -> float | None:
        """The number by which the two sides of an identity become equal (by secants)."""

        def difference(guess: float) -> float:
            trial = replace(self.cells, half=0, changed={cell: f"{guess:f}"})
            left, right = (Rows(trial, hold.series, [key]).evaluate(side)[0][0] for side in hold.sides)
            return left - right

        last = float(self.cells.text(cell))
        guess = last * 1.01 + 0.01
        for _ in range(8):
            here, there = difference(guess), difference(last)
            if math.isnan(here) or here == there:
                break
            last, guess = guess, guess - here * (guess - last) / (here - there)
        return guess if abs(guess) < _LARGEST else None
