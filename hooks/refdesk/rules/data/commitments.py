"""Commitments: what is said to have become of one agrees with its number and with the calendar."""

import datetime
from collections.abc import Iterator

from refdesk.data.commitments import Result, result_of
from refdesk.data.library import Library
from refdesk.data.models import Commitment
from refdesk.problems.decisions import tally
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
        tally("wrong-status", decided=is_due or result is not None)
        tally("commitment-due", decided=one.look is not None or is_due)
        slip = _by_calendar(one, is_due=is_due)
        if slip is None and result is not None:
            slip = _by_number(one, result)
        if slip is not None:
            yield library.problem((one, "status"), slip)
        else:
            yield from _to_look_at(library, one, today, is_due=is_due)


def _to_look_at(
    library: Library, one: Commitment, today: str, *, is_due: bool
) -> Iterator[Problem]:
    """Report a commitment whose result is to be looked for."""
    if one.status == "under way" and is_due:
        message = f"it was due in {one.due}: what became of it?"
        yield library.problem((one, "status"), Slip("commitment-due", message))
    elif one.status in _OPEN and one.look is not None and one.look <= today:
        message = f"its result was to be looked for from {one.look}"
        yield library.problem((one, "look"), Slip("commitment-due", message))


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
    match one.status:
        case "met" if not result.is_reached:
            hint = "Write 'missed'" if is_of_the_year else "Write 'awaited' or 'under way'"
            return Slip("wrong-status", against, hint)
        case "missed" if result.is_reached:
            return Slip("wrong-status", against, "Write 'met'")
        case "missed" if not is_of_the_year:
            message = f"'missed', but the last number is {number}, not of {one.due}"
            return Slip("wrong-status", message, "Write 'awaited'")
        case "under way" | "awaited" if is_of_the_year:
            hint = f"Write '{'met' if result.is_reached else 'missed'}'"
            return Slip("wrong-status", against, hint)
        case "not measurable":
            message = f"'not measurable', but {number} is to settle it"
            return Slip("wrong-status", message, "Write what it shows")
    return None
