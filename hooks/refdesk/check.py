"""One check of a whole site: load, expand, render, check, sort."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from refdesk.cache import Inputs, Store, config_digest, text_digest
from refdesk.checks import check_site
from refdesk.config import SiteConfig
from refdesk.exceptions import FILE_NAME, load_exceptions
from refdesk.expand import expand
from refdesk.fixes import Fix, apply_fixes, certain_fixes
from refdesk.plugins import renders_alike, reports_alike
from refdesk.problems import Problem, in_order
from refdesk.render import UNREADABLE, Rendered, Renderer, RenderError
from refdesk.report import Report
from refdesk.site import Site, load_site

MAX_ROUNDS = 4  # a path put right may show that its anchor is wrong


def render_all(site: Site, store: Store | None = None) -> tuple[dict[str, Rendered], list[Problem]]:
    """Render every page with the site's own Markdown extensions, or take it from the store where its text was seen."""
    key = config_digest((site.config.extensions, site.config.extension_configs))
    store = store if store is not None and renders_alike(site.config) else None
    known = store.load_pages(key) if store is not None else {}
    renderer: Renderer | None = None
    rendered: dict[str, Rendered] = {}
    kept: dict[str, object] = {}
    problems: list[Problem] = []
    for uri, page in site.pages.items():
        text = expand(site, page)
        digest = text_digest(text)
        found = Rendered.from_json(known.get(digest))
        if found is None:
            renderer = renderer or Renderer(site.config)
            try:
                found = renderer.render(text)
            except RenderError as error:
                problems.append(page.problem("unreadable-file", page.body_start, f"cannot be converted: {error}"))
                rendered[uri] = UNREADABLE
                continue
        rendered[uri] = found
        kept[digest] = found.as_json()
    if renderer is not None:
        problems += renderer.problems
        if store is not None and not renderer.problems:
            store.keep_pages(key, kept)
    return rendered, problems


def check(site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None) -> Report:
    """Check a site; without ``rendered`` (what an engine's own rendering came to), render it here."""
    return examine(site, rendered, store)[0]


def examine(
    site: Site, rendered: Mapping[str, Rendered] | None = None, store: Store | None = None
) -> tuple[Report, Mapping[str, Rendered]]:
    """The report on a site, and what its pages render to."""
    problems: list[Problem] = []
    if rendered is None and site.config.unloaded:
        problems = list(Renderer(site.config).problems)  # no page is rendered, but what else is amiss is said
    elif rendered is None:
        rendered, problems = render_all(site, store)
    rendered = rendered or {}
    unsure = any(problem.code == "configuration" for problem in (*problems, *site.config.unloaded))
    problems += check_site(site, None if unsure else rendered)
    exceptions = load_exceptions(site.config.root)
    if exceptions is not None:
        problems = exceptions.apply(problems, datetime.datetime.now(tz=datetime.UTC).date())
    links = sum(len(page.links) for page in rendered.values())
    return Report(tuple(in_order(problems)), len(site.pages), links + site.reference_count), rendered


def check_root(root: Path, store: Store) -> Report:
    """Load and check the site in ``root`` and keep what came out; UnusableSiteError when nothing can be checked."""
    site = load_site(root)
    report = check(site, store=store)
    if reports_alike(site.config):
        store.keep_report(report, inputs_of(site.config))
    return report


def fix_root(root: Path, store: Store, paths: Sequence[str] | None = None) -> list[Fix]:
    """Make the fixes that are certain (in some files and folders), and those that they make certain in turn."""
    made: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        site = load_site(root)
        report, rendered = examine(site, store=store)
        if paths is not None:
            report = report.only(paths)
        changed = apply_fixes(root, certain_fixes(site, rendered, report.problems))
        if not changed:
            break
        made += changed
    return made


def inputs_of(config: SiteConfig) -> Inputs:
    """Everything that a report on a site depends on."""
    folders = (config.docs_dir,) if config.theme_dir is None else (config.docs_dir, config.theme_dir)
    return Inputs(folders, (*config.files, config.root / FILE_NAME), config.environment)
