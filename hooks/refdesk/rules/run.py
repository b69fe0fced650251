"""Applies every rule to a site whose pages are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from refdesk.blocks.shown import incomplete_pages
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import Problem
from refdesk.rules import blocks, markdown, terms
from refdesk.rules.data import everyday_words, markup, references, search_words
from refdesk.rules.house_style import (
    attribute_lists,
    boxes,
    comments,
    emphasis,
    fences,
    foreign_marks,
    headings,
    lists,
    raw_html,
    tables,
)
from refdesk.rules.links import form, ids, in_data, in_front_matter, labels, targets
from refdesk.rules.links.anchors import Anchors
from refdesk.rules.numbers import unlinked, values
from refdesk.rules.page import front_matter
from refdesk.rules.site import assets, navigation, published_addresses, settings
from refdesk.rules.sources import citations, claims
from refdesk.site.site import Site

# Rules about the text of one page and the data that it refers to.
PAGE_CHECKS: tuple[Callable[[Site, Page], Iterable[Problem]], ...] = (
    citations.check_page,
    citations.check_text,
    claims.check_page,
    front_matter.check_page,
    terms.check_page,
    values.check_page,
    blocks.check_page,
    unlinked.check_page,
)
# Rules about the text of one page alone.
TEXT_CHECKS: tuple[Callable[[Page], Iterable[Problem]], ...] = (
    boxes.check_page,
    fences.check_page,
    comments.check_page,
    headings.check_page,
    attribute_lists.check_page,
    lists.check_page,
    tables.check_page,
    foreign_marks.check_page,
    emphasis.check_page,
    raw_html.check_page,
    form.check_page,
    labels.check_page,
)
# Rules about the data, the settings, and what pages have in common.
SITE_CHECKS: tuple[Callable[[Site], Iterable[Problem]], ...] = (
    references.check_site,
    citations.check_site,
    terms.check_site,
    values.check_site,
    blocks.check_site,
    front_matter.check_site,
    settings.check,
    markup.check_site,
    everyday_words.check_site,
    assets.check_site,
    markdown.check_site,
)


def apply_rules(site: Site, rendered: Mapping[str, Rendered], *, sure: bool = True) -> list[Problem]:
    """Every problem of a site; ``rendered`` holds what the HTML of each page came to.

    It is not ``sure`` where Markdown extensions cannot be loaded as configured: then only the paths of links are
    judged. What ids a page has depends on the extensions.
    """
    problems = [*site.config.problems, *site.library.problems]
    problems += [problem for check in SITE_CHECKS for problem in check(site)]
    anchors = Anchors(rendered, incomplete_pages(site) if sure else frozenset(site.pages))
    for page in site.pages.values():
        problems += page.file.problems
        problems += [problem for check in PAGE_CHECKS for problem in check(site, page)]
        problems += [problem for check in TEXT_CHECKS for problem in check(page)]
        problems += targets.check_page(site, page, anchors, sure=sure)
        if sure:
            found = rendered.get(page.uri, Rendered())
            problems += ids.check_page(page, found, site.moved_from(page.uri))
            problems += in_front_matter.check_page(site, page, anchors)
    problems += navigation.check(site, rendered if sure else None)
    problems += in_data.check_site(site, anchors)
    problems += search_words.check_site(site, anchors)
    problems += published_addresses.check(site, rendered) if sure else ()
    return problems
