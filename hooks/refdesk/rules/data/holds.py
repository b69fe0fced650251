"""What series say must hold between their numbers; what breaks it is told at the cell that most likely is wrong."""

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from refdesk.data.formula import CellId, Cells, FormulaError, Hold, read_hold
from refdesk.data.series import number
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
        example="2027,main-round,480000,48000,1.0,,,nsfc-2026-04-29-initial-review,",
        fix="correct the number from its source; if the source has it so, add the row to `exceptions:` with a reason.",
        language="text",
        after=LOST_DATA,
    ),
    Rule(
        "bad-hold",
        explanation="What a series says must hold cannot be read, or an exception from it is wrong or not needed.",
        example=(
            "  exceptions:\n  - rule: total = basic + applied\n    rows: [gdp/2024]\n    reason: The source has it so."
        ),
        fix="correct the formula or the exception as the message says.",
        language="yaml",
        after=LOST_DATA,
    ),
)
_SUSPECTS = 40  # cells that are tried for what is broken
_DIAGNOSED = 10  # cells that are found so; of more, something else is the cause
_LARGEST = 1e12  # what an identity may ask for
_Instance = tuple[Hold, str]  # what holds, and the row


class _Fit(NamedTuple):
    """How well a text fits a cell: by how much more is mended than broken, of which kind it is, what it mends."""

    score: tuple[int, int]
    cell: CellId
    text: str
    mended: Set[_Instance]


def check_site(site: Site) -> Iterator[Problem]:
    """What does not hold, and what cannot be read."""
    cells = Cells(site.library.series)
    holds: list[Hold] = []
    broken: dict[_Instance, None] = {}
    for series in site.library.series.values():
        spec, problem = series.spec, partial(series.entry.problem, "bad-hold", series.id)
        excepted = {
            (one.rule, row): (at, n) for at, one in enumerate(spec.exceptions) for n, row in enumerate(one.rows)
        }
        for index, text in enumerate(spec.holds):
            try:
                read = list(read_hold(series, text))
                tested = [(hold, hold.tested(cells, hold.keys)) for hold in read]
                if not any(found for _, found in tested):
                    raise FormulaError("it says something of no row")
            except FormulaError as error:
                yield problem(f"holds.{index}", f"'{text}': {error}")
                excepted = {one: place for one, place in excepted.items() if one[0] != text}
                continue
            wrong = [(hold, key) for hold, found in tested for key, fits in found.items() if not fits]
            broken |= dict.fromkeys((hold, key) for hold, key in wrong if (text, key) not in excepted)
            excepted = {one: place for one, place in excepted.items() if one not in {(text, key) for _, key in wrong}}
            holds += read
        for (rule, row), (at, n) in excepted.items():
            hint = did_you_mean(rule, spec.holds) if rule not in spec.holds else "Remove it"
            yield problem(f"exceptions.{at}.rows.{n}", f"'{row}' needs no exception from '{rule}'", hint)
    yield from _Diagnosis(cells, holds).problems(broken) if broken else ()


