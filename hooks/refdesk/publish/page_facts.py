"""The facts under the title of a page: the day of its review, its reading time, the state of its evidence."""

import re
from typing import NamedTuple

from refdesk.blocks.shown import citations, citing_pages
from refdesk.data.dates import spoken_date
from refdesk.pages.page import Page
from refdesk.site.site import Site

_WORDS_A_MINUTE = 220
_SHORT = 300  # words; a page with fewer is a table or a list, for which no reading time is given
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class PageFacts(NamedTuple):
    """``reviewed`` is a spoken date ('' when unknown), ``minutes`` is 0 for a page without running text.

    ``sources`` counts the distinct sources that the page cites in its text or shows in a block (the rows of a chart
    name theirs). Of its citations (pairs of brackets) ``one_publisher`` counts those whose sources have one publisher,
    ``weak`` those with weak sources alone, ``conflicting`` those that carry this mark.
    """

    reviewed: str
    minutes: int
    sources: int
    one_publisher: int
    weak: int
    conflicting: int

    @property
    def evidence(self) -> str:
        """Return the state of the evidence in one line ('' for a page that cites nothing)."""
        if not self.sources:
            return ""
        counted = (
            (self.one_publisher, "rests on one publisher", "rest on one publisher each"),
            (self.weak, "rests on weak sources alone", "rest on weak sources alone"),
            (self.conflicting, "has conflicting sources", "have conflicting sources"),
        )
        told = [
            f"1 citation {one}" if count == 1 else f"{count} citations {many}" for count, one, many in counted if count
        ]
        return "; ".join([f"{self.sources} source{'s' if self.sources > 1 else ''}", *told])


def page_facts(site: Site, page: Page) -> PageFacts:
    """Count the facts of a page in its text and its blocks."""
    known = site.library.sources
    groups = [[known[target.name] for target in group if target.name in known] for group in citations(site, page)]
    words = len(_WORD.findall(page.scan.masked[page.body_start :]))
    return PageFacts(
        reviewed=spoken_date(page.reviewed) if page.reviewed else "",
        minutes=max(1, round(words / _WORDS_A_MINUTE)) if words >= _SHORT else 0,
        sources=sum(page.uri in pages for pages in citing_pages(site).values()),
        one_publisher=sum(len({source.publisher for source in group}) == 1 for group in groups),
        weak=sum(bool(group) and all(source.custom.weak for source in group) for group in groups),
        conflicting=sum(any(t.locator == "conflicting" for t in group) for group in citations(site, page)),
    )
