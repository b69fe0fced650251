"""Lists: a blank line stands before the first item, and inner items are indented by four spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.bodies import indentation
from refdesk.checks.suspicion import Suspicion, word_end
from refdesk.pages.page import Page
from refdesk.probe import Trace

_ITEM = re.compile(r"^(?P<lead>[ \t>]*)(?P<mark>[-*+]|1\.)[ \t]+(?=\S)")


def check_page(page: Page) -> Iterator[Suspicion]:
    """Lists right below a line of text: they come out as text."""
    lines = page.scan.masked[page.body_start :].split("\n")
    at = page.body_start
    for number, line in enumerate(lines):
        match = _ITEM.match(line)
        above = lines[number - 1] if number else ""
        if match and above.strip(" \t>") and _introduces(above, line, lines[number + 1 : number + 2]):
            probe = word_end(page.text, at + match.end(), at + len(line))
            message = "this list stands directly below a line of text and comes out as text"
            offset = at + match.start("mark")
            yield Suspicion("lost-list", offset, message, "Put a blank line before it", probe, _is_no_item)
        at += len(line) + 1


_TOUCHING = re.compile(r"^[ \t>]*(?P<mark>-|\d+[.)])(?=[^\W\d_])[^\n]*\n[ \t>]*(?:-|\d+[.)])(?=[^\W\d_])", re.MULTILINE)


def without_space(page: Page) -> Iterator[Suspicion]:
    """Lists whose marks touch the text: they come out as text."""
    for match in _TOUCHING.finditer(page.scan.masked, page.body_start):
        if not page.text[page.text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()].strip():
            at, probe = match.start("mark"), match.end("mark")
            message = "this list has no space behind its marks and comes out as text"
            hint = f"Write {match['mark'].replace(')', '.')} text"
            yield Suspicion("lost-list", at, message, hint, probe, _is_no_item)


_PARENTHESIS = re.compile(
    r"^[ \t>]*(?P<mark>1\))[ \t]+(?P<text>\S[^\n]*)\n(?:[ \t>]*\n)*[ \t>]*2\)[ \t]+\S", re.MULTILINE
)


def with_parenthesis(page: Page) -> Iterator[Suspicion]:
    """Lists numbered 1) and 2): they come out as text, for a list is numbered with full stops."""
    for match in _PARENTHESIS.finditer(page.scan.masked, page.body_start):
        probe = word_end(page.text, *match.span("text"))
        message = "this list is numbered with a parenthesis and comes out as text"
        yield Suspicion("lost-list", match.start("mark"), message, "Write 1. text", probe, _is_no_item)


_OUTER = re.compile(r"(?:[-*+]|\d+\.)[ \t]+\S")
_INNER = re.compile(r"[ ]{2,3}(?P<mark>[-*+]|\d+\.)[ \t]+(?=\S)")
_MORE = re.compile(r"[ ]{2,3}(?=[^\s<#>|`~])")  # a second paragraph


def nested(page: Page) -> Iterator[Suspicion]:
    """Items and paragraphs indented by two or three spaces below an item: they come out beside it, not in it."""
    text = page.scan.masked
    if "\n  " not in text:
        return
    outer = False  # whether the line above belongs to an item at the margin
    apart = False  # whether it is blank
    at = page.body_start
    for line in text[page.body_start :].split("\n"):
        inner = _INNER.match(line) if outer else None
        more = _MORE.match(line) if outer and apart and inner is None else None
        if more is not None:
            probe = word_end(page.text, at + more.end(), at + len(line))
            message = "this paragraph is meant to stand in the item above and comes out beside it"
            yield Suspicion("lost-list", at + more.end(), message, "Indent it by four spaces", probe, _is_no_item)
        if inner is not None:
            probe = word_end(page.text, at + inner.end(), at + len(line))
            message = "this item is meant to stand in the one above and comes out beside it"
            yield Suspicion("lost-list", at + inner.start("mark"), message, "Indent it by four spaces", probe, _is_flat)
        if line.strip():
            outer = _OUTER.match(line) is not None or (outer and line.startswith(" ") and more is None)
        apart = not line.strip()
        at += len(line) + 1


def _is_flat(trace: Trace, number: int) -> bool:
    return number in trace.text and trace.text[number].items == 1


def _introduces(above: str, line: str, below: list[str]) -> bool:
    """Whether a line of text is meant to introduce the list below it, not to go on in it."""
    if re.match(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]", above) or above.lstrip().startswith(("|", "#")):
        return False
    if indentation(above) != indentation(line):
        return False
    follows = bool(below) and bool(re.match(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\S", below[0]))
    return above.rstrip().endswith((":", "：")) or follows


def _is_no_item(trace: Trace, number: int) -> bool:
    return number in trace.text and not trace.inside(number, "li") and trace.inside(number, "p", "dd", "td")
