"""Lists: each item begins with a mark that Markdown knows."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem

_MARKS = (r"[•●▪◦‣–]", r"-(?=[^\W\d_])", r"\d+\)", r"\d+\.(?=[^\W\d_])", r"[0-9０-９]+[．、）]")
_LISTS = tuple(
    re.compile(rf"^[ \t>]*(?P<mark>{mark})[ \t]*(?=\S)[^\n]*\n(?:[ \t>]*\n)?[ \t>]*{mark}[ \t]*\S", re.MULTILINE)
    for mark in _MARKS
)


def check_text(page: Page) -> Iterator[Problem]:
    """Lists: each item begins with ``- `` or ``1. ``; two lines with the same other mark are no list."""
    for pattern in _LISTS:
        for match in pattern.finditer(page.scan.masked, page.body_start):
            message = f"'{match['mark']}' begins no list: its items come out as one paragraph"
            hint = "Write - text, or 1. text: the mark, a space and the text"
            yield page.problem("lost-list", match.start("mark"), message, hint)
