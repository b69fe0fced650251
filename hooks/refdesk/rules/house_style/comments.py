"""Comments: each ends before the next one begins."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.pages.scan import mask
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "unclosed-comment",
        explanation="A comment does not end before the next one begins, or never. What stands between is lost.",
        example="<!-- to be checked\n\nThe text goes on here.",
        fix="end the comment with `-->`.",
    ),
)

_BEGIN, _END = "<!--", "-->"
_ENDS_BEFORE = re.compile(r"<!---?>|--!>")
_NO_COMMENT = re.compile(r"<(?:!-|!?[–—]|-{2,3}|![ \t]+--?)(?![->])[^\n<>]*(?:--|[–—])>")


def check_text(page: Page) -> Iterator[Problem]:
    """Comments that run into the next one or never end, and such as do not begin as a comment does."""
    text = mask(page.text, comments=False)  # where one begins in code, it is none
    at = text.find(_BEGIN, page.body_start)
    while at >= 0:
        following = text.find(_BEGIN, at + len(_BEGIN))
        end = page.text.find(_END, at + len(_BEGIN))
        if end < 0 or 0 <= following < end or _ENDS_BEFORE.search(page.text, at, end + len(_END)):
            message = "this comment never ends" if end < 0 else "this comment does not end before the next one begins"
            if end >= 0 and not 0 <= following < end:
                message = "a browser ends this comment before its end"
            yield page.problem("unclosed-comment", at, message, "End it with -->")
        at = following if end >= 0 else -1
    for match in _NO_COMMENT.finditer(page.scan.masked, page.body_start):
        message = "this comment does not begin with <!--; readers see it"
        yield page.problem("unclosed-comment", match.start(), message, "Begin it with <!--")
