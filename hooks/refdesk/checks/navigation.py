"""Navigation and redirects: every entry leads to a page; every page can be reached."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from pathspec.gitignore import GitIgnoreSpec

from refdesk.config import NavEntry
from refdesk.files import MARKDOWN_SUFFIXES, Inclusion
from refdesk.problems import Problem
from refdesk.render import Rendered
from refdesk.site import Site
from refdesk.targets import is_outside, resolve, suggest_page


def check(site: Site) -> Iterator[Problem]:
    """Entries of the navigation and redirects that lead nowhere."""
    if site.config.nav is not None:
        seen: dict[str, NavEntry] = {}
        for entry in site.config.nav:
            yield from _entry(site, entry, seen)
    yield from _redirects(site)


def _entry(site: Site, entry: NavEntry, seen: dict[str, NavEntry]) -> Iterator[Problem]:
    target = entry.target
    if is_outside(target) or target.startswith("/"):
        return

    def problem(message: str, hint: str = "") -> Problem:
        return Problem(entry.file, entry.place.line, entry.place.column, "nav", message, hint)

    uri = posixpath.normpath(target.partition("#")[0].partition("?")[0])
    file = site.tree.files.get(uri)
    if file is not None and file.is_page:
        if file.inclusion is not Inclusion.PUBLISHED:
            yield problem(f"the page '{target}' is left out of the published site")
        elif uri in seen and "#" not in target:
            yield problem(f"the page '{target}' stands already in the navigation, at line {seen[uri].place.line}")
        seen.setdefault(uri, entry)
    elif (file is None and (site.tree.by_url.get(uri) or site.tree.by_url.get(uri + "/"))) or (
        file is None and _may_be_generated(site)
    ):
        return
    elif file is None:
        yield problem(f"no page '{target}'", suggest_page(site, uri))


# Plugins that make pages of their own, or read the navigation in a way of their own.
_PAGE_MAKERS = (
    "gen-files", "literate-nav", "section-index", "macros", "mkdocstrings", "api-autonav", "blog", "awesome", "tags",
    "monorepo", "multirepo", "i18n", "mkdocs-jupyter", "autoapi",
)  # fmt: skip


def _may_be_generated(site: Site) -> bool:
    """Whether a plugin may make pages, or read the navigation in a way of its own."""
    return any(maker in plugin for plugin in site.config.plugins for maker in _PAGE_MAKERS)


def _redirects(site: Site) -> Iterator[Problem]:
    targets = {redirect.source: redirect.target for redirect in site.config.redirects}
    for redirect in site.config.redirects:
        here, there = redirect.source_place, redirect.target_place
        if redirect.source in site.tree.files:
            message = f"'{redirect.source}' is redirected and still exists"
            yield Problem(redirect.file, here.line, here.column, "redirect", message)
        target = redirect.target.partition("#")[0]
        if is_outside(target):
            continue
        chain = {redirect.source}
        while target in targets and target not in chain:
            chain.add(target)
            target = targets[target].partition("#")[0]
        if target in chain:
            message = f"'{redirect.source}' is redirected in a circle"
            yield Problem(redirect.file, there.line, there.column, "redirect", message)
        elif not is_outside(target) and target not in site.tree.files:
            message = f"'{redirect.source}' is redirected to '{redirect.target}', which does not exist"
            yield Problem(redirect.file, there.line, there.column, "redirect", message, suggest_page(site, target))


def check_reachable(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Pages that are neither in the navigation nor linked from another page."""
    nav = site.config.nav
    if nav is None or _may_be_generated(site):
        return
    reached = {posixpath.normpath(entry.target.partition("#")[0]) for entry in nav}
    for uri, found in rendered.items():
        for link in found.links:
            target = resolve(site, uri, link.target, raw=link.raw)
            if target.uri is not None and target.uri != uri:
                reached.add(target.uri)
    allowed = GitIgnoreSpec.from_lines(site.config.not_in_nav.splitlines())
    for uri, page in site.pages.items():
        if uri not in reached and not allowed.match_file(uri) and posixpath.splitext(uri)[1] in MARKDOWN_SUFFIXES:
            message = "this page is not in the navigation and no other page links to it"
            yield page.problem("unreachable-page", 0, message, f"Add it to nav in {site.config.path}")
