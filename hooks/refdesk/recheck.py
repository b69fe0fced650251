"""A check of the pages that have changed, where nothing else has and no other page can see the change.

All that a page's problems depend on besides its own text is as it was: the data, the configuration, the list of files,
and the interfaces of all pages. So the page alone is rendered and checked again. Whatever is not certain raises
``Doubt``, and the whole site is checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from refdesk.addresses import moved_from
from refdesk.allowed import with_exceptions
from refdesk.cache import Kept
from refdesk.checks.anchors import Anchors
from refdesk.checks.of_page import check_rendered, check_text
from refdesk.checks.structure import Shared
from refdesk.config import SiteConfig, load_config
from refdesk.files import FileTree, left_out_of_version_control, read_tree
from refdesk.notes import Notes, PageNote, Verdicts, interface_of, reaches_of, references_of, statements_of
from refdesk.page import Page, read_page
from refdesk.patterns import Matches
from refdesk.probe import Prober
from refdesk.problems import in_order
from refdesk.rendered import Rendered
from refdesk.rendering import Rendering
from refdesk.report import Report
from refdesk.targets import Resolved
from refdesk.text import read_text

if TYPE_CHECKING:
    from refdesk.site import Site


class Doubt(Exception):  # noqa: N818 - it is no error
    """The whole site has to be checked."""


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
    site = _KnownSite(root, notes)
    verdicts, pages = dict(notes.verdicts), dict(notes.pages)
    references = kept.report.references
    doubted: set[str] = set()
    for path in changed:
        uri = path.relative_to(site.config.docs_dir).as_posix() if path.is_relative_to(site.config.docs_dir) else ""
        if uri not in pages:
            raise Doubt
        before = PageNote.read(pages[uri])
        after, verdicts[uri] = _check_page(site, site.pages[uri], before, notes.verdicts[uri], doubted, rendering)
        references += len(after.rendered.links) - len(before.rendered.links)
        pages[uri] = after.written()
    verdicts |= {uri: verdicts[uri]._replace(doubted=True) for uri in doubted}
    _same_pages_are_reached(site, notes, verdicts)
    found = [*notes.problems, *(problem for said in verdicts.values() for problem in said.problems)]
    report = Report(tuple(in_order(with_exceptions(root, found))), kept.report.pages, references)
    return report, notes._replace(verdicts=verdicts, pages=pages)


def _check_page(
    site: _KnownSite, page: Page, note: PageNote, then: Verdicts, doubted: set[str], rendering: Rendering | None
) -> tuple[PageNote, Verdicts]:
    """The note of a page whose text has changed; it may add to the pages that are asked for an id they lack."""
    if then.doubted or then.lookups_failed or interface_of(page) != note.interface:
        raise Doubt
    if not set(statements_of(page)) <= set(note.statements):
        raise Doubt
    whole = cast("Site", site)
    text = note.sketch(page)
    if rendering is not None:
        rendering.put(text)
    problems = check_text(whole, page)
    _ = site.tree.by_url  # while the page is rendered
    rendered = rendering.take() if rendering is not None else _render(site.config, text)
    if rendered is None or (rendered.ids, rendered.headings) != (note.rendered.ids, note.rendered.headings):
        raise Doubt

    def sketched(probed: Page) -> str:
        if references_of(probed) != note.interface.references:
            raise Doubt
        return note.sketch(probed)

    anchors = Anchors(_Renderings(site.notes, page.uri, rendered), frozenset(site.notes.opaque))
    shared = Shared()
    problems += check_rendered(whole, page, anchors, Prober(whole, sketched), shared)
    if shared.charged or shared.acquitted:
        raise Doubt
    doubted |= anchors.doubted
    reaches = reaches_of(whole, page, rendered)
    return note._replace(rendered=rendered), then._replace(problems=tuple(problems), reaches=reaches)


def _render(config: SiteConfig, text: str) -> Rendered | None:
    """What a text renders to, without a helper; None where it cannot be rendered."""
    from refdesk.render import Renderer, RenderError  # noqa: PLC0415 - where there are helpers, they load it

    renderer = Renderer(config)
    try:
        return None if renderer.problems else renderer.render(text)
    except RenderError:
        return None


def _same_pages_are_reached(site: _KnownSite, notes: Notes, verdicts: Mapping[str, Verdicts]) -> None:
    """Doubt where a page may have lost its last link, or one that had none may have got its first."""
    then, now = ({uri for said in some.values() for uri in said.reaches} for some in (notes.verdicts, verdicts))
    named = {posixpath.normpath(entry.target.partition("#")[0]) for entry in site.config.nav or ()}
    lonely = any(problem.code == "unreachable-page" for problem in notes.problems)
    if then - now - named or (lonely and now - then):
        raise Doubt


class _KnownSite:
    """What the checks of one page ask of a ``Site``, from notes and files."""

    def __init__(self, root: Path, notes: Notes) -> None:
        self.notes = notes
        self.config: SiteConfig = load_config(root)
        self.library = SimpleNamespace(present=notes.present)
        self.downloads = frozenset(notes.downloads)
        self.data_downloads = frozenset(notes.data_downloads)
        self.redirected = dict(notes.redirected)
        self.pages = _Pages(self)
        self.resolved: dict[tuple[str, str, bool], Resolved] = {}

    @cached_property
    def tree(self) -> FileTree:
        """The files of the documentation folder."""
        return read_tree(self.config)

    def shown(self, uri: str) -> str:
        """The path of a file of the documentation folder as reports show it."""
        return uri if self.config.docs_shown == "." else f"{self.config.docs_shown}/{uri}"

    def moved_from(self, uri: str) -> dict[str, str]:
        """Former heading or row of a page -> its new address."""
        return moved_from(self.redirected, uri)

    @cached_property
    def _ignored(self) -> Matches:
        return left_out_of_version_control(self.config, self.tree)

    def is_made_later(self, shown: str) -> bool:
        """Whether a missing file is one that a build step makes."""
        return self._ignored(shown)


class _Pages(Mapping[str, Page]):
    """The pages of a site, each read when it is asked for."""

    def __init__(self, site: _KnownSite) -> None:
        self._site = site
        self._read: dict[str, Page] = {}

    def __getitem__(self, uri: str) -> Page:
        if uri not in self._read:
            if uri not in self._site.notes.pages:
                raise KeyError(uri)
            file = read_text(self._site.config.docs_dir / uri, self._site.shown(uri))
            math = "pymdownx.arithmatex" in self._site.config.extensions
            self._read[uri] = read_page(uri, file, math=math, citations=self._site.notes.present)
        return self._read[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._site.notes.pages)

    def __len__(self) -> int:
        return len(self._site.notes.pages)


class _Renderings(Mapping[str, Rendered]):
    """What the pages of a site render to: one as it does now, the others as noted."""

    def __init__(self, notes: Notes, uri: str, rendered: Rendered) -> None:
        self._notes = notes
        self._read = {uri: rendered}

    def __getitem__(self, uri: str) -> Rendered:
        if uri not in self._read:
            self._read[uri] = PageNote.read(self._notes.pages[uri]).rendered
        return self._read[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes.pages)

    def __len__(self) -> int:
        return len(self._notes.pages)
