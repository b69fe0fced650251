"""Conditions of series (``holds:`` in their YAML); a broken one is reported at the cell that is
likely wrong.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.formula import PATH, CellId, Cells, FormulaError, Range, is_known, rests_on
from refdesk.data.library import Library
from refdesk.data.series import Series, path_of
from refdesk.files.yaml import YamlPath
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip, told_once
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.numbers.values import Stated, stated
from refdesk.site.site import Site

RULES = (
    Rule(
        "does-not-hold",
        explanation="Numbers of a series break what its YAML says must hold. It is told at the "
        "number most likely "
        "wrong: the one in the most conditions and sentences that do not fit, and the fewest "
        "that do.",
        example="2027,main-round,480000,48000,1.0,,,nsfc-2026-04-29-initial-review,",
        fix="correct the number from its source; if the source has it so, add the row to "
        "`exceptions:` with a reason.",
        file="docs/data/series/nsfc.csv",
    ),
)
_RULE = re.compile(
    r"(?P<sides>.+?)(?: for (?P<name>\w+) in (?P<columns>[\w, ]+?))?(?: where (?P<column>\w+) = "
    r"(?P<text>.+))?"
)
_SIGN = re.compile(r"(<=|!=|=|<)")
_SLACK = 1e-9  # of binary fractions
# how many cells are reported at once; where there are more, something else is the cause
_REPORTED = 10


class _Case(NamedTuple):
    """A condition, as it is written, in the row with a key: the cells that it is about, and whether
    it holds.

    It is None where a number is not known.
    """

    text: str
    key: str
    cells: tuple[CellId, ...]
    fits: bool | None


def _fits(left: Range, sign: str, right: Range) -> bool:
    """Return whether two numbers can stand so to each other, somewhere within their ranges; for <
    and != as shown.
    """
    if sign == "!=":
        return left != right
    slack = _SLACK * max(abs(left[0]), abs(right[0]))
    if sign == "<":
        return sum(left) < sum(right) - slack
    return left[0] <= right[1] + slack and (sign == "<=" or left[1] >= right[0] - slack)


def _cases(cells: Cells, series: Series, text: str) -> Iterator[_Case]:
    """Test a condition in each of its rows, for each column of ``for x in a, b``. Raise
    FormulaError if it is none.
    """
    rule = _RULE.fullmatch(text)
    parts = _SIGN.split(rule["sides"]) if rule is not None else []
    if rule is None or len(parts) == 1:
        raise FormulaError("it has no =, !=, < or <= between two formulas")
    keys = list(series.rows_where({rule["column"]: rule["text"]} if rule["column"] else {}))
    if not keys:
        raise FormulaError(f"no row has '{rule['text']}' in a column '{rule['column']}'")
    if rule["name"] is None:
        yield from _cases_of(cells, series, text, parts, keys)
        return
    for column in rule["columns"].split(","):
        named = [re.sub(rf"\b{rule['name']}\b", column.strip(), part) for part in parts]
        yield from _cases_of(cells, series, text, named, keys)


def _cases_of(
    cells: Cells, series: Series, text: str, parts: Sequence[str], keys: Sequence[str]
) -> Iterator[_Case]:
    """Test a condition, of which ``parts`` are the sides and the signs between them, in some
    rows.
    """
    sides = [cells.formula(side, series) for side in parts[::2]]
    signs = parts[1::2]
    for key in keys:
        row = [side(key) for side in sides]
        numbers = [one.number for one in row]
        taken = [cell for one in row for cell in one.cells]
        is_decided = all(map(is_known, numbers))
        fits = all(map(_fits, numbers, signs, numbers[1:])) if is_decided else None
        yield _Case(text, key, tuple(dict.fromkeys(taken)), fits)


def check_site(site: Site) -> Iterator[Problem]:
    """Report conditions that do not hold or cannot be read, and exceptions that are not needed."""
    tested = _tested(site.library)
    yield from tested.problems
    for case in tested.cases:
        tally("does-not-hold", decided=case.fits is not None)
    found: dict[str, list[Problem]] = {}
    for problem in _wrong_cells(site.library, tested, stated(site)) if tested.broken else ():
        found.setdefault(problem.path, []).append(problem)
    for problems in found.values():
        yield from told_once(problems, _REPORTED)


class _Tested(NamedTuple):
    """What the data come to by themselves: mistakes of form, all cases, and those that are broken
    without a reason.
    """

    problems: Sequence[Problem]
    cases: Sequence[_Case]
    broken: Sequence[_Case]


@lru_cache(maxsize=1)
def _tested(library: Library) -> _Tested:
    """Test the conditions of all series, which a preview need not do again while the data are the
    same.
    """
    cells = Cells(library.series)
    # what is said of others waits
    sound = [series for series in library.series.values() if series.sound]
    tested = [_tested_series(library, cells, series) for series in sound]
    return _Tested(
        [problem for one in tested for problem in one.problems],
        [case for one in tested for case in one.cases],
        [case for one in tested for case in one.broken],
    )


def _tested_series(library: Library, cells: Cells, series: Series) -> _Tested:
    """Test the conditions of one series."""
    problems: list[Problem] = []
    cases: list[_Case] = []
    excepted = _exceptions(series)
    needed: set[tuple[str, str]] = set()
    for index, text in enumerate(series.spec.holds):
        try:
            found = _decided(cells, series, text)
        except FormulaError as error:
            slip = Slip("bad-formula", f"'{text}': {error}")
            below = [one for path in PATH.findall(text) for one in rests_on(library, path)]
            place = series.id, "holds", index
            problems.append(series.entry.problem(place, slip, rests_on=below))
            needed |= {one for one in excepted if one[0] == text}
        else:
            cases += found
            needed |= {(text, one.key) for one in found if one.fits is False}
    problems += _needless(series, excepted.keys() - needed)
    broken = [
        case for case in cases if case.fits is False and (case.text, case.key) not in excepted
    ]
    return _Tested(problems, cases, broken)


def _decided(cells: Cells, series: Series, text: str) -> list[_Case]:
    """Return the cases of a condition. Raise FormulaError if it is none or says nothing."""
    cases = list(_cases(cells, series, text))
    if all(one.fits is None for one in cases):
        raise FormulaError("it says something of no row")
    return cases


def _exceptions(series: Series) -> dict[tuple[str, str], YamlPath]:
    """Return where each exception stands, by the condition and the row."""
    return {
        (one.rule, row): ("exceptions", at, "rows", number)
        for at, one in enumerate(series.spec.exceptions)
        for number, row in enumerate(one.rows)
    }


def _needless(series: Series, excepted: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """Report exceptions that are not needed."""
    holds = series.spec.holds
    for (rule, row), path in _exceptions(series).items():
        if (rule, row) in excepted:
            hint = did_you_mean(rule, holds) if rule not in holds else "Remove it"
            slip = Slip("bad-formula", f"'{row}' needs no exception from '{rule}'", hint)
            yield series.entry.problem((series.id, *path), slip)


def _wrong_cells(
    library: Library, tested: _Tested, said: Mapping[CellId, Sequence[Stated]]
) -> Iterator[Problem]:
    """Report cells that explain all broken conditions: each time the one in the most broken and the
    fewest others.

    Sentences count like conditions: ``said`` holds them by the cell that they state.
    """
    broken = tested.broken
    times = Counter({cell: len(numbers) for cell, numbers in said.items()})
    times.update(cell for case in tested.cases for cell in case.cells)
    for _ in range(_REPORTED):
        taking_part: dict[CellId, list[_Case]] = {}
        for case in broken:
            for cell in case.cells:
                taking_part.setdefault(cell, []).append(case)
        if not taking_part:
            return
        suspicion = {
            cell: _suspicion(library, cell, len(cases), times[cell], said.get(cell, ()))
            for cell, cases in taking_part.items()
        }
        worst = max(suspicion, key=suspicion.__getitem__)
        alike = [cell for cell in suspicion if suspicion[cell] == suspicion[worst]]
        beside = [cell for cell in alike if cell != worst]
        yield _wrong_cell(library, worst, taking_part[worst], beside)
        broken = [case for case in broken if case not in taking_part[worst]]


def _suspicion(
    library: Library, cell: CellId, broken: int, times: int, said: Sequence[Stated]
) -> tuple[bool, float]:
    """Return how likely a cell is wrong: it takes part ``times`` times, in so many broken cases and
    in sentences; what names a row is the least likely.
    """
    is_key = cell[2] in library.series[cell[0]].spec.key
    wrong = broken + sum(one.slip is not None for one in said)
    return not is_key, wrong**2 / times


def _wrong_cell(
    library: Library, cell: CellId, cases: Sequence[_Case], beside: Sequence[CellId]
) -> Problem:
    """Return that a cell is likely wrong for which cases are broken, or one of those ``beside``
    it.
    """
    name, key, column = cell
    series = library.series[name]
    first, *others = dict.fromkeys(case.text for case in cases)
    fail = f"and {len(others)} more do not hold" if others else "does not hold"
    text = series.rows[key][column].text
    message = f"{text} in '{column}' of {key}: '{first}' {fail}"
    alike = " or ".join(f"'{other}' of {row}" for _, row, other in beside[:3])
    hint = f"Or {alike} is wrong" if alike else ""
    read = dict.fromkeys(taken[0] for case in cases for taken in case.cells)
    return series.problem(
        (key, column),
        Slip("does-not-hold", message, hint),
        rests_on=[*map(things.entries, read), *rests_on(library, path_of(*cell))],
        explains=[things.cell(*one) for one in (cell, *beside)],
    )
