"""The paragraphs of a page, as offsets of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.pages.page import Page

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def paragraphs(page: Page) -> Iterator[tuple[int, int]]:
    """Where each run of lines that are not blank begins and ends; each list item counts by itself."""
    start: int | None = None
    at = page.body_start
    for line in page.scan.masked[page.body_start :].split("\n"):
        if start is not None and (not line.strip() or _ITEM.match(line)):
            yield start, at
            start = None
        if line.strip() and start is None:
            start = at
        at += len(line) + 1
    if start is not None:
        yield start, at - 1
