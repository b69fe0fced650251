"""Ids: each stands once on a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.pages.scan import Marker
from refdesk.problems.problem import Problem

NUMBERED = re.compile(r"^(?P<base>.*)_\d+$")
_EXPLICIT = r"\{{[^}}\n]*(?P<braced>#{0})(?=[\s}}])|\bid\s*=\s*[\"']?(?P<raw>{0})(?=[\"'\s>}}])"


def explicit(page: Page, element_id: str, *, in_drawings: bool = False) -> list[int]:
    """Where an id is written out: in an attribute list or in HTML (and in SVG, of which else nothing is read)."""
    pattern = re.compile(_EXPLICIT.format(re.escape(element_id)))
    text = page.text if in_drawings else page.scan.masked
    return [m.start("braced") if m["braced"] else m.start("raw") for m in pattern.finditer(text)]


def check_page(page: Page, found: Rendered, moved: Mapping[str, str], *, drawings: bool) -> Iterator[Problem]:
    """Ids that stand several times; ``moved`` are those that lead on to another place.

    Those in drawings count with ``drawings``: programs that draw give the same ids to each.
    """
    for element_id, count in Counter(found.ids).items():
        if count < 2 or element_id in moved:  # what is redirected and still exists is another mistake
            continue
        places = explicit(page, element_id)
        if not places:
            places = explicit(page, element_id, in_drawings=True)
            if places and not drawings:
                continue
        repeated = None if places else _repeated_block(page)
        if repeated is not None:
            yield page.problem("duplicate-id", repeated.kind_offset, "this block stands on this page already")
            continue
        message = f"the id '{element_id}' stands {count} times on this page"
        for offset in places[1:] if len(places) >= count else places or [page.body_start]:
            yield page.problem("duplicate-id", offset, message)
    yield from _taken_ids(page, found)


def _repeated_block(page: Page) -> Marker | None:
    """The first marker of a page that shows a block once more, with all its ids."""
    from refdesk.blocks import BLOCKS  # noqa: PLC0415 - only a mistake needs it

    seen: set[tuple[str, str]] = set()
    for marker in page.markers():
        if marker.kind in BLOCKS and (marker.kind, marker.name) in seen:
            return marker
        seen.add((marker.kind, marker.name))
    return None


def _taken_ids(page: Page, found: Rendered) -> Iterator[Problem]:
    """Explicit ids that take the automatic id of another heading, which is numbered instead."""
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
