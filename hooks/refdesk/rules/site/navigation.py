"""Navigation, redirects, named files: every entry leads to a page; every page can be reached."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from refdesk.blocks.shown import holders
from refdesk.files.docs_tree import Inclusion
from refdesk.files.patterns import matcher
from refdesk.files.plugins import included_in, may_make_navigation, may_make_pages
from refdesk.files.web_address import is_outside, malformed
from refdesk.pages.rendered import Rendered
from refdesk.pages.scan import plain_links
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import nearest
from refdesk.site.generated import generated_files
from refdesk.site.links import is_of_program, opaque_pages, resolve, suggest_page

if TYPE_CHECKING:
    from refdesk.files.mkdocs_yml import NavEntry, Redirect
    from refdesk.files.yaml import YamlPath
    from refdesk.site.site import Site

_HOME = frozenset({"index.md", "README.md", "404.md"})


def check(site: Site, rendered: Mapping[str, Rendered] | None) -> Iterator[Problem]:
    """Entries of the navigation, redirects and named files that lead nowhere; pages that nothing leads to.

    Without ``rendered`` (what the HTML of each page came to), headings and links are passed over.
    """
    opaque = opaque_pages(site)
    known = {uri: found for uri, found in (rendered or {}).items() if uri not in opaque}
    if site.config.nav is not None:
        seen: dict[str, NavEntry] = {}
        for entry in site.config.nav:
            yield from _entry(site, entry, seen, known)
        yield from _titles(site, site.config.settings.get("nav"), ("nav",)) if site.library.present else ()
    yield from _assets(site)
    yield from _redirects(site, known)
    if rendered is not None:
        yield from _unreachable(site, rendered)


def _entry(
    site: Site, entry: NavEntry, seen: dict[str, NavEntry], rendered: Mapping[str, Rendered]
) -> Iterator[Problem]:
    target = entry.target if site.library.present else entry.target.partition('"')[0]  # themes take HTML behind it

    def problem(message: str, hint: str = "") -> Problem:
        return Problem(entry.file, entry.place.line, entry.place.column, "nav", message, hint)

    if is_outside(target):
        slip = malformed(target)
        if slip is not None:
            yield problem(*slip)
        return
    if target.startswith("/") and not site.library.present:
        return
    path, _, fragment = target.partition("#")
    uri = posixpath.normpath(path.partition("?")[0])
    file = site.tree.files.get(uri)
    if file is None:
        if "nav.not_found" not in site.config.ignored and not _may_be_meant(site, uri):
            yield problem(f"no page '{target}'", suggest_page(site, uri))
        return
    if file.inclusion is not Inclusion.PUBLISHED:
        yield problem(f"the page '{target}' is left out of the published site")
    elif fragment and file.is_page and not _has(rendered, uri, fragment):
        yield problem(f"the page '{path}' has no heading '#{fragment}'", _near_anchor(rendered, uri, fragment, path))
    elif not fragment and file.is_page and uri in seen and site.library.present:
        yield problem(f"the page '{target}' stands already in the navigation, at line {seen[uri].place.line}")
    if not fragment:
        seen.setdefault(uri, entry)


def _titles(site: Site, items: object, path: YamlPath) -> Iterator[Problem]:
    """Titles that stand beside another like it, so that nobody can tell the two apart."""
    first: dict[str, int] = {}
    for index, item in enumerate(items if isinstance(items, list) else ()):
        for title, value in item.items() if isinstance(item, dict) else ():
            here = (*path, index, str(title))
            file, place = site.config.place(here, at_key=True)
            line = first.setdefault(str(title).strip().casefold(), place.line)
            if line != place.line:
                message = f"'{title}' is the title of an entry beside it, at line {line}"
                yield Problem(file, place.line, place.column, "nav", message)
            yield from _titles(site, value, here)


def _may_be_meant(site: Site, uri: str) -> bool:
    """Whether an entry that names no file is a published address, or something that a plugin makes or understands."""
    made = any(site.is_made_later(site.shown(uri) + end) for end in ("", "/"))
    if made or may_make_navigation(site.config) or uri in generated_files(site):
        return True
    if posixpath.splitext(uri)[1] in {".md", ".markdown"} or site.library.present:
        return False
    if is_of_program(site, uri):
        return True
    return uri in site.tree.by_url or f"{uri}/" in site.tree.by_url


def _has(rendered: Mapping[str, Rendered], uri: str, fragment: str) -> bool:
    return uri not in rendered or fragment in rendered[uri].ids


def _near_anchor(rendered: Mapping[str, Rendered], uri: str, fragment: str, path: str) -> str:
    near = nearest(fragment, rendered[uri].ids)
    return f"Did you mean '{path}#{near}'?" if near is not None else ""


def _assets(site: Site) -> Iterator[Problem]:
    """Style sheets and scripts that the configuration names."""
    theme = site.config.settings.get("theme")
    is_lost = isinstance(theme, Mapping) and "custom_dir" in theme and site.config.theme_dir is None
    if may_make_pages(site.config) or is_lost:  # a folder of the theme that is not there is reported by itself
        return
    for entry in site.config.assets:
        uri = posixpath.normpath(entry.target.partition("?")[0].partition("#")[0].lstrip("/"))
        if is_outside(entry.target) or uri in site.tree.files or resolve(site, "index.md", uri, raw=True).uri:
            continue
        if resolve(site, "index.md", uri, raw=True).outcome == "file" or site.is_made_later(site.shown(uri)):
            continue
        message = f"no file '{entry.target}'"
        yield Problem(
            entry.file, entry.place.line, entry.place.column, "configuration", message, suggest_page(site, uri)
        )


# --- redirects ------------------------------------------------------------------------------------------------------


def _redirects(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    targets = {redirect.source: redirect.target for redirect in site.redirects}
    seen: set[str] = set()
    for redirect in site.redirects:
        here = redirect.source_place
        slip = _source_slip(site, redirect.source, rendered, seen)
        if slip is not None:
            yield Problem(redirect.file, here.line, here.column, "redirect", *slip)
        slip = _target_slip(site, redirect, targets, rendered)
        if slip is not None:
            there = redirect.target_place
            yield Problem(redirect.file, there.line, there.column, "redirect", *slip)
        seen.add(redirect.source)


def _source_slip(site: Site, source: str, rendered: Mapping[str, Rendered], seen: set[str]) -> tuple[str, str] | None:
    """What is wrong with the beginning of a redirect: (message, hint), or None."""
    path, _, fragment = source.partition("#")
    outside = path.startswith(("/", "../"))
    if outside or not path.endswith((".md", ".markdown")):
        hint = "" if outside else f"Write {path.removesuffix('.html').rstrip('/')}.md"
        return f"'{source}' is no path of a Markdown file, and nothing is redirected", hint
    if source in seen:
        return f"'{source}' is redirected already", ""
    if not fragment:
        taken = path if path in site.tree.files else site.tree.by_url.get(site.tree.url(path))
        if taken == path:
            return f"'{source}' is redirected and still exists", ""
        return None if taken is None else (f"'{source}' is redirected, and '{taken}' has its address", "")
    if path in rendered and rendered[path].ids.count(fragment) > 1:  # the place that leads on has the id as well
        return f"'{source}' is redirected and still exists", ""
    if path not in site.pages and not any(redirect.source == path for redirect in site.redirects):
        return f"there is no page '{path}', and it is not redirected", suggest_page(site, path)
    return None


def _target_slip(
    site: Site, redirect: Redirect, targets: Mapping[str, str], rendered: Mapping[str, Rendered]
) -> tuple[str, str] | None:
    """What is wrong with the end of a redirect: (message, hint), or None."""
    if is_outside(redirect.target):
        return malformed(redirect.target)
    path, _, fragment = redirect.target.partition("#")
    chain = {redirect.source}
    target = path
    while target in targets and target not in chain:
        chain.add(target)
        target = targets[target].partition("#")[0]
    if target == redirect.source:
        return f"'{redirect.source}' is redirected in a circle", ""
    if target in chain or is_outside(target):
        return None
    file = site.tree.files.get(posixpath.normpath(target))
    if file is None:
        if may_make_pages(site.config) or (path != target) or target.strip("/") + "/" in site.tree.by_url:
            return None  # the last redirect of a chain is the one that is wrong
        return f"'{redirect.source}' is redirected to '{redirect.target}', which does not exist", suggest_page(
            site, path
        )
    if file.inclusion is not Inclusion.PUBLISHED and path == target:
        return f"'{redirect.source}' is redirected to '{redirect.target}', which is left out of the published site", ""
    if fragment and path == target and not _has(rendered, file.uri, fragment):
        return f"'{path}' has no heading '#{fragment}'", _near_anchor(rendered, file.uri, fragment, path)
    return None


# --- pages that nothing leads to ------------------------------------------------------------------------------------


def _reached_from_data(site: Site) -> Iterator[str]:
    """The pages that data fields, generated blocks and generated references lead to."""
    for inline in site.library.inlines():
        for target, _ in plain_links(site.scan_inline(inline)):
            yield posixpath.normpath(target.partition("#")[0])
    for name in ("technologies", "hubs", "changes"):
        file = site.library.files.get(name)
        for entry in file.entries.values() if file is not None else ():
            yield getattr(entry, "page", None) or ""
    used = {kind for page in site.pages.values() for kind, _ in page.references()}
    for (kind, _), uri in holders(site).items():
        if {"glossary": "term", "series": "value", "bibliography": "citation"}.get(kind) in used:
            yield uri


def reaches_of(site: Site, uri: str, found: Rendered) -> tuple[str, ...]:
    """The other pages and files that the links of a page lead to, in order."""
    targets = {
        resolve(site, uri, target, raw=raw).uri for target, raw in {(link.target, link.raw) for link in found.links}
    }
    return tuple(sorted(target for target in targets if target is not None and target != uri))


def _included(site: Site) -> Iterator[str]:
    """The pages that are put into other pages, by this package or by a plugin."""
    prefix = site.shown("")
    for page in site.pages.values():
        for file in page.assembly.files if page.assembly is not None else ():
            yield file.path.removeprefix(prefix)
        yield from included_in(page.text, page.uri)


def _unreachable(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Pages that are neither in the navigation nor linked from another page."""
    nav = site.config.nav
    if nav is None or may_make_navigation(site.config) or "nav.omitted_files" in site.config.ignored:
        return
    reached = {posixpath.normpath(entry.target.partition("#")[0]) for entry in nav}
    for uri, found in rendered.items():
        reached.update(reaches_of(site, uri, found))
    reached.update(_reached_from_data(site))
    reached.update(_included(site))
    allowed = matcher(site.config.not_in_nav.splitlines())
    missing = {posixpath.normpath(entry.target.partition("#")[0]) for entry in nav if not is_outside(entry.target)}
    meant = {suggest_page(site, uri) for uri in missing - site.tree.files.keys()}  # by a misspelled entry
    for uri, page in site.pages.items():
        if uri not in reached and uri not in _HOME and not allowed(uri) and f"Did you mean '{uri}'?" not in meant:
            message = "this page is not in the navigation and no other page links to it"
            yield page.problem("unreachable-page", 0, message, f"Add it to nav in {site.config.path}")
