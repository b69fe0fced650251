"""One check of a whole site: load, expand, render, check, sort."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from refdesk.allowed import FILE_NAME, with_exceptions
from refdesk.cache import Inputs, Kept, Store, config_digest, state_of
from refdesk.checks.alone import Alone, check_alone
from refdesk.checks.navigation import reaches_of
from refdesk.checks.of_site import Findings, check_data, check_site
from refdesk.config import SiteConfig
from refdesk.digest import text_digest
from refdesk.helpers import with_helpers
from refdesk.known_config import settings_of
from refdesk.notes import Notes, PageNote, Verdicts, digests, interface_of, statements_of
from refdesk.of_text import read_texts
from refdesk.page import Page
from refdesk.plugins import renders_alike, reports_alike
from refdesk.probe import Prober
from refdesk.problems import Problem, in_order
from refdesk.reading import Reading, begin_reading
from refdesk.render import Renderer, RenderError
from refdesk.rendered import UNREADABLE, Rendered
from refdesk.report import Report
from refdesk.site import Site, load_site
from refdesk.sketch import Sketch, sketch, sketch_of
from refdesk.targets import opaque_pages

if TYPE_CHECKING:
    from refdesk.fixes import Fix

MAX_ROUNDS = 4  # a path put right may show that its anchor is wrong


class Examination(NamedTuple):
    """What a whole check came to: the report, what it was made from, and what each page was rendered from and to."""

    report: Report
    findings: Findings
    worked: Mapping[str, Worked]

    @property
    def rendered(self) -> dict[str, Rendered]:
        """What each page rendered to."""
        return {uri: done.rendered for uri, done in self.worked.items()}


class Worked(NamedTuple):
    """What a page rendered to and came to by itself; ``error`` says why it cannot be rendered.

    ``note`` is what is noted of it for the next check, as it is written (see ``notes.PageNote``).
    """

    note: str
    rendered: Rendered
    alone: Alone
    reaches: tuple[str, ...]
    digest: str = ""
    error: str = ""

    def as_rows(self) -> list[object]:
        """Lists and texts that ``from_rows`` understands."""
        return [self.note, self.rendered.as_json(), self.alone.as_rows(), list(self.reaches), self.digest, self.error]

    @staticmethod
    def from_rows(rows: Any) -> Worked:
        """What ``as_rows`` made."""
        note, rendered, alone, reaches, digest, error = rows
        found = UNREADABLE if error else Rendered.from_json(rendered) or Rendered()
        return Worked(note, found, Alone.from_rows(alone), tuple(reaches), digest, error)


class Rendering(NamedTuple):
    """What the pages of a site came to, and what is wrong with its data, its extensions and what cannot be rendered.

    It is ``sure`` where the extensions are as configured.
    """

    worked: Mapping[str, Worked]
    of_data: Sequence[Problem]
    problems: Sequence[Problem]
    sure: bool


def render_all(site: Site, store: Store | None = None) -> Rendering:
    """Render every page with the site's own Markdown extensions, and check it by itself, side by side.

    What was rendered before is taken from the store.
    """
    key = config_digest((site.config.extensions, site.config.extension_configs))
    store = store if store is not None and renders_alike(site.config) else None
    known = store.load_pages(key) if store is not None else {}
    of_data: list[Problem] = []

    @functools.cache
    def renderer() -> Renderer:
        return Renderer(site.config)

    @functools.cache
    def is_sure() -> bool:
        return _is_sure(site, renderer().problems)

    @functools.cache
    def opaque() -> frozenset[str]:
        return _opaque(site, sure=is_sure())

    def work(uri: str) -> object:
        page = site.pages[uri]
        made, text = sketch_of(site, page)
        digest = text_digest(text)
        found = Rendered.from_json(known.get(digest))
        error = ""
        if found is None:
            try:
                found = renderer().render(text)
            except RenderError as reason:
                found, error = UNREADABLE, str(reason)
        alone, reaches = _alone(site, page, found, opaque(), sure=is_sure())
        note = _note(site, page, made, found).written()
        return Worked(note, found, alone, reaches, digest, error).as_rows()

    rows = with_helpers(_longest_first(site), work, lambda: of_data.extend(check_data(site)))
    worked = {uri: Worked.from_rows(rows[uri]) for uri in site.pages}
    problems = [*renderer().problems]
    problems += [
        site.pages[uri].problem("unreadable-file", site.pages[uri].body_start, f"cannot be converted: {done.error}")
        for uri, done in worked.items()
        if done.error
    ]
    kept = {done.digest: done.rendered.as_json() for done in worked.values() if not done.error}
    if store is not None and not renderer().problems and not kept.keys() <= known.keys():
        store.keep_pages(key, kept)
    return Rendering(worked, of_data, problems, is_sure())


def _longest_first(site: Site) -> list[str]:
    """The pages by the length of their text: what blocks add to it is not known, and long pages are few."""
    return sorted(site.pages, key=lambda uri: len(site.pages[uri].text), reverse=True)


def _is_sure(site: Site, problems: Sequence[Problem]) -> bool:
    return not any(problem.code in {"configuration", "not-installed"} for problem in (*problems, *site.config.unloaded))


def _opaque(site: Site, *, sure: bool) -> frozenset[str]:
    return opaque_pages(site) if sure else frozenset(site.pages)


def _prober(site: Site, unreadable: Set[str]) -> Prober:
    return Prober(site, functools.partial(sketch, site), unreadable)


def _alone(
    site: Site, page: Page, found: Rendered | None, opaque: frozenset[str], *, sure: bool
) -> tuple[Alone, tuple[str, ...]]:
    prober = _prober(site, {page.uri} if found is UNREADABLE else frozenset())
    reaches = reaches_of(site, page.uri, found) if found is not None else ()
    return check_alone(site, page, found, opaque, prober, sure=sure), reaches


def check(site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None) -> Report:
    """Check a site; without ``rendered`` (what an engine's own rendering came to), render it here."""
    return examine(site, rendered, store).report


def examine(site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None) -> Examination:
    """Check a site, and give everything that came out on the way."""
    if rendered is None:
        made = render_all(site, store)
    else:
        sure = _is_sure(site, ())
        made = Rendering(dict(_worked(site, rendered, sure=sure)), check_data(site), (), sure)
    worked = made.worked
    found_of = {uri: done.rendered for uri, done in worked.items()} if rendered is None else rendered
    unreadable = {uri for uri, done in worked.items() if done.error}
    findings = check_site(
        site,
        found_of,
        {uri: done.alone for uri, done in worked.items()},
        {uri: done.reaches for uri, done in worked.items()},
        made.of_data,
        _prober(site, unreadable),
        sure=made.sure,
    )
    findings = findings._replace(of_site=[*findings.of_site, *made.problems])
    found = in_order(with_exceptions(site.config.root, findings.all()))
    links = sum(len(page.links) for page in found_of.values())
    report = Report(tuple(found), len(site.pages), links + site.reference_count)
    return Examination(report, findings, worked)


def _worked(site: Site, rendered: Mapping[str, Rendered], *, sure: bool) -> Iterator[tuple[str, Worked]]:
    """What pages that an engine has rendered come to by themselves."""
    opaque = _opaque(site, sure=sure)
    for uri, page in site.pages.items():
        found = rendered.get(uri)
        alone, reaches = _alone(site, page, found, opaque, sure=sure)
        yield uri, Worked("", found or Rendered(), alone, reaches)


def check_root(root: Path, store: Store, reading: Reading | None = None) -> Report:
    """Load and check the site in ``root`` and keep what came out; UnusableSiteError when nothing can be checked.

    ``reading`` is one that has begun already.
    """
    reading = reading if reading is not None else begin_reading(root)
    site = load_site(root, reading=reading, read_texts=read_texts)
    done = examine(site, store=store)
    of_settings = any(p.code == "configuration" for p in done.report.problems)  # they may lie outside the inputs
    if reports_alike(site.config) and not of_settings and not _is_behind_links(site.config):
        inputs = inputs_of(site.config)
        state = state_of(inputs)
        if state is not None:
            kept = Kept(done.report, inputs, state, settings_of(site.config), notes_of(site, done).written())
            store.keep(kept, reading.since)
    return done.report


def _is_behind_links(config: SiteConfig) -> bool:
    """Whether a link leads to a folder of the site: where it leads tomorrow, no folder tells."""
    theme = config.settings.get("theme")
    named = {str(config.settings.get("docs_dir", "docs")): config.docs_dir}
    if isinstance(theme, dict) and config.theme_dir is not None:
        named[str(theme.get("custom_dir"))] = config.theme_dir
    return any(Path(os.path.normpath(config.root / name)) != folder for name, folder in named.items())


def _note(site: Site, page: Page, made: Sketch, rendered: Rendered) -> PageNote:
    """What is noted of a page for the next check."""
    told = site.of_text.get(page.uri)
    return PageNote(
        interface=interface_of(page),
        front=page.front.data if page.front is not None else None,
        blocks=tuple((marker.kind, marker.name) for marker, _ in site.blocks(page)),
        pieces=made.pieces,
        tail=made.tail,
        statements=digests(told.statements) if told is not None else statements_of(page),
        rendered=rendered,
    )


def notes_of(site: Site, done: Examination) -> Notes:
    """What is noted of a site for the next check."""
    opaque = opaque_pages(site)
    verdicts = {
        uri: Verdicts(
            problems=tuple(done.findings.of_pages[uri]),
            lookups_failed=uri in done.findings.looked_up,
            doubted=uri in done.findings.doubted,
            reaches=worked.reaches,
        )
        for uri, worked in done.worked.items()
    }
    return Notes(
        present=site.library.present,
        downloads=tuple(sorted(site.downloads)),
        data_downloads=tuple(sorted(site.data_downloads)),
        redirected=tuple(site.redirected.items()),
        opaque=tuple(sorted(opaque)),
        problems=tuple(done.findings.of_site),
        verdicts=verdicts,
        pages={uri: worked.note for uri, worked in done.worked.items()},
    )


def fix_root(root: Path, store: Store, paths: Sequence[str] | None = None) -> list[Fix]:
    """Make the fixes that are certain (in some files and folders), and those that they make certain in turn."""
    from refdesk.fixes import apply_fixes, certain_fixes  # noqa: PLC0415 - only what is to be changed needs it

    made: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        site = load_site(root)
        done = examine(site, store=store)
        report = done.report if paths is None else done.report.only(paths)
        changed = apply_fixes(root, certain_fixes(site, done.rendered, report.problems))
        if not changed:
            break
        made += changed
    return made


def inputs_of(config: SiteConfig) -> Inputs:
    """Everything that a report on a site depends on."""
    folders = (config.docs_dir,) if config.theme_dir is None else (config.docs_dir, config.theme_dir)
    hooks = (config.root / hook for hook in config.hooks)
    own = (config.root / FILE_NAME, config.root / ".gitignore", config.root / ".gitmodules")
    return Inputs(folders, (*config.files, *own, *hooks), config.environment)
