"""Marks of emphasis and code: each has its other half in the same paragraph, item or cell."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby

from refdesk.files.text import blank
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "stray-mark",
        explanation="A mark of emphasis or code has no other half in its paragraph, or is none of this site: `~~`.",
        example="The **main reason is money.",
        fix="write the other half, or `\\*` for a sign that is meant. Titles and descriptions know no markup.",
    ),
)

_APART = re.compile(  # where no marks are: targets of links, tags, addresses, definitions, attribute lists
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|</?\w[^<>]*>|\bhttps?://[^\s<>()\[\]*`]+|\{[^{}\n]*\}"
    r"|^[ \t>]*(?:\*?\[[^\]\n^][^\]\n]*\]:|`{3,}|~{3,})[^\n]*",
    re.MULTILINE,
)
_BLOCK_LINE = re.compile(
    r"^[ \t>]*(?:$|[-*+][ \t]|\d+\.[ \t]|!!!|\?\?\?|\[\^|(?P<whole>#{1,6}[ \t][^\n]*|\|[^\n]*))", re.MULTILINE
)
_BAR = re.compile(r"(?<!\\)\|")
_EMPHASIS = (re.compile(r"(?<!\\)\*+"), re.compile(r"(?<![\w\\])__(?=[^\W_])|(?<=[^\W_])__(?!\w)"))
_TICKS = re.compile(r"(?<!\\)`+")


def check_text(page: Page) -> Iterator[Problem]:
    """Reports marks of emphasis and code that are not closed in their paragraph, item or cell."""
    text = _APART.sub(lambda match: blank(match.group()), page.scan.masked)
    wrong = [
        (match.start(), match.group()) for match in _TICKS.finditer(text, page.body_start)
    ]  # closed code is masked
    cuts = list(_cuts(text, page.body_start))
    for pattern in _EMPHASIS:
        marks = pattern.finditer(text, page.body_start)
        for _, stretch in groupby(marks, lambda mark: bisect_right(cuts, mark.start())):
            wrong += _unpaired(page.text, stretch)
    for at, mark in wrong:
        message = f"the mark '{mark}' has no other half in its paragraph, item or cell, and comes out as text"
        yield page.problem("stray-mark", at, message, f"Close it, or write \\{mark} for the sign itself")


def _cuts(text: str, start: int) -> Iterator[int]:
    """Yields the offsets at which paragraphs, items, headings, cells and footnotes begin and end."""
    for match in _BLOCK_LINE.finditer(text, start):
        yield match.start()
        if match["whole"] is not None:
            yield from (bar.end() for bar in _BAR.finditer(text, *match.span("whole")))
            yield match.end()


def _unpaired(text: str, marks: Iterable[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """Yields the unpaired marks of one sign in one stretch of text."""
    waiting: list[tuple[int, int]] = []  # the offset of an open mark, and how many of its characters are unpaired
    for match in marks:
        left = len(match.group())
        closes = not text[match.start() - 1 : match.start()].isspace()
        opens = not text[match.end() : match.end() + 1].isspace() and match.end() < len(text)
        while closes and left and waiting:
            at, size = waiting.pop()
            closed = min(size, left)
            left -= closed
            if size > closed:
                waiting.append((at, size - closed))
        if left and opens:
            waiting.append((match.start(), left))
        elif left and closes:
            yield match.start(), match.group()
    yield from ((at, text[at : at + size]) for at, size in waiting)
