"""The form of a page: headings in order, bodies indented, tables even, fences closed, labels defined once and used.

The source raises a suspicion, at a place; the page rendered with a probe at that place confirms it or not (see
``probe``). Only what is confirmed is reported, so that code, templates and the peculiarities of extensions are safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from refdesk.checks import (
    abbreviations,
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
from refdesk.files.plugins import may_change_text, may_define_labels, reads_links, stands_for_text
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.probe import Prober
from refdesk.problems.problem import Problem

if TYPE_CHECKING:
    from refdesk.site.site import Site


class Shared:
    """What pages say of slips in files that several of them include: a slip is one only if no page disagrees."""

    def __init__(self) -> None:
        self.charged: list[Problem] = []
        self.acquitted: set[Problem] = set()

    def problems(self) -> Iterator[Problem]:
        """The slips that no page disagrees with."""
        return (problem for problem in self.charged if problem not in self.acquitted)


def is_unsuspected(site: Site, page: Page) -> bool:
    """Whether no rule finds anything to ask about in the text of a page, whatever it renders to."""
    extensions = _extensions(site)
    return not (any(_in_text(site, page, extensions)) or any(_suspicions_in_text(site, page, extensions)))


def check_page(
    site: Site, page: Page, found: Rendered, prober: Prober, shared: Shared, *, unsuspected: bool = False
) -> Iterator[Problem]:
    """Every slip of form on a page; those in included files are left to be judged when every page was heard.

    What is known to be ``unsuspected`` is not looked through for what its text alone can tell.
    """
    yield from headings.check_page(page, found)
    extensions = _extensions(site)
    templates = may_change_text(site.config)
    suspicions = list(_suspicions_by_rendering(site, page, found, extensions))
    if not unsuspected:
        yield from _in_text(site, page, extensions)
        suspicions += _suspicions_in_text(site, page, extensions)
    if templates and stands_for_text(page.text):
        suspicions = [s for s in suspicions if not _is_template(page, s.probe)]
    trace = prober.trace(page, [s.probe for s in suspicions]) if suspicions else None
    for number, suspicion in enumerate(suspicions if trace is not None else ()):
        problem = page.problem(suspicion.code, suspicion.offset, suspicion.message, suspicion.hint)
        confirmed = trace is not None and suspicion.confirmed(trace, number)
        if not suspicion.shared:
            yield from [problem] if confirmed else []
        elif confirmed:
            shared.charged.append(problem)
        else:
            shared.acquitted.add(problem)
    shared.acquitted.update(labels.used_elsewhere(page, templates=templates))


def _is_template(page: Page, offset: int) -> bool:
    """Whether a plugin puts in text here: the paragraph holds a template, or belongs to a ``:::`` block above."""
    start = page.text.rfind("\n\n", 0, offset) + 2 if "\n\n" in page.text[:offset] else 0
    end = page.text.find("\n\n", offset)
    if stands_for_text(page.text[start : end if end >= 0 else len(page.text)]):
        return True
    line_start = page.text.rfind("\n", 0, offset) + 1
    if page.text[line_start : line_start + 1] not in {" ", "\t"}:
        return False
    above = [line for line in page.text[:line_start].split("\n")[-200:] if line.strip() and line[0] not in " \t"]
    return bool(above) and above[-1].startswith(":::")


def _extensions(site: Site) -> Set[str]:
    return {name.removeprefix("markdown.extensions.") for name in site.config.extensions}


def _in_text(site: Site, page: Page, extensions: Set[str]) -> Iterator[Problem]:
    """What is wrong for certain."""
    if extensions & {"attr_list", "extra"}:
        yield from attributes.check_page(page)
        yield from attributes.bare(page) if site.library.present else ()
    if site.library.present and extensions & {"abbr", "extra"}:
        yield from abbreviations.check_page(page)


def _suspicions_in_text(site: Site, page: Page, extensions: Set[str]) -> Iterator[Suspicion]:
    templates = may_change_text(site.config)
    yield from unclosed.fences(page)
    yield from unclosed.comments(page)
    yield from unclosed.nearly_comments(page)
    if "pymdownx.arithmatex" in extensions:
        yield from unclosed.formulas(page)
    yield from labels.check_page(page, elsewhere=may_define_labels(site.config), templates=templates)
    yield from bodies.check_page(page, extensions, strict=site.library.present)
    if any(name.startswith("pymdownx.blocks") for name in extensions):
        yield from unclosed.blocks(page)
    yield from lost.fences(page)
    yield from lost.boxes(page, extensions)
    if site.library.present:
        yield from lost.kinds(page, extensions)
    if "pymdownx.snippets" in extensions:
        yield from lost.snippets(page)
    if extensions & {"attr_list", "extra"}:
        yield from attributes.left_as_text(page)
    yield from tables.unruled(page)
    yield from tables.check_page(page, math="pymdownx.arithmatex" in extensions, strict=site.library.present)
    yield from lists.check_page(page)
    if site.library.present:
        yield from lists.without_space(page)
        yield from lists.with_parenthesis(page)
        yield from lists.nested(page)
    yield from pairs.check_page(page, extensions, strict=site.library.present)
    yield from raw_html.check_page(page)
    yield from unread.check_page(page, extensions, strict=site.library.present)
    yield from tags.check_page(page, templates=templates, strict=site.library.present)
    wiki = not (reads_links(site.config) or "wikilinks" in extensions)
    yield from link_forms.misshapen(page, wiki=wiki, strict=site.library.present)
    if site.library.present:
        yield from link_forms.in_attributes(page)
    yield from link_forms.nested(page)


def _suspicions_by_rendering(site: Site, page: Page, found: Rendered, extensions: Set[str]) -> Iterator[Suspicion]:
    yield from headings.wordless(page, found, strict=site.library.present)
    if any("footnotes" in name or name.endswith("extra") for name in extensions):
        yield from footnotes.check_page(page, found)
    yield from pointers.check_page(page, found, strict=site.library.present)
    yield from link_forms.left_as_text(page, found)
