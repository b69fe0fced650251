"""Commitments: what is said to have become of one agrees with its number and with the calendar."""

import datetime
from collections.abc import Iterator

from refdesk.data.commitments import Result, result_of
from refdesk.data.library import Library
from refdesk.data.models import Commitment
from refdesk.problems.problem import Problem, Rule, Slip

_OPEN = frozenset({"under way", "awaited"})
RULES = (
    Rule(
        "wrong-status",
        explanation="A commitment is said to be met where its number falls short, missed where "
        "its number is enough or "
        "its date is still to come, open where the number of its year has come out, or awaited "
        "before it is due.",
        example="- id: share-2020\n  title: Basic research at 15% of R&D\n  by: An official\n  "
        "who: centre\n"
        "  made: '2006'\n  words: As much as 15% [@nbs-2026-02-28-communique-2025].\n  due: "
        "'2020'\n"
        "  measure: The share of basic research in R&D.\n"
        "  reach: {value: rd_national/2020/basic_share, at_least: 15}\n  status: met\n"
        "  evidence: It was 6.0% [@nbs-2026-02-28-communique-2025].",
        fix="write the status that the number gives, or correct the number, its path or the date.",
        file="docs/data/commitments.yml",
    ),
    Rule(
        "commitment-due",
        explanation="A commitment has fallen due and is said to be under way, or the day has "
        "come on which its result "
        "was to be looked for again.",
        example="- id: share-2020\n  title: Basic research at 15% of R&D\n  by: An official\n  "
        "who: centre\n"
        "  made: '2006'\n  words: As much as 15% [@nbs-2026-02-28-communique-2025].\n  due: "
        "'2020'\n"
        "  measure: The share of basic research in R&D.\n  status: under way\n"
        "  evidence: It was 6.0% [@nbs-2026-02-28-communique-2025].\n  look: '2021-09-01'",
        fix="look for the result: write what came of it, or `awaited`, and when to look again.",
        file="docs/data/commitments.yml",
        severity="notice",
    ),
)


def check_data(library: Library) -> Iterator[Problem]:
    """Report commitments whose status contradicts their number or the calendar, and those to be
    looked at again.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for one in library.entries(Commitment).values():
        is_due = one.due is not None and one.due < today[: len(one.due)]
        result = result_of(library, one)
        slip = _by_calendar(one, is_due=is_due) or (
            _by_number(one, result) if result is not None else None
        )
        if slip is not None:
            yield library.problem(slip.code, one, "status", slip.message, slip.hint)
        elif one.status == "under way" and is_due:
            message = f"it was due in {one.due}: what became of it?"
            yield library.problem("commitment-due", one, "status", message)
        elif one.status in _OPEN and one.look is not None and one.look <= today:
            message = f"its result was to be looked for from {one.look}"
            yield library.problem("commitment-due", one, "look", message)


def _by_calendar(one: Commitment, *, is_due: bool) -> Slip | None:
    """Return what the date of a commitment says against its status."""
    if is_due or one.status not in {"missed", "awaited"}:
        return None
    when = f"it is due in {one.due}" if one.due else "no date is named"
    return Slip("wrong-status", f"'{one.status}', but {when}", "Write 'under way'")


def _by_number(one: Commitment, result: Result) -> Slip | None:
    """Return what the number of a commitment says against its status."""
    is_of_the_year = one.due is not None and result.year >= one.due[:4]
    number = f"{result.value} of {result.year}" if result.year else f"{result.value}"
    against = f"'{one.status}', but the data have {number}, and {result.promised} was promised"
    if one.status == "met" and not result.is_reached:
        return Slip(
            "wrong-status",
            against,
            "Write 'missed'" if is_of_the_year else "Write 'awaited' or 'under way'",
        )
    if one.status == "missed" and result.is_reached:
        return Slip("wrong-status", against, "Write 'met'")
    if one.status == "missed" and not is_of_the_year:
        return Slip(
            "wrong-status",
            f"'missed', but the last number is {number}, not of {one.due}",
            "Write 'awaited'",
        )
    if one.status in _OPEN and is_of_the_year:
        return Slip("wrong-status", against, f"Write '{'met' if result.is_reached else 'missed'}'")
    if one.status == "not measurable":
        return Slip(
            "wrong-status", f"'not measurable', but {number} is to settle it", "Write what it shows"
        )
    return None
