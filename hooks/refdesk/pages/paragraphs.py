"""The paragraphs of a page."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page

_PARAGRAPH = re.compile(r"^[ \t]*\S.*(?:\n(?!\s*(?:[-*+]|\d+[.)])\s)[ \t]*\S.*)*", re.MULTILINE)


def paragraphs(page: Page) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines that are not blank begins and ends; each list item counts by itself."""
    return (match.span() for match in _PARAGRAPH.finditer(page.scan.masked, page.body_start))
