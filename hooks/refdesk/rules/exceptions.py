"""Exceptions: known problems that are allowed for a time, each with a reason and a last day.

They stand in ``refdesk-exceptions.yml`` beside mkdocs.yml, outside the documentation folder. An exception allows
every problem with its code, its path and its target in the message. One that has expired, or that matches no problem
any more, is itself a problem, so that the file does not outlive the problems.
"""

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from refdesk.data.entries import apart, field_problem
from refdesk.data.models import Day, Record, Text
from refdesk.files.checkout import EXCEPTIONS
from refdesk.files.text import read_text
from refdesk.files.yaml import parse_yaml
from refdesk.problems.problem import CATALOGUE, Problem, Rule
from refdesk.problems.suggest import did_you_mean

RULES = (
    Rule(
        "exception",
        explanation="An entry of `refdesk-exceptions.yml` is malformed, has expired, or matches no problem any more.",
        example="- code: nav\n  path: mkdocs.yml\n  target: hubs.md\n  reason: In work\n  expires: 2025-01-31",
        fix="remove the entry, or give it a later day and a reason that still holds.",
        language="yaml",
    ),
)

CODE = "exception"


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
        """Whether the exception is for this problem: its message contains the target as a whole word."""
        if problem.code != self.code or problem.path != self.path:
            return False
        whole = rf"(?<![\w/.%-]){re.escape(self.target)}(?![\w/%-])"
        return re.search(whole, problem.message) is not None


def with_exceptions(root: Path, problems: Sequence[Problem]) -> Sequence[Problem]:
    """Returns the problems that no exception allows, and the problems of the exceptions themselves."""
    if not os.path.lexists(root / EXCEPTIONS):
        return problems
    yaml = parse_yaml(read_text(root / EXCEPTIONS, EXCEPTIONS))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    own = [*yaml.problems]
    if not isinstance(yaml.data, list | None):
        own.append(yaml.problem(CODE, (), "must be a list of entries, each beginning with '- code:'"))
    remaining = list(problems)
    for index, item in enumerate(yaml.data if isinstance(yaml.data, list) else ()):
        try:
            entry = AllowedException.model_validate(item)
        except ValidationError as error:
            own += [field_problem(yaml, (index,), one, item, AllowedException) for one in apart(error.errors())]
            continue
        matched = [problem for problem in remaining if entry.matches(problem)]
        if entry.code not in CATALOGUE or entry.code == CODE:
            hint = did_you_mean(entry.code, CATALOGUE.keys() - {CODE})
            message = f"'{entry.code}' is no code of a problem that can be allowed"
            own.append(yaml.problem(CODE, (index, "code"), message, hint))
        elif not matched:
            message = f"this exception is not needed: no {entry.code} in {entry.path} names '{entry.target}'"
            own.append(yaml.problem(CODE, (index,), message, "Remove it"))
        elif entry.expires < today:
            message, hint = (
                f"this exception expired on {entry.expires}",
                "Correct what it allows, or set a later day",
            )
            own.append(yaml.problem(CODE, (index, "expires"), message, hint))
        else:
            remaining = [problem for problem in remaining if problem not in matched]
    return [*remaining, *(problem._replace(code=CODE) for problem in own)]
