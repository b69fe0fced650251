"""The form of a page: headings in order, bodies indented, tables even, fences closed, labels defined once and used.

The source raises a suspicion, at a place; the page rendered with a probe at that place confirms it or not (see
``probe``). Only what is confirmed is reported, so that code, templates and the peculiarities of extensions are safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from refdesk.checks import (
    attributes,
    bodies,
    footnotes,
    headings,
    labels,
    link_forms,
    lists,
    lost,
    pairs,
    pointers,
    raw_html,
    tables,
    tags,
    unclosed,
    unread,
)
from refdesk.checks.suspicion import Suspicion
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.probe import Prober
from refdesk.problems.problem import Problem

if TYPE_CHECKING:
    from refdesk.site.site import Site


def check_page(site: Site, page: Page, found: Rendered, prober: Prober) -> Iterator[Problem]:
    """Every slip of form on a page."""
    yield from headings.check_page(page, found)
    extensions = _extensions(site)
    yield from _in_text(page)
    suspicions = [
        *_suspicions_by_rendering(page, found),
        *_suspicions_in_text(page, extensions),
    ]
    trace = prober.trace(page, [s.probe for s in suspicions]) if suspicions else None
    for number, suspicion in enumerate(suspicions if trace is not None else ()):
        if trace is not None and suspicion.confirmed(trace, number):
            yield page.problem(suspicion.code, suspicion.offset, suspicion.message, suspicion.hint)


def _extensions(site: Site) -> Set[str]:
    return {extension.name.removeprefix("markdown.extensions.") for extension in site.config.extensions}


def _in_text(page: Page) -> Iterator[Problem]:
    """What is wrong for certain."""
    yield from attributes.check_page(page)
    yield from attributes.bare(page)


def _suspicions_in_text(page: Page, extensions: Set[str]) -> Iterator[Suspicion]:
    yield from unclosed.fences(page)
    yield from unclosed.comments(page)
    yield from unclosed.nearly_comments(page)
    yield from labels.check_page(page)
    yield from bodies.check_page(page, extensions, strict=True)
    yield from lost.fences(page)
    yield from lost.boxes(page, extensions)
    yield from lost.kinds(page, extensions)
    yield from attributes.left_as_text(page)
    yield from tables.unruled(page)
    yield from tables.check_page(page, math=False, strict=True)
    yield from lists.check_page(page)
    yield from lists.without_space(page)
    yield from lists.with_parenthesis(page)
    yield from lists.nested(page)
    yield from pairs.check_page(page, extensions, strict=True)
    yield from raw_html.check_page(page)
    yield from unread.check_page(page, extensions, strict=True)
    yield from tags.check_page(page, templates=False, strict=True)
    yield from link_forms.misshapen(page, wiki=True, strict=True)
    yield from link_forms.in_attributes(page)
    yield from link_forms.nested(page)


def _suspicions_by_rendering(page: Page, found: Rendered) -> Iterator[Suspicion]:
    yield from headings.wordless(page, found, strict=True)
    yield from footnotes.check_page(page, found)
    yield from pointers.check_page(page, found, strict=True)
    yield from link_forms.left_as_text(page, found)
