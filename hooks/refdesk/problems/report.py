"""Reports: problems as text for people, as annotations for GitHub, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from refdesk.problems.problem import Problem


class Report(NamedTuple):
    """The result of a check: the problems in order of place, and how many pages and references were
    checked.

    ``explained`` is the public address of the page that explains their codes, '' where there is
    none.
    """

    problems: tuple[Problem, ...]
    pages: int
    references: int
    explained: str = ""

    @property
    def failed(self) -> bool:
        """Return whether any problem is more than a notice."""
        return any(problem.severity == "error" for problem in self.problems)

    def only(self, paths: Iterable[str]) -> Report:
        """Return the report limited to some paths from the root: what is there, and what it follows
        from.
        """
        wanted = [path.rstrip("/") for path in paths]

        def is_wanted(problem: Problem) -> bool:
            files = [problem.path, *(place.path for place in problem.followers)]
            return any(
                path == "." or f"{file}/".startswith(f"{path}/")
                for path in wanted
                for file in files
            )

        return self._replace(problems=tuple(filter(is_wanted, self.problems)))


def line_of(problem: Problem) -> str:
    """Return one problem as one line: place, code, message, hint."""
    return printable(f"{problem.place}: {problem.code}: {sentence_of(problem)}")


# Characters that end a line, steer a terminal, or turn the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return the text on one line, with an escape sequence such as ``\\n`` in place of each control
    character.
    """
    return _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def sentence_of(problem: Problem) -> str:
    """Return message, hint and what follows from the problem, with full stops between them."""
    parts = [problem.message, problem.hint]
    if problem.followers:
        noun, why = (
            ("problem", "from this one") if problem.severity == "error" else ("notice", "like it")
        )
        parts.append(
            f"{_count(len(problem.followers), f'more {noun}')} {why}, as at {problem.followers[0]}"
        )
    *said, last = filter(None, parts)
    return " ".join(
        [*(part if part.endswith((".", "?", "!")) else f"{part}." for part in said), last]
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """Return the last line: how many problems and notices in how many pages and references."""
    errors = sum(problem.severity == "error" for problem in report.problems)
    notices = len(report.problems) - errors
    found = [
        _count(errors, "problem") if errors else "no problems",
        *([_count(notices, "notice")] if notices else []),
    ]
    return f"{', '.join(found)} in {report.pages} pages, {report.references} references"


def as_text(report: Report) -> str:
    """Return one line for each problem, then the summary."""
    return "\n".join([*map(line_of, report.problems), summary(report)])


def _escape(text: str, *, in_property: bool = False) -> str:
    text = printable(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def as_github(report: Report) -> str:
    """Return workflow commands that put each problem on its line of a pull request, then the
    summary.
    """
    return "\n".join(
        [*(_annotation(problem, report.explained) for problem in report.problems), summary(report)]
    )


def _annotation(problem: Problem, explained: str) -> str:
    more = f" ({explained}#{problem.code})" if explained else ""
    place = (
        f"file={_escape(problem.path, in_property=True)},line={problem.line},col={problem.column}"
    )
    return (
        f"::{problem.severity} {place},title={problem.code}::{_escape(sentence_of(problem))}{more}"
    )


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    fields = ("code", "severity", "path", "line", "column", "message", "hint")
    rows = [
        {field: getattr(problem, field) for field in fields}
        | {"followers": [str(place) for place in problem.followers]}
        for problem in report.problems
    ]
    found = {"pages": report.pages, "references": report.references, "problems": rows}
    return json.dumps(found, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
