"""Allowed exceptions: known problems that a site lives with, each with a reason and a last day.

They stand in ``refdesk-exceptions.yml`` beside mkdocs.yml, outside the documentation folder. An exception lets every
problem pass that has its code, its path and its target in the message. One that is out of date lets nothing pass, and
one that nothing matches any more is itself a problem, so that the file never outlives its mistakes.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationError

from refdesk.data.entries import apart, field_problem
from refdesk.data.models import Record, Text
from refdesk.files.checkout import EXCEPTIONS
from refdesk.files.text import read_text
from refdesk.files.yaml import YamlFile, parse_yaml
from refdesk.problems.problem import CATALOGUE, Problem, Rule
from refdesk.problems.suggest import did_you_mean

RULES = (
    Rule(
        "exception",
        explanation=(
            "An entry of `refdesk-exceptions.yml` is not well formed, has expired, or matches no problem any more."
        ),
        example=(
            "- code: missing-page\n  path: docs/hubs/hefei.md\n  target: quantum.md\n  reason: The page is being "
            "written\n  expires: 2025-01-31"
        ),
        fix="remove the entry, or give it a later day and a reason that still holds.",
        language="yaml",
    ),
)

CODE = "exception"


def _day(value: str) -> str:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no day {value} (write 2026-04-30)") from None
    return value


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_day)]


class AllowedException(Record):
    """One entry of the file.

    ``path`` is a file as reports name it; ``target`` is what the message names (an address, a key, an id), whole.
    """

    code: Text
    path: Text
    target: Text
    reason: Text
    expires: Day

    def matches(self, problem: Problem) -> bool:
        """Whether a problem is the one that is meant: the target stands in its message, and not as a part of a word."""
        if problem.code != self.code or problem.path != self.path:
            return False
        whole = rf"(?<![\w/.%-]){re.escape(self.target)}(?![\w/%-])"
        return re.search(whole, problem.message) is not None


@dataclass(frozen=True)
class Exceptions:
    """The exceptions of a site, each with its number in the file, and what is wrong with the file."""

    yaml: YamlFile
    entries: tuple[tuple[int, AllowedException], ...]
    problems: tuple[Problem, ...]

    def apply(self, problems: Iterable[Problem], today: datetime.date) -> list[Problem]:
        """The problems that remain, and one for every exception that is out of date or no longer needed."""
        remaining = list(problems)
        own = list(self.problems)
        for index, entry in self.entries:
            matched = {problem for problem in remaining if entry.matches(problem)}
            if entry.expires < today.isoformat():
                hint = "Mend what it allows, or give it a later day" if matched else "It is no longer needed: remove it"
                own.append(
                    self.yaml.problem(CODE, (index, "expires"), f"this exception expired on {entry.expires}", hint)
                )
            elif matched:
                remaining = [problem for problem in remaining if problem not in matched]
            else:
                message = f"this exception is not needed: no {entry.code} in {entry.path} names '{entry.target}'"
                own.append(self.yaml.problem(CODE, (index,), message, "Remove it"))
        return remaining + own


def load_exceptions(root: Path) -> Exceptions:
    """The exceptions of the site in ``root``, which has such a file."""
    yaml = parse_yaml(read_text(root / EXCEPTIONS, EXCEPTIONS))
    problems = [problem._replace(code=CODE) for problem in yaml.problems]
    items = yaml.data
    if items is None:
        items = []
    if not isinstance(items, list):
        problems.append(yaml.problem(CODE, (), "must be a list of entries, each beginning with '- code:'"))
        items = []
    entries: list[tuple[int, AllowedException]] = []
    seen: dict[tuple[str, str, str], int] = {}
    for index, item in enumerate(items):
        try:
            entry = AllowedException.model_validate(item)
        except ValidationError as error:
            found = (field_problem(yaml, (index,), detail, item, AllowedException) for detail in apart(error.errors()))
            problems += [problem._replace(code=CODE) for problem in found]
            continue
        first = seen.setdefault((entry.code, entry.path, entry.target), yaml.place((index,)).line)
        if entry.code not in CATALOGUE or entry.code == CODE:
            known = [code for code in CATALOGUE if code != CODE]
            message = f"'{entry.code}' is no code of a problem that can be allowed"
            problems.append(yaml.problem(CODE, (index, "code"), message, did_you_mean(entry.code, known)))
        elif first != yaml.place((index,)).line:
            problems.append(yaml.problem(CODE, (index,), f"this exception stands already at line {first}", "Remove it"))
        else:
            entries.append((index, entry))
    return Exceptions(yaml, tuple(entries), tuple(problems))


def with_exceptions(root: Path, problems: Sequence[Problem]) -> Sequence[Problem]:
    """What remains of the problems, and what is wrong with the exceptions themselves; most sites have none."""
    if not os.path.lexists(root / EXCEPTIONS):
        return problems
    return load_exceptions(root).apply(problems, datetime.datetime.now(tz=datetime.UTC).date())
