"""Headings: each has words."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem

_WORDLESS = re.compile(r"^[ \t>]*(?P<marks>#{1,6})(?P<rest>[ \t]*(?:#*|\{[^{}\n]*\})[ \t]*)$", re.MULTILINE)


def check_text(page: Page) -> Iterator[Problem]:
    """Headings that hold nothing but an attribute list, or not even that."""
    for match in _WORDLESS.finditer(page.scan.masked, page.body_start):
        if page.text[match.start("rest") : match.end()] == match["rest"]:  # else its words are code
            yield page.problem("heading-order", match.start("marks"), "this heading has no words", "Write its words")
