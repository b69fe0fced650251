"""Ids: each stands once on its page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from refdesk.blocks import BLOCKS
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.pages.scan import Marker
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "duplicate-id",
        explanation="An id stands twice on a page, and links lead to the first. A heading makes one from its words.",
        example="## Laboratories {#labs}\n\n## Companies {#labs}",
        fix="give one of the two another id.",
        after=("configuration",),
    ),
)


NUMBERED = re.compile(r"^(?P<base>.*)_\d+$")


def explicit(page: Page, element_id: str) -> list[int]:
    """Return the offsets at which the id of a heading is written."""
    pattern = re.compile(rf"(?<=\{{)( ?)#{re.escape(element_id)}(?= ?\}}$)", re.MULTILINE)
    return [match.end(1) for match in pattern.finditer(page.scan.masked, page.body_start)]


def check_rendered(site: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report ids that stand several times on a page."""
    found = rendered[page.uri]
    yield from _repeated(page, found, site.moved_from(page.uri))
    yield from _taken(page, found)


def _repeated(page: Page, found: Rendered, moved: Mapping[str, str]) -> Iterator[Problem]:
    for element_id, count in Counter(found.ids).items():
        if count < 2 or element_id in moved:  # that it is redirected and still exists is another problem
            continue
        places = explicit(page, element_id)
        block = None if places else _repeated_block(page)
        if block is not None:
            yield page.problem("duplicate-id", block.kind_offset, "this block stands on this page already")
            continue
        for offset in places[1:] if len(places) >= count else places or [page.body_start]:
            yield page.problem("duplicate-id", offset, f"the id '{element_id}' stands {count} times on this page")


def _repeated_block(page: Page) -> Marker | None:
    """Return the first marker that shows a block for the second time, and so repeats its ids."""
    markers = [marker for marker in page.markers() if marker.kind in BLOCKS]
    shown = [(marker.kind, marker.name) for marker in markers]
    return next((marker for at, marker in enumerate(markers) if shown[at] in shown[:at]), None)


def _taken(page: Page, found: Rendered) -> Iterator[Problem]:
    """Report explicit ids that are the automatic id of another heading, which therefore gets a number."""
    ids = set(found.ids)
    texts = {heading.id: heading.text for heading in found.headings}
    for heading in found.headings:
        match = NUMBERED.match(heading.id)
        if match is None or match["base"] not in ids or texts.get(match["base"]) == heading.text:
            continue
        if re.search(r"\d\W*$", heading.text) or explicit(page, heading.id):
            continue  # the number is the heading's own, or its id is explicit
        message = f"the id '{match['base']}' is also the automatic id of the heading '{heading.text}'"
        for offset in explicit(page, match["base"])[:1]:
            yield page.problem("duplicate-id", offset, message, "Give one of the two another id")
