"""Checks: each looks at the site for one kind of mistake and yields problems. None prints, none changes anything."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

from refdesk.checks import (
    addresses,
    blocks,
    citations,
    claims,
    front_matter,
    glossary,
    navigation,
    plain_numbers,
    structure,
    values,
)
from refdesk.page import Page
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.render import Rendered
from refdesk.site import Site
from refdesk.sketch import sketch
from refdesk.targets import opaque_pages

# Checks of one page whose references are looked up in the data.
LOOKUP_CHECKS: tuple[Callable[[Site, Page], Iterable[Problem]], ...] = (
    citations.check_page,
    glossary.check_page,
    values.check_page,
    blocks.check_page,
)
# Checks of one page that read its text and front matter.
TEXT_CHECKS: tuple[Callable[[Site, Page], Iterable[Problem]], ...] = (
    citations.check_text,
    claims.check_page,
    plain_numbers.check_page,
    front_matter.check_page,
)
# Checks of the data, and of what pages have in common.
SITE_CHECKS: tuple[Callable[[Site], Iterable[Problem]], ...] = (
    citations.check_site,
    glossary.check_site,
    values.check_site,
    front_matter.check_site,
)


def check_site(site: Site, rendered: Mapping[str, Rendered] | None) -> list[Problem]:
    """Every problem of the site; ``rendered`` holds what the HTML of each page came to.

    Without it (the Markdown extensions cannot be loaded as configured), links and headings are not judged: what they
    are depends on the extensions.
    """
    problems = [*site.config.problems, *site.library.problems]
    for page in site.pages.values():
        problems += page.file_problems
        for check_page in (*LOOKUP_CHECKS, *TEXT_CHECKS):
            problems += check_page(site, page)
    for check in SITE_CHECKS:
        problems += check(site)
    problems += navigation.check(site, rendered)
    if rendered is None:
        return problems
    anchors = addresses.Anchors(rendered, opaque_pages(site))
    prober = Prober(site, functools.partial(sketch, site))
    shared = structure.Shared()
    for page in site.pages.values():
        problems += addresses.check_page(site, page, anchors, prober)
        problems += structure.check_page(site, page, rendered.get(page.uri, Rendered()), prober, shared)
    problems += shared.problems()
    problems += addresses.check_site(site, anchors)
    return problems
