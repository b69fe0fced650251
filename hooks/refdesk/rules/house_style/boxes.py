"""Boxes: a first line with a kind and a title, and a text indented below it."""

import re
from collections.abc import Iterator

from refdesk.files.text import indentation
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean

RULES = (
    Rule(
        "lost-box",
        explanation="The first line of a box is not understood, or names a kind that the theme does not draw.",
        example="!!! note The budget of Shandong\n\n    Text of the box.",
        fix='write the mark, the kind and the title in double quotes: `!!! note "Title"`, `??? note "Title"`.',
    ),
    Rule(
        "unindented-body",
        explanation="A box has no text that is indented, so its text stands outside.",
        example="!!! note\nThis should stand in the box.",
        fix="begin each line of the text with four spaces.",
    ),
)

# The kinds of boxes that the theme draws.
_KINDS = (
    "note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote",
)  # fmt: skip

_BOX_LINE = re.compile(r"^(?P<lead>[ \t>]*)(?P<box>(?:!{2,}|\?{2,})\+?[ \t]*(?:[\w\"'][^\n]*)?)$", re.MULTILINE)
_BOX = re.compile(r'(?:!!!|\?\?\?\+?) (?P<kind>[\w-]+)(?: "[^"]*")?[ \t]*')
WRITE_BOX = 'Write !!! note "Title", and its text below it, indented by four spaces'


def check_text(page: Page) -> Iterator[Problem]:
    """Reports boxes that do not begin with ``!!! kind "Title"`` (or ``???``, ``???+``) or have no indented body."""
    for match in _BOX_LINE.finditer(page.scan.masked, page.body_start):
        box = _BOX.fullmatch(match["box"])
        at = match.start("box")
        if box is None:
            yield page.problem("lost-box", at, "this is not the first line of a box and comes out as text", WRITE_BOX)
        elif box["kind"] not in _KINDS:
            hint = did_you_mean(box["kind"], _KINDS) or f"Kinds: {', '.join(_KINDS)}"
            at = match.start("box") + box.start("kind")
            yield page.problem("lost-box", at, f"no kind of box is called '{box['kind']}'", hint)
        elif not _has_body(page.text, match):
            message = "this box has no text: none below it is indented by four spaces"
            yield page.problem("unindented-body", at, message, WRITE_BOX)


def _has_body(text: str, match: re.Match[str]) -> bool:
    """Whether the next line of text stands four spaces deeper than the first line of a box."""
    below = next((line for line in text[match.end() :].split("\n") if line.strip(" \t>")), "")
    return indentation(below) >= indentation(match["lead"] + "x") + 4
