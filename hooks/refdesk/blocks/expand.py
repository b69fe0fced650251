"""Expands a page: references become links, markers become blocks. No engine is needed.

A placeholder stands for each drawing until the page is finished (``charts.drawings``).
"""

from markupsafe import Markup

from refdesk.blocks.desk import Desk
from refdesk.blocks.shown import blocks_of, citing_pages, holders, pages_with_series
from refdesk.files.text import first_line
from refdesk.pages.expanded import Expanded
from refdesk.pages.page import Page
from refdesk.pages.scan import Marker, Span
from refdesk.problems.problem import Problem, Slip
from refdesk.site.site import Site


def expand(site: Site, page: Page) -> Expanded:
    """Return a page without front matter, with references and markers expanded and sources listed.

    Unknown references, which the check reports, stay as they are written.
    """
    desk = Desk(
        site, page, holders(site.first), citing_pages(site.first), pages_with_series(site.first)
    )
    blocks = {marker.start: (marker, block) for marker, block in blocks_of(site, page)}
    marks: list[Span | Marker] = [*page.scan.spans, *(marker for marker, _ in blocks.values())]
    parts: list[str] = []
    problems: list[Problem] = []
    at = page.body_start
    for mark in sorted(marks, key=lambda mark: mark.start):
        parts.append(page.text[at : mark.start])
        if isinstance(mark, Marker):
            try:
                shown = blocks[mark.start][1].render(desk, mark.name)
                listed = [shown] if isinstance(shown, str) else shown
                parts.append(
                    "\n\n".join(
                        desk.pieces.block(one) if isinstance(one, Markup) else one for one in listed
                    )
                )
            except Exception as error:  # whatever a block raises is told at its marker
                message = (
                    f"this block cannot be made: {first_line(str(error)) or type(error).__name__}"
                )
                problems.append(page.problem(mark.kind_offset, Slip("unreadable-file", message)))
        elif mark.kind == "citation":
            parts.append(desk.pieces.inline(desk.citation(mark)))
        else:
            before, behind = map(desk.pieces.inline, desk.around(mark))
            parts += [before, mark.label, behind]
        at = mark.end
    parts += [page.text[at:], desk.moved_list(), desk.reference_list()]
    return Expanded("".join(parts), tuple(desk.pieces.html), tuple(problems))
