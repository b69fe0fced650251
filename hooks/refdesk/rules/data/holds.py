"""Conditions of series (``holds:`` in their YAML); a broken one is reported at the cell that is likely wrong."""

import itertools
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from refdesk.data.formula import CellId, Cells, FormulaError, Hold, read_hold
from refdesk.data.library import Library
from refdesk.data.series import number
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.data.files import LOADING_ERRORS

RULES = (
    Rule(
        "does-not-hold",
        explanation="Numbers of a series break what its YAML says must hold. It is told at the number most likely "
        "wrong: the one by whose change the most holds again.",
        example="2027,main-round,480000,48000,1.0,,,nsfc-2026-04-29-initial-review,",
        fix="correct the number from its source; if the source has it so, add the row to `exceptions:` with a reason.",
        file="docs/data/series/nsfc.csv",
        after=LOADING_ERRORS,
    ),
    Rule(
        "bad-hold",
        explanation="What a series says must hold cannot be read, or an exception from it is wrong or not needed.",
        example="  exceptions:\n  - rule: total = basic + applied\n    rows: [gdp/2024]\n    reason: In the source.",
        fix="correct the formula or the exception as the message says.",
        file="docs/data/series/shandong.yml",
        after=LOADING_ERRORS,
    ),
)
_SUSPECTS = 40  # how many cells are tried as the wrong one
_REPORTED = 10  # how many cells are reported at once; where there are more, something else is the cause
_Case = tuple[Hold, str]  # a condition, and the key of the row that it is tested for


class _Repair(NamedTuple):
    """Other texts for a cell (or for two that were swapped) with which broken conditions hold.

    ``gain`` is by how many more conditions then hold than break. Of repairs with the same gain that of the highest
    ``rank`` is the likeliest. The text is empty where no other number is known.
    """

    gain: int
    rank: int
    texts: Mapping[CellId, str]
    repaired: Sequence[_Case]


def check_data(library: Library) -> Iterator[Problem]:
    """Report conditions that do not hold or cannot be read, and exceptions that are not needed."""
    cells = Cells(library.series)
    holds: list[Hold] = []
    broken: dict[_Case, None] = {}
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
    yield from _wrong_cells(cells, holds, broken.keys()) if broken else ()


def _wrong_cells(cells: Cells, holds: Sequence[Hold], broken: Set[_Case]) -> Iterator[Problem]:
    """Report the fewest cells that explain all broken conditions: each time the one whose repair gains most."""
    cases: dict[CellId, dict[Hold, list[str]]] = {}  # by cell: the conditions that read it, and for which rows
    for hold in holds:
        for key in hold.keys:
            for cell in hold.touched(cells, key):
                cases.setdefault(cell, {}).setdefault(hold, []).append(key)
    for _ in range(_REPORTED):
        if not broken:
            return
        repair = max(_repairs(cells, cases, broken), key=lambda one: (one.gain, one.rank))
        rules = dict.fromkeys(hold.text for hold, _ in repair.repaired)
        fail = f" and {len(rules) - 1} more do not hold" if len(rules) > 1 else " does not hold"
        (cell, text), *swapped = repair.texts.items()
        series, key, column = cell
        message = f"{cells.text(cell)} in '{column}' of {key}: '{next(iter(rules))}'{fail}"
        csv, place = cells.series[series].csv.file, cells.series[series].rows[key][column].place
        beside = "".join(f", which stands in '{other}'" for (*_, other), _ in swapped)
        hint = f"{text} would fit{beside}" if text else ""
        yield csv.problem("does-not-hold", csv.offset(place), message, hint)
        broken = {one: None for one in broken if one not in repair.repaired}.keys()


def _repairs(
    cells: Cells, cases: Mapping[CellId, Mapping[Hold, Sequence[str]]], broken: Set[_Case]
) -> Iterator[_Repair]:
    """Yield the repairs of each cell that takes part in most of the broken conditions."""
    taking_part: dict[CellId, list[_Case]] = {}
    for hold, key in broken:
        for cell in hold.touched(cells, key):
            taking_part.setdefault(cell, []).append((hold, key))
    suspects = sorted(taking_part.items(), key=lambda item: len(item[1]), reverse=True)[:_SUSPECTS]
    for cell, before in (item for item in suspects if 2 * len(item[1]) >= len(suspects[0][1])):
        is_number = cell[2] not in cells.series[cell[0]].spec.key and number(cells.text(cell)) is not None
        yield _Repair(0, is_number, {cell: ""}, before)
        for rank, texts in _likely_texts(cells, cell) if is_number else ():
            trial = replace(cells, changed=texts)
            tested: dict[_Case, bool] = {}
            for hold, keys in (item for one in texts for item in cases.get(one, {}).items()):
                fits = hold.tested(trial, keys)
                tested |= {(hold, key): fits.get(key, True) for key in keys}
            repaired = [one for one in broken if tested.get(one)]
            gain = len(repaired) - len([one for one in tested if not tested[one] and one not in broken])
            if gain > 0:
                yield _Repair(gain, rank, texts, repaired)


def _likely_texts(cells: Cells, cell: CellId) -> Iterator[tuple[int, Mapping[CellId, str]]]:
    """Yield what the writer of a cell may have meant, each with its rank.

    A decimal point in another place ranks 2, two swapped digits or columns 1.
    """
    text = cells.text(cell)
    yield from ((2, {cell: f"{Decimal(text).scaleb(digits):f}"}) for digits in (1, -1, 2, -2, 3, -3))
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    for one, other in itertools.combinations(places, 2):
        swapped = f"{text[:one]}{text[other]}{text[one + 1 : other]}{text[one]}{text[other + 1 :]}"
        if swapped != text:
            yield 1, {cell: swapped}
    series, key, _ = cell
    for column, beside in cells.series[series].rows[key].items():
        if column not in cells.series[series].spec.key and number(beside.text) is not None and beside.text != text:
            yield 1, {cell: beside.text, (series, key, column): text}
