"""Problems and the closed catalogue of their codes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypedDict, Unpack

from refdesk.problems import things
from refdesk.problems.things import Thing

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


class Place(NamedTuple):
    """A file, by its path from the root, and a line and a column in it, which count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return the place as ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"


class Causes(TypedDict, total=False):
    """What a problem rests on besides its own file, and what it explains."""

    rests_on: Iterable[Thing]
    explains: Iterable[Thing]


class Problem(NamedTuple):
    """One broken rule at one place.

    ``path`` is relative to the root of the checkout, with forward slashes; ``line`` and ``column``
    count from 1 in the file on disk. ``message`` states what is wrong, ``hint`` the likely fix (or
    is empty), ``replace`` the certain one. ``rests_on`` are the things that it is about besides its
    own file; ``explains`` those that are wrong themselves, so that whatever rests on them follows
    from this problem. ``followers`` are the places of the problems that are not listed for that
    reason.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    replace: Replacement | None = None
    rests_on: tuple[Thing, ...] = ()
    explains: tuple[Thing, ...] = ()
    followers: tuple[Place, ...] = ()

    @property
    def place(self) -> Place:
        """Return the place."""
        return Place(self.path, self.line, self.column)

    def with_causes(self, **causes: Unpack[Causes]) -> "Problem":
        """Return the problem with more that it explains and, before all else, rests on."""
        return self._replace(
            rests_on=(*causes.get("rests_on", ()), *self.rests_on),
            explains=(*self.explains, *causes.get("explains", ())),
        )


def problem_at(
    place: Place, slip: Slip, replace: Replacement | None = None, **causes: Unpack[Causes]
) -> Problem:
    """Return the problem that a slip is at a place.

    Whatever holds a text has a function ``problem`` with the same signature, whose places are its
    own.
    """
    told = Problem(*place, slip.code, slip.message, slip.hint, replace=replace)
    return told.with_causes(**causes)


def told_once(problems: Sequence[Problem], rows: int) -> list[Problem]:
    """Return the problems of some of the rows of a table; where most have one, the others follow
    from the first.
    """
    if 2 * len(problems) <= max(rows, 4):
        return [*problems]
    first, *others = problems
    where = things.place(*first.place)
    return [
        first.with_causes(explains=[where]),
        *(other.with_causes(rests_on=[where]) for other in others),
    ]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats: first those from which others follow, then by path and
    place, then notices.

    A problem that rests on what another explains is named there and not listed; a notice explains
    only notices.
    """
    found = {problem[:7]: problem for problem in problems}  # by all that a reader is told
    listed = [found[key] for key in sorted(found)]
    causes: dict[Thing, Problem] = {}
    for problem in listed:
        for thing in problem.explains:
            causes.setdefault(thing, problem)
    followers: dict[Problem, list[Place]] = {}
    for problem in listed:
        cause = _first_cause(problem, causes)
        of_cause = followers.setdefault(cause, [])
        if cause is not problem:
            of_cause.append(problem.place)
    ordered = [
        problem._replace(followers=tuple(followers[problem]))
        for problem in listed
        if problem in followers
    ]
    return sorted(ordered, key=lambda problem: (problem.severity != "error", not problem.followers))


def _first_cause(problem: Problem, causes: Mapping[Thing, Problem]) -> Problem:
    """Return the problem from which another follows, over those between; itself where none does."""
    on_the_way = [problem]
    while (cause := _cause(on_the_way[-1], causes)) is not None and cause not in on_the_way:
        on_the_way.append(cause)
    return on_the_way[-1]


def _cause(problem: Problem, causes: Mapping[Thing, Problem]) -> Problem | None:
    """Return the problem that explains the first thing on which another rests, if any."""
    for thing in (*problem.rests_on, things.file(problem.path)):
        cause = causes.get(thing, problem)
        is_told_above = cause.severity in {"error", problem.severity}  # no mistake below a notice
        if cause is not problem and is_told_above:
            return cause
    return None
