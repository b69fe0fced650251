"""Every check of a site: page by page, and of the data and of what pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from refdesk.checks import (
    blocks,
    citations,
    data_links,
    front_matter,
    glossary,
    links,
    navigation,
    palette,
    published,
    search_words,
    settings,
    sheets,
    typed,
    values,
)
from refdesk.checks.alone import Alone
from refdesk.checks.anchors import Anchors
from refdesk.checks.structure import Shared
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.rendered import Rendered
from refdesk.site import Site
from refdesk.targets import opaque_pages

# Checks of the data, and of what pages have in common.
SITE_CHECKS: tuple[Callable[[Site], Iterable[Problem]], ...] = (
    citations.check_site,
    glossary.check_site,
    values.check_site,
    blocks.check_site,
    front_matter.check_site,
    settings.check,
    palette.check_site,
    typed.check_site,
    sheets.check_site,
)


class Findings(NamedTuple):
    """The problems of a site: of each page by itself, and all others.

    ``looked_up`` are the pages with a problem that more than their text decides; for ``doubted`` see
    ``anchors.Anchors``.
    """

    of_pages: Mapping[str, Sequence[Problem]]
    of_site: Sequence[Problem]
    looked_up: frozenset[str]
    doubted: frozenset[str]

    def all(self) -> list[Problem]:
        """Every problem."""
        return [*self.of_site, *(problem for problems in self.of_pages.values() for problem in problems)]


def check_data(site: Site) -> list[Problem]:
    """What is wrong with settings and data, and with what pages have in common, whatever they render to."""
    return [*site.config.problems, *site.library.problems, *(found for check in SITE_CHECKS for found in check(site))]


def check_site(
    site: Site,
    rendered: Mapping[str, Rendered],
    alone: Mapping[str, Alone],
    reaches: Mapping[str, Sequence[str]],
    of_data: Sequence[Problem],
    prober: Prober,
    *,
    sure: bool = True,
) -> Findings:
    """Every problem of the site; ``of_data`` are those that ``check_data`` found.

    ``rendered`` holds what the HTML of each page came to, ``alone`` what each page came to by itself, ``reaches`` the
    pages and files that its links lead to.

    It is not ``sure`` where Markdown extensions cannot be loaded as configured: then only the paths of links are
    judged. What ids a page has and what comes out as text depends on the extensions.
    """
    anchors = Anchors(rendered, opaque_pages(site) if sure else frozenset(site.pages))
    shared = Shared()
    looked_up = {uri: list(found.looked_up) for uri, found in alone.items()}
    of_pages: dict[str, list[Problem]] = {}
    for uri, found in alone.items():
        of_links = found.links
        if any(anchors.lacks(*asked) for asked in found.asked):
            of_links = list(links.check_page(site, site.pages[uri], anchors, prober, sure=sure))
        of_pages[uri] = [*found.looked_up, *found.own, *of_links]
        shared.charged.extend(found.charged)
        shared.acquitted.update(found.acquitted)
    of_site = [*of_data, *navigation.check(site, rendered if sure else None, reaches)]
    of_site += [*shared.problems(), *data_links.check_site(site, anchors), *search_words.check_site(site, anchors)]
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
