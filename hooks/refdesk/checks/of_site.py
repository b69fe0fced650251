"""Every check of a site: page by page, and of the data and of what pages have in common."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from refdesk.checks import (
    addresses,
    blocks,
    citations,
    front_matter,
    glossary,
    navigation,
    palette,
    plain_numbers,
    published,
    settings,
    structure,
    values,
)
from refdesk.checks.of_page import check_rendered, check_text
from refdesk.page import Page
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.render import UNREADABLE, Rendered
from refdesk.site import Site
from refdesk.sketch import sketch
from refdesk.targets import opaque_pages

# Checks of one page that look up in the data what the page says.
LOOKUP_CHECKS: tuple[Callable[[Site, Page], Iterable[Problem]], ...] = (
    citations.check_page,
    glossary.check_page,
    values.check_page,
    blocks.check_page,
    plain_numbers.check_page,
)
# Checks of the data, and of what pages have in common.
SITE_CHECKS: tuple[Callable[[Site], Iterable[Problem]], ...] = (
    citations.check_site,
    glossary.check_site,
    values.check_site,
    front_matter.check_site,
    settings.check,
    palette.check_site,
)


@dataclass(frozen=True)
class Findings:
    """The problems of a site: of each page by itself, and all others.

    ``looked_up`` are the pages with a problem that more than their text decides; for ``doubted`` see
    ``addresses.Anchors``.
    """

    of_pages: Mapping[str, Sequence[Problem]]
    of_site: Sequence[Problem]
    looked_up: frozenset[str]
    doubted: frozenset[str]

    def all(self) -> list[Problem]:
        """Every problem."""
        return [*self.of_site, *(problem for problems in self.of_pages.values() for problem in problems)]


def check_site(site: Site, rendered: Mapping[str, Rendered], *, sure: bool = True) -> Findings:
    """Every problem of the site; ``rendered`` holds what the HTML of each page came to.

    It is not ``sure`` where Markdown extensions cannot be loaded as configured: then only the paths of links are
    judged. What ids a page has and what comes out as text depends on the extensions.
    """
    looked_up = {
        uri: [problem for check in LOOKUP_CHECKS for problem in check(site, page)] for uri, page in site.pages.items()
    }
    of_pages = {uri: looked_up[uri] + check_text(site, page) for uri, page in site.pages.items()}
    of_site = [*site.config.problems, *site.library.problems, *navigation.check(site, rendered if sure else None)]
    of_site += [problem for check in SITE_CHECKS for problem in check(site)]
    anchors = addresses.Anchors(rendered, opaque_pages(site) if sure else frozenset(site.pages))
    unreadable = {uri for uri, found in rendered.items() if found is UNREADABLE}
    prober = Prober(site, functools.partial(sketch, site), unreadable)
    shared = structure.Shared()
    for uri, page in site.pages.items():
        of_pages[uri] += check_rendered(site, page, anchors, prober, shared, sure=sure)
    of_site += [*shared.problems(), *addresses.check_site(site, anchors)]
    pages = {site.shown(uri): uri for uri in site.pages}
    for problem in published.check(site, rendered) if sure else ():
        if problem.path in pages:  # it moves with the text of the page, so that the page counts as looked up
            looked_up[pages[problem.path]].append(problem)
            of_pages[pages[problem.path]].append(problem)
        else:
            of_site.append(problem)
    return Findings(
        of_pages, of_site, frozenset(uri for uri, found in looked_up.items() if found), frozenset(anchors.doubted)
    )
