"""Expands a page: references become links, markers become blocks. No engine is needed.

A placeholder stands for each drawing until the page is finished (``charts.drawings``).
"""

from refdesk.blocks.desk import Desk
from refdesk.blocks.shown import blocks_of, citing_pages, holders, pages_with_series
from refdesk.pages.page import Page
from refdesk.pages.scan import Marker, Span
from refdesk.site.site import Site


def expand(site: Site, page: Page) -> str:
    """Returns the Markdown of a page without front matter, with references and markers expanded and sources listed.

    Unknown references, which the check reports, stay as they are written.
    """
    desk = Desk(site, page, holders(site), citing_pages(site), pages_with_series(site))
    blocks = {marker.start: (marker, block) for marker, block in blocks_of(site, page)}
    marks: list[Span | Marker] = [*page.scan.spans, *(marker for marker, _ in blocks.values())]
    parts: list[str] = []
    at = page.body_start
    for mark in sorted(marks, key=lambda mark: mark.start):
        parts.append(page.text[at : mark.start])
        if isinstance(mark, Marker):
            parts.append(blocks[mark.start][1].render(desk, mark.name))
        else:
            parts.append(desk.span(mark, mark.label))
        at = mark.end
    return "".join([*parts, page.text[at:], desk.moved_list(), desk.reference_list()])
