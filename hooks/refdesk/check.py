"""One check of a whole site: load, expand, render, check, sort."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from refdesk.allowed import FILE_NAME, with_exceptions
from refdesk.cache import Inputs, Store, config_digest, text_digest
from refdesk.checks.of_site import Findings, check_site
from refdesk.config import SiteConfig
from refdesk.fixes import Fix, apply_fixes, certain_fixes
from refdesk.helpers import with_helpers
from refdesk.notes import Notes, PageNote, interface_of, reaches_of, statements_of
from refdesk.plugins import renders_alike, reports_alike
from refdesk.problems import Problem, in_order
from refdesk.render import UNREADABLE, Rendered, Renderer, RenderError
from refdesk.report import Report
from refdesk.site import Site, load_site
from refdesk.sketch import Sketch, sketch_of
from refdesk.targets import opaque_pages

MAX_ROUNDS = 4  # a path put right may show that its anchor is wrong


@dataclass(frozen=True)
class Examination:
    """What a whole check came to: the report, what it was made from, and what each page was rendered from and to."""

    report: Report
    findings: Findings
    rendered: Mapping[str, Rendered]
    sketches: Mapping[str, Sketch]


@dataclass(frozen=True)
class Rendering:
    """What the pages of a site were rendered from and to, and what went wrong."""

    sketches: Mapping[str, Sketch]
    rendered: Mapping[str, Rendered]
    problems: Sequence[Problem]


def render_all(site: Site, store: Store | None = None) -> Rendering:
    """Render every page with the site's own Markdown extensions, or take it from the store where its text was seen."""
    key = config_digest((site.config.extensions, site.config.extension_configs))
    store = store if store is not None and renders_alike(site.config) else None
    known = store.load_pages(key) if store is not None else {}
    renderer = Renderer(site.config)

    def work(uri: str) -> object:
        made, text = sketch_of(site, site.pages[uri])
        digest = text_digest(text)
        found = Rendered.from_json(known.get(digest))
        error = ""
        if found is None:
            try:
                found = renderer.render(text)
            except RenderError as reason:
                found, error = Rendered(), str(reason)
        return made.pieces, made.tail, digest, found.as_json(), error

    sketches: dict[str, Sketch] = {}
    rendered: dict[str, Rendered] = {}
    kept: dict[str, object] = {}
    problems = list(renderer.problems)
    _ = site.citing_pages  # known to every helper
    for uri, done in with_helpers(list(site.pages), work).items():
        pieces, tail, digest, found, error = cast("tuple[list[str], str, str, object, str]", done)
        page = site.pages[uri]
        sketches[uri] = Sketch(tuple(pieces), tail)
        rendered[uri] = UNREADABLE if error else Rendered.from_json(found) or Rendered()
        if error:
            problems.append(page.problem("unreadable-file", page.body_start, f"cannot be converted: {error}"))
        else:
            kept[digest] = found
    if store is not None and not renderer.problems and not kept.keys() <= known.keys():
        store.keep_pages(key, kept)
    return Rendering(sketches, rendered, problems)


def check(site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None) -> Report:
    """Check a site; without ``rendered`` (what an engine's own rendering came to), render it here."""
    return examine(site, rendered, store).report


def examine(site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None) -> Examination:
    """Check a site, and give everything that came out on the way."""
    problems: Sequence[Problem] = ()
    sketches: Mapping[str, Sketch] = {}
    if rendered is None:
        made = render_all(site, store)
        sketches, rendered, problems = made.sketches, made.rendered, made.problems
    sure = not any(problem.code == "configuration" for problem in (*problems, *site.config.unloaded))
    findings = check_site(site, rendered, sure=sure)
    findings = replace(findings, of_site=[*findings.of_site, *problems])
    found = in_order(with_exceptions(site.config.root, findings.all()))
    links = sum(len(page.links) for page in rendered.values())
    report = Report(tuple(found), len(site.pages), links + site.reference_count)
    return Examination(report, findings, rendered, sketches)


def check_root(root: Path, store: Store) -> Report:
    """Load and check the site in ``root`` and keep what came out; UnusableSiteError when nothing can be checked."""
    since = time.time()
    site = load_site(root)
    done = examine(site, store=store)
    of_settings = any(p.code == "configuration" for p in done.report.problems)  # they may lie outside the inputs
    if reports_alike(site.config) and not of_settings:
        store.keep(done.report, inputs_of(site.config), notes_of(site, done).as_json(), since)
    return done.report


def notes_of(site: Site, done: Examination) -> Notes:
    """What is noted of a site for the next check."""
    opaque = opaque_pages(site)
    pages = {
        uri: PageNote(
            interface=interface_of(page),
            blocks=tuple((marker.kind, marker.name) for marker, _ in site.blocks(page)),
            pieces=done.sketches[uri].pieces,
            tail=done.sketches[uri].tail,
            statements=statements_of(page),
            lookups_failed=uri in done.findings.looked_up,
            doubted=uri in done.findings.doubted,
            reaches=reaches_of(site, page, done.rendered[uri]),
            problems=tuple(done.findings.of_pages[uri]),
            rendered=done.rendered[uri],
        ).as_json()
        for uri, page in site.pages.items()
        if uri in done.sketches
    }
    problems = tuple(done.findings.of_site)
    return Notes(
        present=site.library.present,
        downloads=tuple(sorted(site.downloads)),
        data_downloads=tuple(sorted(site.data_downloads)),
        redirected=tuple(site.redirected.items()),
        opaque=tuple(sorted(opaque)),
        problems=problems,
        pages=pages,
    )


def fix_root(root: Path, store: Store, paths: Sequence[str] | None = None) -> list[Fix]:
    """Make the fixes that are certain (in some files and folders), and those that they make certain in turn."""
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
    own = (config.root / FILE_NAME, config.root / ".gitignore")
    return Inputs(folders, (*config.files, *own, *hooks), config.environment)
