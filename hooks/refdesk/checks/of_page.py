"""What is checked of one page by itself, without a look into the data: its text, and what it renders to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdesk.checks import citations, claims, front_matter, links, structure
from refdesk.checks.anchors import Anchors
from refdesk.page import Page
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.rendered import Rendered

if TYPE_CHECKING:
    from refdesk.site import Site


def check_text(site: Site, page: Page) -> list[Problem]:
    """What is wrong with a page's file, its text and its front matter."""
    return [
        *page.file_problems,
        *citations.check_text(site, page),
        *claims.check_page(site, page),
        *front_matter.check_page(site, page),
    ]


def check_rendered(
    site: Site,
    page: Page,
    anchors: Anchors,
    prober: Prober,
    shared: structure.Shared,
    *,
    sure: bool = True,
    unsuspected: bool = False,
) -> list[Problem]:
    """What is wrong with a page's links, ids, headings and forms; with its paths alone where it is not ``sure``.

    It is ``unsuspected`` where that was found before.
    """
    problems = list(links.check_page(site, page, anchors, prober, sure=sure))
    if sure:
        found = anchors.rendered.get(page.uri, Rendered())
        problems += structure.check_page(site, page, found, prober, shared, unsuspected=unsuspected)
    return problems
