"""What a check says of a page whose text has changed, where other pages cannot see the change.

All of this is loaded while the page is rendered elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from refdesk.checks.anchors import Anchors
from refdesk.checks.navigation import reaches_of
from refdesk.checks.of_page import check_rendered, check_text
from refdesk.checks.structure import Shared, is_unsuspected
from refdesk.known import Doubt, KnownSite
from refdesk.notes import PageNote, Verdicts, references_of
from refdesk.page import Page
from refdesk.probe import Prober
from refdesk.rendered import Rendered

if TYPE_CHECKING:
    from refdesk.site import Site


def check_again(
    site: KnownSite, page: Page, note: PageNote, then: Verdicts, doubted: set[str], take: Callable[[], Rendered | None]
) -> tuple[PageNote, Verdicts]:
    """The note of a page, and what is said of it now; it may add to the pages that are asked for an id they lack.

    ``take`` gives what the page renders to. Doubt where others may see the change.
    """
    whole = cast("Site", site)
    problems = check_text(whole, page)
    _, unsuspected = site.tree.by_url, is_unsuspected(whole, page)  # while the page is rendered
    rendered = take()
    if rendered is None or (rendered.ids, rendered.headings) != (note.rendered.ids, note.rendered.headings):
        raise Doubt

    def sketched(probed: Page) -> str:
        if references_of(probed) != note.interface.references:
            raise Doubt
        return note.sketch(probed)

    anchors = Anchors(_Renderings(site, page.uri, rendered), frozenset(site.notes.opaque))
    shared = Shared()
    problems += check_rendered(whole, page, anchors, Prober(whole, sketched), shared, unsuspected=unsuspected)
    if shared.charged or shared.acquitted:
        raise Doubt
    doubted |= anchors.doubted
    reaches = reaches_of(whole, page.uri, rendered)
    return note._replace(rendered=rendered), then._replace(problems=tuple(problems), reaches=reaches)


class _Renderings(Mapping[str, Rendered]):
    """What the pages of a site render to: one as it does now, the others as noted."""

    def __init__(self, site: KnownSite, uri: str, rendered: Rendered) -> None:
        self._site = site
        self._read = {uri: rendered}

    def __getitem__(self, uri: str) -> Rendered:
        if uri not in self._read:
            self._read[uri] = self._site.note(uri).rendered
        return self._read[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._site.notes.pages)

    def __len__(self) -> int:
        return len(self._site.notes.pages)
