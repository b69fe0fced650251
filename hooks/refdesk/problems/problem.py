"""Problems and the closed catalogue of their codes."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeVar

P = TypeVar("P")
Severity = Literal["error", "notice"]


class Rule(NamedTuple):
    """What a problem code means.

    ``explanation`` says what breaks it (in Markdown), ``example`` breaks it in ``file``, or on a
    page; ``fix`` goes on from "To fix it,". An error fails a build, a notice does not. ``section``
    is the folder (or the module) of the rule. ``after`` are codes of mistakes that may be the cause
    of this one: while one of them is reported, this one is not.
    """

    code: str
    explanation: str
    example: str
    fix: str
    file: str = ""
    severity: Severity = "error"
    section: str = ""
    after: tuple[str, ...] = ()


# by code: filled with what the rules declare when they are loaded (rules/run.py)
CATALOGUE: dict[str, Rule] = {}


Swap = tuple[str, str]  # what is written, and what is certainly meant


class Replacement(NamedTuple):
    """The certain correction of a problem: at an offset of its TextFile, one text for another."""

    start: int
    old: str
    new: str

    @property
    def end(self) -> int:
        """Return the offset behind what is replaced."""
        return self.start + len(self.old)


class Slip(NamedTuple):
    """What is wrong with a text, an address or a number, at an offset in it."""

    code: str
    message: str
    hint: str = ""
    swap: Swap | None = None
    offset: int = 0

    def at(self, place: P) -> tuple[str, P, str, str, Swap | None]:
        """Return the arguments of ``problem`` of whatever holds the place: a page, a file, a text
        field, an entry.
        """
        return self.code, place, self.message, self.hint, self.swap


class Problem(NamedTuple):
    """One broken rule at one place.

    ``path`` is relative to the root of the checkout, with forward slashes; ``line`` and ``column``
    count from 1 in the file on disk. ``message`` states what is wrong, ``hint`` the likely fix (or
    is empty), ``replace`` the certain one. ``rests_on`` are the things that it is about besides its
    own file: paths of files (``docs/hubs/hefei.md``), of ids on pages (``docs/hubs/hefei.md#labs``,
    ``#labs`` on any) and of cells (``rd_national/2024/total``), places; ``explains`` those that are
    wrong themselves, so that whatever rests on them follows from this problem. ``followers`` are
    the places of the problems that are not listed for that reason.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    replace: Replacement | None = None
    rests_on: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return the place as ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"


def told_once(problems: Sequence[Problem], rows: int) -> list[Problem]:
    """Return the problems of some of the rows of a table; where most have one, the others follow
    from the first.
    """
    if 2 * len(problems) <= max(rows, 4):
        return [*problems]
    first, *others = problems
    first = first._replace(explains=(*first.explains, first.place))
    return [first, *(one._replace(rests_on=(first.place, *one.rests_on)) for one in others)]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats: first those from which others follow, then by path and
    place, then notices.

    A problem that rests on what another explains is named there and not listed; a notice explains
    only notices.
    """
    found = {problem[:7]: problem for problem in problems}  # by all that a reader is told
    listed = [found[key] for key in sorted(found)]
    causes: dict[str, Problem] = {}
    for problem in listed:
        for thing in problem.explains:
            causes.setdefault(thing, problem)

    def cause_of(problem: Problem, *below: Problem) -> Problem:
        found = (causes.get(one, problem) for one in (*problem.rests_on, problem.path))
        hides = {"error", problem.severity}  # a mistake is never told below a notice
        cause = next(
            (other for other in found if other is not problem and other.severity in hides), problem
        )
        return problem if cause in (problem, *below) else cause_of(cause, problem, *below)

    told: dict[Problem, list[str]] = {}
    for problem in listed:
        cause = cause_of(problem)
        told.setdefault(cause, []).extend([] if cause is problem else [problem.place])
    ordered = [
        problem._replace(followers=tuple(told[problem])) for problem in listed if problem in told
    ]
    return sorted(ordered, key=lambda problem: (problem.severity != "error", not problem.followers))
