"""What series say must hold between their numbers; what breaks it is told at the cell that most likely is wrong."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import partial

from refdesk.data.formula import CellId, Cells, FormulaError, Hold, read_hold
from refdesk.data.library import Library
from refdesk.data.series import number
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.data.files import LOST_DATA

RULES = (
    Rule(
        "does-not-hold",
        explanation="Numbers of a series break what its YAML says must hold. It is told at the number most likely "
        "wrong: the one by whose change the most holds again.",
        example="2027,main-round,480000,48000,1.0,,,nsfc-2026-04-29-initial-review,",
        fix="correct the number from its source; if the source has it so, add the row to `exceptions:` with a reason.",
        language="text",
        after=LOST_DATA,
    ),
    Rule(
        "bad-hold",
        explanation="What a series says must hold cannot be read, or an exception from it is wrong or not needed.",
        example="  exceptions:\n  - rule: total = basic + applied\n    rows: [gdp/2024]\n    reason: In the source.",
        fix="correct the formula or the exception as the message says.",
        language="yaml",
        after=LOST_DATA,
    ),
)
_SUSPECTS = 40  # cells that are tried for what is broken
_DIAGNOSED = 10  # cells that are told at once; of more, something else is the cause
_LARGEST = 1e12  # what an identity may ask for
_Instance = tuple[Hold, str]  # what holds, and the row
_Rows = Mapping[Hold, Sequence[str]]  # what holds, and its rows
# By how much more is mended than broken, and the kind of the change; cells with the texts for them; what they mend.
_Fit = tuple[tuple[int, int], Mapping[CellId, str], Sequence[_Instance]]


def check_data(library: Library) -> Iterator[Problem]:
    """What does not hold, and what cannot be read."""
    cells = Cells(library.series)
    holds: list[Hold] = []
    broken: dict[_Instance, None] = {}
    for series in library.series.values():
        spec, problem = series.spec, partial(series.entry.problem, "bad-hold", series.id)
        excepted = {
            (one.rule, row): (at, n) for at, one in enumerate(spec.exceptions) for n, row in enumerate(one.rows)
        }
        needed: set[tuple[str, str]] = set()
        for index, text in enumerate(spec.holds):
            try:
                read = list(read_hold(series, text))
                tested = [(hold, hold.tested(cells, hold.keys)) for hold in read]
                if not any(found for _, found in tested):
                    raise FormulaError("it says something of no row")
            except FormulaError as error:
                yield problem(f"holds.{index}", f"'{text}': {error}")
                needed |= {one for one in excepted if one[0] == text}
                continue
            holds += read
            wrong = [(hold, key) for hold, found in tested for key, fits in found.items() if not fits]
            broken |= dict.fromkeys((hold, key) for hold, key in wrong if (text, key) not in excepted)
            needed |= {(text, key) for _, key in wrong}
        for (rule, row), (at, n) in excepted.items():
            if (rule, row) not in needed:
                hint = did_you_mean(rule, spec.holds) if rule not in spec.holds else "Remove it"
                yield problem(f"exceptions.{at}.rows.{n}", f"'{row}' needs no exception from '{rule}'", hint)
    yield from _diagnosed(cells, holds, broken.keys()) if broken else ()


def _diagnosed(cells: Cells, holds: Sequence[Hold], broken: Set[_Instance]) -> Iterator[Problem]:
    """The fewest cells that explain what is broken, one after the other; of many, the first."""
    about: dict[CellId, dict[Hold, list[str]]] = {}  # cell -> what it takes part in
    for hold in holds:
        for key in hold.keys:
            for cell in hold.touched(cells, key):
                about.setdefault(cell, {}).setdefault(hold, []).append(key)
    for _ in range(_DIAGNOSED):
        if not broken:
            return
        _, changes, mended = max(_fits(cells, about, broken), key=lambda fit: fit[0])
        rules = dict.fromkeys(hold.text for hold, _ in mended)
        fail = f" and {len(rules) - 1} more do not hold" if len(rules) > 1 else " does not hold"
        (cell, text), *others = changes.items()
        series, key, column = cell
        message = f"{cells.text(cell)} in '{column}' of {key}: '{next(iter(rules))}'{fail}"
        csv, place = cells.series[series].csv.file, cells.series[series].rows[key][column].place
        beside = "".join(f", which stands in '{other}'" for (*_, other), _ in others)
        hint = f"{text} would fit{beside}" if text else ""
        yield csv.problem("does-not-hold", csv.offset(place), message, hint)
        broken = {one: None for one in broken if one not in mended}.keys()


def _fits(cells: Cells, about: Mapping[CellId, _Rows], broken: Set[_Instance]) -> Iterator[_Fit]:
    """What may stand in the cells that most of what is broken is about: other numbers, or none that would fit."""
    counted = Counter(cell for hold, key in broken for cell in hold.touched(cells, key))
    for cell in [one for one, count in counted.most_common(_SUSPECTS) if 2 * count >= max(counted.values())]:
        before = [one for one in broken if cell in one[0].touched(cells, one[1])]
        is_number = cell[2] not in cells.series[cell[0]].spec.key and number(cells.text(cell)) is not None
        yield (0, is_number), {cell: ""}, before
        for kind, changes in _others(cells, cell, before) if is_number else ():
            trial = replace(cells, changed=changes)
            tested: dict[_Instance, bool] = {}
            for hold, keys in (item for one in changes for item in about.get(one, {}).items()):
                fits = hold.tested(trial, keys)
                tested |= {(hold, key): fits.get(key, True) for key in keys}
            mended = [one for one in broken if tested.get(one)]
            worse = len([one for one in tested if not tested[one] and one not in broken])
            if len(mended) > worse:
                yield (len(mended) - worse, kind), changes, mended


def _others(cells: Cells, cell: CellId, broken: Iterable[_Instance]) -> Iterator[tuple[int, Mapping[CellId, str]]]:
    """What may be meant: a point moved (2), two digits or columns swapped (1), what follows from an identity (0)."""
    text = cells.text(cell)
    value = Decimal(text)
    yield from ((2, {cell: f"{value.scaleb(digits):f}"}) for digits in (1, -1, 2, -2, 3, -3))
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    for one, other in itertools.combinations(places, 2):
        swapped = f"{text[:one]}{text[other]}{text[one + 1 : other]}{text[one]}{text[other + 1 :]}"
        if swapped != text:
            yield 1, {cell: swapped}
    series, key, _ = cell
    for column, beside in cells.series[series].rows[key].items():
        if column not in cells.series[series].spec.key and number(beside.text) is not None and beside.text != text:
            yield 1, {cell: beside.text, (series, key, column): text}
    for hold, key in broken:
        solved = _solved(cells, hold, key, cell) if hold.signs == ("=",) else math.nan
        if abs(solved) < _LARGEST:
            yield 0, {cell: f"{round(Decimal(solved), -int(value.as_tuple().exponent)):f}"}


def _solved(cells: Cells, hold: Hold, key: str, cell: CellId) -> float:
    """The number by which the two sides of an identity become equal (by secants)."""

    def difference(guess: float) -> float:
        trial = replace(cells, half=0, changed={cell: f"{guess:f}"})
        left, right = (trial.evaluate(side, hold.series, [key])[0][0] for side in hold.sides)
        return left - right

    last = float(cells.text(cell))
    guess = last * 1.01 + 0.01
    for _ in range(8):
        here, there = difference(guess), difference(last)
        if math.isnan(here) or here == there:
            break
        last, guess = guess, guess - here * (guess - last) / (here - there)
    return guess
