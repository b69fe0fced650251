"""The paragraphs of a page, and what they state: numbers as plain text, beside the sources that they cite."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.pages.page import Page

_PARAGRAPH = re.compile(r"^[ \t]*\S.*(?:\n(?!\s*(?:[-*+]|\d+[.)])\s)[ \t]*\S.*)*", re.MULTILINE)


def paragraphs(page: Page) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines that are not blank begins and ends; each list item counts by itself."""
    return (match.span() for match in _PARAGRAPH.finditer(page.scan.masked, page.body_start))


# A number with a percent sign or a scale; bare numbers are too often something else.
_STATED = re.compile(
    r"(?<![\w.,/\[(:-])(?P<number>\d[\d,]*(?:\.\d+)?)\s?"
    r"(?P<unit>%|per cent\b|percent\b|(?:thousand|million|billion|trillion)(?:\s+(?:yuan|CNY|RMB|dollars))?\b)"
)
MIN_DIGITS = 3  # "7%" equals too many cells by chance


class Statement(NamedTuple):
    """A paragraph: where it begins, its text, the sources it cites (in order of name), its plain numbers.

    Each number has the offset at which it stands in the paragraph, and is given as it is written.
    """

    start: int
    text: str
    cited: tuple[str, ...]
    numbers: tuple[tuple[int, str], ...]


def statements(page: Page) -> Iterator[Statement]:
    """Yield every such paragraph of a page; those that describe the site itself have none."""
    if page.is_about_site:
        return
    for start, end in paragraphs(page):
        text = page.scan.masked[start:end]
        candidates = [
            match
            for match in _STATED.finditer(text)
            if len(match["number"].replace(",", "").replace(".", "").strip("0")) >= MIN_DIGITS
        ]
        if not candidates:
            continue
        spans = [span for span in page.scan.spans if start <= span.start < end]
        numbers = tuple(
            (match.start(), match.group())
            for match in candidates
            if not any(span.start <= start + match.start() < span.end for span in spans)
        )
        cited = {target.name for span in spans if span.kind == "citation" for target in span.targets}
        if numbers and cited:
            yield Statement(start, text, tuple(sorted(cited)), numbers)