class _Diagnosis:
    """Finds the cells by whose change what is broken holds again."""

    def __init__(self, cells: Cells, holds: Sequence[Hold]) -> None:
        self.cells = cells
        self.about: dict[CellId, dict[Hold, list[str]]] = {}  # cell -> what it takes part in
        for hold in holds:
            for key in hold.keys:
                for cell in hold.touched(cells, key):
                    self.about.setdefault(cell, {}).setdefault(hold, []).append(key)

    def problems(self, broken: Mapping[_Instance, None]) -> Iterator[Problem]:
        """The fewest cells that explain what is broken, one after the other; of many, only the first are looked for."""
        for count in itertools.count():
            if not broken:
                return
            best = self._best(broken, _SUSPECTS if count < _DIAGNOSED else 0)
            rules = dict.fromkeys(hold.text for hold, key in broken if (hold, key) in best.mended)
            fail = f" and {len(rules) - 1} more do not hold" if len(rules) > 1 else " does not hold"
            series, key, column = best.cell
            message = f"{self.cells.text(best.cell)} in '{column}' of {key}: '{next(iter(rules))}'{fail}"
            csv, place = self.cells.series[series].csv.file, self.cells.series[series].rows[key][column].place
            hint = f"{best.text} would fit" if best.text else ""
            yield csv.problem("does-not-hold", csv.offset(place), message, hint)
            broken = {one: None for one in broken if one not in best.mended}

    def _best(self, broken: Mapping[_Instance, None], tried: int) -> _Fit:
        """The cell and the text by which the most is mended; of several the first, in the order of what is broken."""
        seen = broken if tried else list(broken)[:1]
        cells = [cell for hold, key in seen for cell in hold.touched(self.cells, key)]
        counted = Counter(cell for cell in cells if self._is_open(cell))
        suspects = [cell for cell, count in counted.most_common(tried) if 2 * count >= max(counted.values())]
        fits = (fit for cell in suspects for fit in self._fits(cell, broken))
        best = max(fits, key=lambda fit: fit.score, default=None)
        if best is not None and best.score[0] > 0:
            return best
        first = next(iter([*suspects, *counted, *cells]))
        return _Fit((0, 0), first, "", self._instances(first) & broken.keys())

    def _is_open(self, cell: CellId) -> bool:
        return cell[2] not in self.cells.series[cell[0]].spec.key and number(self.cells.text(cell)) is not None

    def _instances(self, cell: CellId) -> set[_Instance]:
        return {(hold, key) for hold, keys in self.about[cell].items() for key in keys}

    def _fits(self, cell: CellId, broken: Mapping[_Instance, None]) -> Iterator[_Fit]:
        """What may stand in a cell instead, and how much it mends."""
        before = self._instances(cell) & broken.keys()
        for kind, text in self._others(cell, before):
            trial = replace(self.cells, changed={cell: text})
            tested = ((hold, hold.tested(trial, keys)) for hold, keys in self.about[cell].items())
            after = {(hold, key) for hold, found in tested for key, fits in found.items() if not fits}
            yield _Fit((len(before - after) - len(after - broken.keys()), kind), cell, text, before - after)

    def _others(self, cell: CellId, broken: Set[_Instance]) -> Iterator[tuple[int, str]]:
        """Texts that may be meant: a point moved (2), two digits swapped (1), what follows from an identity (0)."""
        text = self.cells.text(cell)
        value = Decimal(text)
        yield from ((2, f"{value.scaleb(digits):f}") for digits in (1, -1, 2, -2, 3, -3))
        places = [place for place, sign in enumerate(text) if sign.isdigit()]
        for one, other in itertools.combinations(places, 2):
            swapped = f"{text[:one]}{text[other]}{text[one + 1 : other]}{text[one]}{text[other + 1 :]}"
            if swapped != text:
                yield 1, swapped
        for hold, key in broken:
            solved = self._solved(hold, key, cell) if hold.signs == ("=",) else math.nan
            if abs(solved) < _LARGEST:
                yield 0, f"{round(Decimal(solved), -int(value.as_tuple().exponent)):f}"

    def _solved(self, hold: Hold, key: str, cell: CellId) -> float:
        """The number by which the two sides of an identity become equal (by secants)."""

        def difference(guess: float) -> float:
            trial = replace(self.cells, half=0, changed={cell: f"{guess:f}"})
            left, right = (trial.evaluate(side, hold.series, [key])[0][0] for side in hold.sides)
            return left - right

        last = float(self.cells.text(cell))
        guess = last * 1.01 + 0.01
        for _ in range(8):
            here, there = difference(guess), difference(last)
            if math.isnan(here) or here == there:
                break
            last, guess = guess, guess - here * (guess - last) / (here - there)
        return guess
