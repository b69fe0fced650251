"""Reports: problems as text for people, as annotations for GitHub, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from refdesk.problems.problem import Problem


class Report(NamedTuple):
    """What a check found: problems in order of place, and how much was looked at."""

    problems: tuple[Problem, ...]
    pages: int
    references: int

    @property
    def failed(self) -> bool:
        """Whether any problem is more than a notice."""
        return any(problem.severity == "error" for problem in self.problems)

    def only(self, paths: Iterable[str]) -> Report:
        """The report without what lies outside the given files and folders (relative to the root)."""
        wanted = [path.rstrip("/") for path in paths]
        kept = (p for p in self.problems if any(w == "." or f"{p.path}/".startswith(f"{w}/") for w in wanted))
        return Report(tuple(kept), self.pages, self.references)


GITHUB_LIMIT = 10  # GitHub shows no more annotations of a kind in one step


def line_of(problem: Problem) -> str:
    """One problem as one line: place, code, message, hint."""
    return spelled(f"{problem.path}:{problem.line}:{problem.column}: {problem.code}: {sentence_of(problem)}")


# Signs that end a line, steer a terminal, or turn the direction of writing.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def spelled(text: str) -> str:
    """A text on one line, in which nothing steers the terminal."""
    return _STEERING.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def sentence_of(problem: Problem) -> str:
    """Message and hint, with a full stop between them."""
    stop = "." if problem.hint and not problem.message.endswith((".", "?", "!")) else ""
    return f"{problem.message}{stop} {problem.hint}".rstrip()


def total(problems: Sequence[Problem], pages: int, references: int) -> str:
    """The closing line: how many problems and notices in how many pages and references."""
    errors = sum(problem.severity == "error" for problem in problems)
    notices = len(problems) - errors
    found = f"{errors} problem{'' if errors == 1 else 's'}" if errors else "no problems"
    if notices:
        found += f", {notices} notice{'' if notices == 1 else 's'}"
    return f"{found} in {pages} pages, {references} references"


def as_text(problems: Sequence[Problem], pages: int, references: int) -> str:
    """One line a problem, then a total."""
    lines = [line_of(problem) for problem in problems]
    return "\n".join([*lines, total(problems, pages, references)])


def _escape(text: str, *, in_property: bool = False) -> str:
    text = spelled(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def as_github(problems: Sequence[Problem], pages: int, references: int) -> str:
    """Workflow commands that put each problem on its line of a pull request, then the total.

    What exceeds the number of annotations that GitHub shows follows as plain lines, below a line that counts it.
    """
    lines: list[str] = []
    for severity in ("error", "notice"):
        of_kind = [problem for problem in problems if problem.severity == severity]
        lines += [_annotation(problem) for problem in of_kind[:GITHUB_LIMIT]]
        more = of_kind[GITHUB_LIMIT:]
        if more:
            noun = ("problem" if severity == "error" else "notice") + ("" if len(more) == 1 else "s")
            lines.append(f"{len(more)} more {noun} without an annotation (GitHub shows {GITHUB_LIMIT} of a kind):")
            lines += [line_of(problem) for problem in more]
    return "\n".join([*lines, total(problems, pages, references)])


def _annotation(problem: Problem) -> str:
    place = f"file={_escape(problem.path, in_property=True)},line={problem.line},col={problem.column}"
    return f"::{problem.severity} {place},title={problem.code}::{_escape(sentence_of(problem))}"


def as_json(problems: Sequence[Problem], pages: int, references: int) -> str:
    """The report as one JSON object."""
    fields = ("code", "severity", "path", "line", "column", "message", "hint")
    rows = [{field: getattr(problem, field) for field in fields} for problem in problems]
    return json.dumps({"pages": pages, "references": references, "problems": rows}, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Sequence[Problem], int, int], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
