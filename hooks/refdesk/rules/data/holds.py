"""Conditions of series (``holds:`` in their YAML); a broken one is reported at the cell that is
likely wrong.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from refdesk.data.formula import PATH, CellId, Cells, FormulaError, Range, is_known, rests_on
from refdesk.data.library import Library
from refdesk.data.series import Series, path_of
from refdesk.problems.problem import Problem, Rule, told_once
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
    for column in (rule["columns"] or "").split(","):
        named = (
            [re.sub(rf"\b{rule['name']}\b", column.strip(), part) for part in parts]
            if rule["name"]
            else parts
        )
        sides = [cells.formula(side, series) for side in named[::2]]
        for key in keys:
            taken: list[CellId] = []
            row = [side(key, taken) for side in sides]
            fits = all(map(_fits, row, named[1::2], row[1:])) if all(map(is_known, row)) else None
            yield _Case(text, key, tuple(dict.fromkeys(taken)), fits)


def check_site(site: Site) -> Iterator[Problem]:
    """Report conditions that do not hold or cannot be read, and exceptions that are not needed."""
    tested = _tested(site.library)
    yield from tested.problems
    found: dict[str, list[Problem]] = {}
    for problem in _wrong_cells(site.library, tested, stated(site)) if tested.broken else ():
        found.setdefault(problem.path, []).append(problem)
    for problems in found.values():
        yield from told_once(problems, _REPORTED)


class _Tested(NamedTuple):
    """What the data come to by themselves: mistakes of form, all cases, and those that are broken
    without a reason.
    """

    problems: list[Problem]
    cases: list[_Case]
    broken: list[_Case]


@lru_cache(maxsize=1)
def _tested(library: Library) -> _Tested:
    """Test the conditions of all series, which a preview need not do again while the data are the
    same.
    """
    made, cells = _Tested([], [], []), Cells(library.series)
    # what is said of others waits
    for series in (one for one in library.series.values() if one.sound):
        spec, problem = series.spec, partial(series.entry.problem, "bad-formula", series.id)
        excepted = {
            (one.rule, row): (at, n)
            for at, one in enumerate(spec.exceptions)
            for n, row in enumerate(one.rows)
        }
        needed: set[tuple[str, str]] = set()
        for index, text in enumerate(spec.holds):
            try:
                cases = list(_cases(cells, series, text))
                if all(one.fits is None for one in cases):
                    raise FormulaError("it says something of no row")
            except FormulaError as error:
                below = tuple(one for path in PATH.findall(text) for one in rests_on(library, path))
                made.problems.append(
                    problem(("holds", index), f"'{text}': {error}")._replace(rests_on=below)
                )
                needed |= {one for one in excepted if one[0] == text}
                continue
            made.cases.extend(cases)
            wrong = [one for one in cases if one.fits is False]
            made.broken.extend(one for one in wrong if (text, one.key) not in excepted)
            needed |= {(text, one.key) for one in wrong}
        for (rule, row), (at, n) in excepted.items():
            if (rule, row) not in needed:
                hint = did_you_mean(rule, spec.holds) if rule not in spec.holds else "Remove it"
                message = f"'{row}' needs no exception from '{rule}'"
                made.problems.append(problem(("exceptions", at, "rows", n), message, hint))
    return made


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
        suspicion: dict[CellId, tuple[bool, float]] = {}
        for cell, found in taking_part.items():
            is_key = cell[2] in library.series[cell[0]].spec.key
            wrong = len(found) + sum(one.slip is not None for one in said.get(cell, ()))
            suspicion[cell] = not is_key, wrong**2 / times[cell]
        name, key, column = worst = max(suspicion, key=suspicion.__getitem__)
        series = library.series[name]
        rules = dict.fromkeys(case.text for case in taking_part[worst])
        fail = f" and {len(rules) - 1} more do not hold" if len(rules) > 1 else " does not hold"
        message = (
            f"{series.rows[key][column].text} in '{column}' of {key}: '{next(iter(rules))}'{fail}"
        )
        beside = [
            other for other in suspicion if other != worst and suspicion[other] == suspicion[worst]
        ]
        others = " or ".join(f"'{other}' of {row}" for _, row, other in beside[:3])
        hint = f"Or {others} is wrong" if beside else ""
        problem = series.problem("does-not-hold", key, column, message, hint)
        below = (
            *(f"{one[0]}/*" for case in taking_part[worst] for one in case.cells),
            *rests_on(library, path_of(*worst)),
        )
        yield problem._replace(
            explains=tuple(path_of(*one) for one in (worst, *beside)), rests_on=below
        )
        broken = [case for case in broken if case not in taking_part[worst]]
