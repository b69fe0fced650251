"""Invisible characters: direction marks, zero-width spaces, control characters."""

import re
import unicodedata
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "invisible-character",
        explanation="A character that nobody sees keeps readers from finding words. Here it is a blank without width.",
        example="The share of basic\u200b research",
        fix="remove the character at the place that is named.",
    ),
)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ue000-\uf8ff\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]"
)


def check_text(page: Page) -> Iterator[Problem]:
    """Report each such character in the file of a page, front matter and code included."""
    for match in _INVISIBLE.finditer(page.text):
        name = unicodedata.name(match.group(), "a control character").lower()
        message = f"a character that nobody can read stands here: U+{ord(match.group()):04X}, {name}"
        yield page.problem("invisible-character", match.start(), message, "Remove it")
