"""The marks of a page (references, block markers) and the page with something put in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from refdesk.page import Page
from refdesk.scan import Marker, Span

Mark = Span | Marker


def marks_of(page: Page, is_block: Callable[[Marker], bool]) -> list[Mark]:
    """The references of a page and those of its markers that stand for a block, in order."""
    marks: list[Mark] = [span for span in page.scan.spans if span.end <= page.end]
    marks += [marker for marker in page.markers() if is_block(marker)]
    return sorted(marks, key=lambda mark: mark.start)


def put_in(page: Page, marks: Sequence[Mark], pieces: Iterable[str], tail: str) -> str:
    """The Markdown of a page (without front matter) with a piece in place of each mark, and a tail."""
    text = page.text[: page.end]
    parts: list[str] = []
    at = page.body_start
    for mark, piece in zip(marks, pieces, strict=True):
        parts += [text[at : mark.start], piece]
        at = mark.end
    parts.append(text[at:])
    return "".join(parts) + tail
