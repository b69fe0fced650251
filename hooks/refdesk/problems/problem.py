"""Problems and the closed catalogue of their codes.

A check yields ``Problem`` records and never prints; a report prints and never checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "notice"]

# What is said of extensions that are not there: their absence changes what pages come to.
HALF_CHECKED = "Until it is there, only the paths of links are checked, not anchors and the form of pages"


class Rule(NamedTuple):
    """What a problem code means.

    ``summary`` states the rule in one sentence, ``explanation`` says what breaks it (in Markdown), ``example`` breaks
    it, in ``language``; ``fix`` goes on from "To fix it,". Breaking an error fails a build, breaking a notice does not.
    ``section`` is the folder (or the module) of the rule.
    """

    code: str
    summary: str
    explanation: str
    example: str
    fix: str
    language: str = "markdown"
    severity: Severity = "error"
    section: str = ""


CATALOGUE: dict[str, Rule] = {}  # by code: filled with what the rules declare when they are loaded (rules/run.py)


class Problem(NamedTuple):
    """One broken rule at one place.

    ``path`` is relative to the root of the checkout, with forward slashes; ``line`` and ``column`` count from 1 in the
    file on disk. ``message`` states what is wrong, ``hint`` the likely fix (or is empty).
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue gives to this code."""
        return CATALOGUE[self.code].severity


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without repeats, sorted by path and place."""
    return sorted(set(problems))
