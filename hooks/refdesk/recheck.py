"""A check of the pages that have changed, where nothing else has and no other page can see the change.

All that a page's problems depend on besides its own text is as it was: the data, the configuration, the list of files,
and the interfaces of all pages. So the page alone is rendered and checked again. Whatever is not certain raises
``Doubt``, and the whole site is checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.allowed import with_exceptions
from refdesk.cache import Kept
from refdesk.known import Doubt, KnownSite
from refdesk.notes import Notes, PageNote, Verdicts, interface_of, statements_of
from refdesk.page import Page
from refdesk.problems import in_order
from refdesk.rendering import Rendering
from refdesk.report import Report

if TYPE_CHECKING:
    from refdesk.config import SiteConfig
    from refdesk.rendered import Rendered


def recheck(
    root: Path, kept: Kept, changed: Sequence[Path], rendering: Rendering | None = None
) -> tuple[Report, Notes]:
    """The report and the notes after a change of some pages; Doubt where that is not certain.

    ``rendering`` is a helper that has begun to load the Markdown of the site.
    """
    try:
        notes = Notes.read(kept.notes)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Doubt from None
    site = KnownSite(root, kept.settings, notes)
    verdicts, pages = dict(notes.verdicts), dict(notes.pages)
    references = kept.report.references
    doubted: set[str] = set()
    for path in changed:
        uri = path.relative_to(site.config.docs_dir).as_posix() if path.is_relative_to(site.config.docs_dir) else ""
        if uri not in pages:
            raise Doubt
        before = site.note(uri)
        after, verdicts[uri] = _check_page(site, site.pages[uri], before, notes.verdicts[uri], doubted, rendering)
        references += len(after.rendered.links) - len(before.rendered.links)
        pages[uri] = after.written()
    verdicts |= {uri: verdicts[uri]._replace(doubted=True) for uri in doubted}
    _same_pages_are_reached(site, notes, verdicts)
    found = [*notes.problems, *(problem for said in verdicts.values() for problem in said.problems)]
    report = Report(tuple(in_order(with_exceptions(root, found))), kept.report.pages, references)
    return report, notes._replace(verdicts=verdicts, pages=pages)


def _check_page(
    site: KnownSite, page: Page, note: PageNote, then: Verdicts, doubted: set[str], rendering: Rendering | None
) -> tuple[PageNote, Verdicts]:
    """The note of a page whose text has changed; it may add to the pages that are asked for an id they lack."""
    if then.doubted or then.lookups_failed or interface_of(page) != note.interface:
        raise Doubt
    if not set(statements_of(page)) <= set(note.statements):
        raise Doubt
    text = note.sketch(page)
    if rendering is not None:
        rendering.put(text)
    from refdesk.checks.again import check_again  # noqa: PLC0415 - loaded while the page is rendered

    take = rendering.take if rendering is not None else lambda: _render(site.config.whole, text)
    return check_again(site, page, note, then, doubted, take)


def _render(config: SiteConfig, text: str) -> Rendered | None:
    """What a text renders to, without a helper; None where it cannot be rendered."""
    from refdesk.render import Renderer, RenderError  # noqa: PLC0415 - where there are helpers, they load it

    renderer = Renderer(config)
    try:
        return None if renderer.problems else renderer.render(text)
    except RenderError:
        return None


def _same_pages_are_reached(site: KnownSite, notes: Notes, verdicts: Mapping[str, Verdicts]) -> None:
    """Doubt where a page may have lost its last link, or one that had none may have got its first."""
    then, now = ({uri for said in some.values() for uri in said.reaches} for some in (notes.verdicts, verdicts))
    named = {posixpath.normpath(entry.target.partition("#")[0]) for entry in site.config.nav or ()}
    lonely = any(problem.code == "unreachable-page" for problem in notes.problems)
    if then - now - named or (lonely and now - then):
        raise Doubt
