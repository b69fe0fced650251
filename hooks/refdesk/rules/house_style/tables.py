"""Tables: a blank line stands behind the last row."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem

# A row, and below it a line of text that is none.
_TEXT_BELOW = re.compile(r"^(?P<lead>[ \t>]*)\|[^\n]*\|[ \t]*\n(?P=lead)(?P<text>[^\s|<{-][^\n]*)$", re.MULTILINE)


def check_text(page: Page) -> Iterator[Problem]:
    """Text right below a table, which comes out as one more row."""
    for match in _TEXT_BELOW.finditer(page.scan.masked, page.body_start):
        message = "this text stands directly below a table and comes out as a row of it"
        yield page.problem("ragged-table", match.start("text"), message, "Put a blank line before it")
