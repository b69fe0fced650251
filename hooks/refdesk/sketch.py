"""A page as a check renders it: with all its links, ids and headings, without what only readers need.

What a sketch renders to (``refdesk.render.Rendered``) equals what the expanded page renders to; a test holds them
against each other, page by page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from refdesk.charts.placed import stand_in
from refdesk.collector import outline
from refdesk.expand import PageDesk
from refdesk.html import address, join
from refdesk.marks import Mark, marks_of, put_in
from refdesk.models import Source, Term
from refdesk.page import Page
from refdesk.scan import Marker
from refdesk.site import Site
from refdesk.values import Value
from refdesk.yaml_file import InlineText


class Sketch(NamedTuple):
    """What the marks of a page come to, in order, and what stands below its text."""

    pieces: tuple[str, ...]
    tail: str


def sketch_of(site: Site, page: Page) -> tuple[Sketch, str]:
    """The pieces of one page, and its Markdown with them in their places."""
    desk = _SketchDesk(site, page)
    within = _OutlineDesk(desk)
    blocks = {marker.start: block for marker, block in site.blocks(page)}
    marks = marks_of(page, lambda marker: marker.start in blocks)

    def piece(mark: Mark) -> str:
        if isinstance(mark, Marker):
            return outline(blocks[mark.start].render(within, mark.name))
        return desk.span(mark, mark.label)

    pieces = tuple(piece(mark) for mark in marks)
    made = Sketch(pieces, outline(desk.moved_list() + desk.reference_list()))
    return made, put_in(page, marks, made.pieces, made.tail)


def sketch(site: Site, page: Page) -> str:
    """The Markdown of one page, sketched."""
    return sketch_of(site, page)[1]


class _SketchDesk(PageDesk):
    """Leaves out titles, tips and descriptions, and of text fields all but the ids of their citations."""

    def value(self, path: str) -> str:
        del path
        return ""

    def number(self, path: str, label: str) -> str:
        del path, label
        return ""

    def inline(self, inline: InlineText) -> str:
        spans = self.site.scan_inline(inline).spans
        return join(self.span(span, "") for span in spans if span.kind == "citation")

    def _about_term(self, term: Term) -> str:
        del term
        return ""

    def _about_value(self, value: Value) -> str:
        del value
        return "value"

    def _list_item(self, key: str, number: int) -> str:
        del number
        return f'<li id="ref-{address(key)}"></li>'


class _OutlineDesk(_SketchDesk):
    """For a block, of which hardly more than its ids is kept: shortens links, leaves out titles, draws nothing."""

    def __init__(self, desk: PageDesk) -> None:
        super().__init__(desk.site, desk.page)
        self.numbers, self.uses = desk.numbers, desk.uses

    def link_to(self, uri: str, fragment: str = "") -> str:
        return fragment or super().link_to(uri)

    def title(self, uri: str) -> str:
        del uri
        return ""

    def text(self, text: str) -> str:
        del text
        return ""

    def source(self, source_id: str) -> str:
        return source_id  # notes of cells are told apart by it

    def described(self, source: Source) -> str:
        del source
        return ""

    def citing_pages(self, source_id: str) -> Sequence[str]:
        del source_id
        return ()

    def pages_with_series(self, series_id: str) -> Sequence[str]:
        del series_id
        return ()

    def drawing(self, name: str) -> str:
        return stand_in(name) if name in self.site.drawn else ""

    def picture(self, name: str) -> str:
        del name
        return ""
