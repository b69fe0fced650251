"""Claims: a paragraph with a figure, a date or a quotation carries a citation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.page import Page
from refdesk.problems import Problem
from refdesk.site import Site

# A figure: a number that states something, not a list number, a version or a name such as "0 to 1" or "14 nm".
_FIGURE = re.compile(
    r"\d[\d,.]*\s*(?:%|per cent\b|percent\b|(?:thousand|million|billion|trillion)\b|yuan\b|亿|万)"
    r"|\b(?:19|20)\d\d\b"
    r"|\d{1,3}(?:,\d{3})+\b"
)
_QUOTATION = re.compile(r"[“\"][^”\"\n]{12,}[”\"]")
_CODE = re.compile(r"`[^`\n]*`")
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\[[^\]]+\]:\s|<!--|\||:?-{3,}|!!!|\?\?\?|===|\[\^)")


def check(site: Site) -> Iterator[Problem]:
    """Paragraphs and list items of the house's pages that state something and cite nothing.

    Pages whose front matter says ``claims: false`` describe the site itself and are passed over.
    """
    if not site.library.present:
        return
    for page in site.pages.values():
        if page.meta.get("claims") is not False:
            yield from _page(page)


def _page(page: Page) -> Iterator[Problem]:
    for start, end in _paragraphs(page):
        text = page.scan.masked[start:end]
        if _NOT_PROSE.match(text):
            continue
        if any(span.kind != "term" and start <= span.start < end for span in page.scan.spans):
            continue
        plain = _CODE.sub(lambda match: " " * len(match.group()), text)
        plain = re.sub(r"\]\([^)\n]*\)", lambda match: " " * len(match.group()), plain)
        for pattern, what in ((_FIGURE, "a figure or a date"), (_QUOTATION, "a quotation")):
            match = pattern.search(plain)
            if match:
                message = f"this paragraph states {what} ('{match.group().strip()[:40]}') and cites no source"
                yield page.problem("uncited-claim", start + match.start(), message, "Add [@source] at its end")
                break


def _paragraphs(page: Page) -> Iterator[tuple[int, int]]:
    """The offsets of paragraphs: runs of lines that are not blank; each list item counts by itself."""
    start: int | None = None
    at = page.body_start
    for line in page.scan.masked[page.body_start :].split("\n"):
        item = re.match(r"\s*(?:[-*+]|\d+[.)])\s", line)
        if start is not None and (not line.strip() or item):
            yield start, at
            start = None
        if line.strip() and start is None:
            start = at
        at += len(line) + 1
    if start is not None:
        yield start, at - 1
