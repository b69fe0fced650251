"""What is checked of one page without a look at what other pages render to, so that pages can be checked side by side.

An id that a page asks of another is taken for granted here, and remembered: when every page is rendered, the few that
are asked for in vain are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from refdesk.checks import blocks, citations, glossary, links, plain_numbers, structure, values
from refdesk.checks.anchors import Anchors
from refdesk.checks.of_page import check_text
from refdesk.page import Page
from refdesk.probe import Prober
from refdesk.problems import Problem, problem_rows
from refdesk.rendered import Rendered
from refdesk.site import Site

# Checks of one page that look up in the data what the page says.
LOOKUP_CHECKS: tuple[Callable[[Site, Page], Iterable[Problem]], ...] = (
    citations.check_page,
    glossary.check_page,
    values.check_page,
    blocks.check_page,
    plain_numbers.check_page,
)


class Alone(NamedTuple):
    """What a page came to by itself.

    ``looked_up`` are the problems that more than its text decides, ``own`` those of its text and form, ``links`` those
    of its links and ids while every id in ``asked`` (of which page, which id) exists. ``charged`` and ``acquitted`` are
    what it says of slips in included files (``structure.Shared``).
    """

    looked_up: Sequence[Problem]
    own: Sequence[Problem]
    links: Sequence[Problem]
    asked: Sequence[tuple[str, str]]
    charged: Sequence[Problem]
    acquitted: Sequence[Problem]

    def as_rows(self) -> list[object]:
        """Lists and texts that ``from_rows`` understands."""
        kinds = (self.looked_up, self.own, self.links, self.charged, self.acquitted)
        return [[list(asked) for asked in self.asked], *(problem_rows(problems) for problems in kinds)]

    @staticmethod
    def from_rows(rows: Any) -> Alone:
        """What ``as_rows`` made."""
        asked, *kinds = rows
        looked_up, own, of_links, charged, acquitted = ([Problem(*row) for row in kind] for kind in kinds)
        return Alone(looked_up, own, of_links, [(uri, name) for uri, name in asked], charged, acquitted)


def check_alone(
    site: Site, page: Page, found: Rendered | None, opaque: frozenset[str], prober: Prober, *, sure: bool
) -> Alone:
    """Check a page by itself; ``found`` is what it renders to, if it was (see ``of_site.check_site`` for ``sure``)."""
    looked_up = [problem for check in LOOKUP_CHECKS for problem in check(site, page)]
    own = check_text(site, page)
    anchors = Anchors({page.uri: found} if found is not None else {}, opaque)
    of_links = list(links.check_page(site, page, anchors, prober, sure=sure))
    shared = structure.Shared()
    if sure:
        told = site.of_text.get(page.uri)
        unsuspected = told is not None and told.unsuspected
        own += structure.check_page(site, page, found or Rendered(), prober, shared, unsuspected=unsuspected)
    return Alone(looked_up, own, of_links, sorted(anchors.asked), shared.charged, sorted(shared.acquitted))
