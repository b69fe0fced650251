"""What a page says of itself under its title: when it was reviewed, how long it takes to read, what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from refdesk.blocks.shown import citations, citing_pages
from refdesk.data.dates import spoken_date
from refdesk.pages.page import Page
from refdesk.site.site import Site

_WORDS_A_MINUTE = 220
_SHORT = 300  # words; a page with fewer is a table or a list, which nobody reads from end to end
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class PageFacts(NamedTuple):
    """``reviewed`` is a spoken date ('' when unknown), ``minutes`` is 0 for a page without running text.

    ``sources`` counts the distinct sources that the page cites in its text or shows in a block (the rows of a chart
    name theirs); ``single`` and ``conflicting`` count its citations that carry these marks of evidence.
    """

    reviewed: str
    minutes: int
    sources: int
    single: int
    conflicting: int

    @property
    def evidence(self) -> str:
        """The status of the evidence in one line ('' for a page that cites nothing)."""
        if not self.sources:
            return ""
        parts = [f"{self.sources} source{'s' if self.sources > 1 else ''}"]
        parts += _statements(self.single, "rests on a single source", "rest on a single source")
        parts += _statements(self.conflicting, "has conflicting sources", "have conflicting sources")
        return "; ".join(parts)


def _statements(count: int, one: str, many: str) -> list[str]:
    return [f"{count} statement {one}" if count == 1 else f"{count} statements {many}"] if count else []


def page_facts(site: Site, page: Page) -> PageFacts:
    """The facts of one page, counted in its text and in the blocks it holds."""
    marks = Counter(target.locator for target in citations(site, page))
    reviewed = str(page.meta.get("reviewed") or "")
    words = len(_WORD.findall(page.scan.masked[page.body_start :]))
    return PageFacts(
        spoken_date(reviewed) if re.fullmatch(r"\d{4}(-\d\d){0,2}", reviewed) else "",
        max(1, round(words / _WORDS_A_MINUTE)) if words >= _SHORT else 0,
        sum(page.uri in pages for pages in citing_pages(site).values()),
        marks["single source"],
        marks["conflicting"],
    )
