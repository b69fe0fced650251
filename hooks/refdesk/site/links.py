"""Where an address leads: to a page, a file, another site, or nowhere."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from refdesk.files.docs_tree import Inclusion, SiteFile, published_url
from refdesk.files.web_address import is_outside
from refdesk.problems.suggest import nearest
from refdesk.site.assets import joined_files, theme_files
from refdesk.site.generated import files_of_data, generated_files
from refdesk.site.site import Site

Outcome = Literal["page", "file", "self", "outside", "missing", "escapes", "unpublished", "joined"]

_MADE_BY_ENGINE = frozenset({"sitemap.xml", "sitemap.xml.gz", "404.html"})


class Resolved(NamedTuple):
    """Where an address leads: the kind of target, its path below the documentation folder, the fragment."""

    outcome: Outcome
    uri: str | None = None
    fragment: str = ""


def resolve(site: Site, page_uri: str, target: str, *, raw: bool) -> Resolved:
    """Follow an address from a page.

    In Markdown, an engine reads it as a path of source files; in raw HTML, and where it is no source file, a browser
    reads it as an address relative to the published page.
    """
    known = _known(site)
    key = (page_uri, target, raw)
    if key not in known:
        found = _resolve(site, page_uri, target, raw=raw)
        is_joined = found.outcome == "file" and found.uri in joined_files(site)
        known[key] = found._replace(outcome="joined") if is_joined else found
    return known[key]


@lru_cache(maxsize=2)
def _known(_site: Site) -> dict[tuple[str, str, bool], Resolved]:
    """Where the addresses of a site lead that were followed before."""
    return {}


def _resolve(site: Site, page_uri: str, target: str, *, raw: bool) -> Resolved:
    if is_outside(target):
        return Resolved("outside")
    try:
        parts = urlsplit(target)
    except ValueError:
        return Resolved("missing")
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Resolved("self", page_uri, fragment)
    found = None if raw else _as_source(site, page_uri, path, fragment)
    if found is not None and found.outcome != "escapes":
        return found
    published = _as_published(site, page_uri, path, fragment, raw=raw)
    return found if found is not None and published.outcome == "missing" else published


def _as_source(site: Site, page_uri: str, path: str, fragment: str) -> Resolved | None:
    if path.startswith("/"):
        return None
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(page_uri), path))
    if uri.startswith("../") or uri == "..":
        return Resolved("escapes", fragment=fragment)
    file = site.tree.files.get(uri)
    if file is not None:
        return _of_file(file, fragment)
    if uri in generated_files(site):
        return Resolved("file", uri, fragment)
    if uri in theme_files(site):
        return Resolved("file", uri, fragment)
    return Resolved("page", page_uri, fragment) if uri == "." and path == "." else None


def _of_file(file: SiteFile, fragment: str) -> Resolved:
    if file.inclusion is not Inclusion.PUBLISHED:
        return Resolved("unpublished", file.uri, fragment)
    return Resolved("page" if file.is_page else "file", file.uri, fragment)


def _as_published(site: Site, page_uri: str, path: str, fragment: str, *, raw: bool) -> Resolved:
    urls = site.config.use_directory_urls
    if path.startswith("/"):
        base = urlsplit(site.config.site_url).path.rstrip("/")
        address = path.removeprefix(base) if base and path.startswith(base + "/") else path
        address = address.lstrip("/")
    else:
        here = published_url(page_uri, use_directory_urls=urls)
        joined = posixpath.normpath(posixpath.join(posixpath.dirname("/" + here) or "/", path))
        depth = len([part for part in posixpath.dirname("/" + here).split("/") if part])
        if _climb(path) > depth:
            return Resolved("escapes", fragment=fragment)
        address = joined.lstrip("/") + ("/" if path.endswith("/") and joined != "/" else "")
    for candidate in (
        address,
        address.rstrip("/") + "/",
        address.rstrip("/") + "/index.html",
        address.removesuffix("index.html"),
    ):
        key = candidate.lstrip("/") if candidate != "/" else ""
        uri = site.tree.by_url.get(key)
        if uri is not None and (raw or not uri.endswith(".md") or not path.endswith(".md")):
            return _of_file(site.tree.files[uri], fragment)
        hidden = site.tree.hidden_by_url.get(key)
        if hidden is not None and not path.endswith(".md"):
            return _of_file(site.tree.files[hidden], fragment)
    if address in generated_files(site) or address in theme_files(site):
        return Resolved("file", address, fragment)
    if address in _MADE_BY_ENGINE:
        return Resolved("file", None, fragment)
    return Resolved("missing", None, fragment)


def _climb(path: str) -> int:
    """How many folders a relative path climbs above where it starts."""
    depth = lowest = 0
    for part in path.split("/"):
        if part == "..":
            depth -= 1
        elif part not in {"", "."}:
            depth += 1
        lowest = min(lowest, depth)
    return -lowest


def escapes_by(path: str) -> str:
    """A path that climbs too far, without its climbing: what it may have meant from the documentation folder."""
    return re.sub(r"^(?:\.{1,2}/)+", "", path)


def suggest_page(site: Site, uri: str) -> str:
    """A hint for a path that does not exist: the file that the writer most likely meant."""
    found = nearest_file(site, uri)
    return f"Did you mean '{found}'?" if found is not None else ""


def nearest_file(site: Site, uri: str, *, sure: bool = False) -> str | None:
    """The path that a writer of ``uri`` most likely meant: redirect, case, extension, folder, moved file, typo.

    ``sure`` leaves out the guesses of the last two kinds.
    """
    files = site.tree.files
    stem = re.sub(r"(\.html?|/|\.md)+$", "", uri)
    guesses = (
        *(site.redirected.get(old, "").partition("#")[0] for old in (uri, stem + ".md")),
        uri,
        stem + ".md",
        posixpath.join(stem, "index.md"),
        re.sub(r"/index$", "", stem) + ".md",
    )
    for guess in guesses:
        if guess in files and files[guess].inclusion is Inclusion.PUBLISHED:
            return guess
        folded = site.tree.folded.get(guess.casefold())
        if folded is not None and files[folded].inclusion is Inclusion.PUBLISHED:
            return folded
        of_theme = next((path for path in theme_files(site) if path.casefold() == guess.casefold()), None)
        if of_theme is not None:
            return of_theme
    return None if sure else _moved_or_misspelled(site, uri, stem)


def _moved_or_misspelled(site: Site, uri: str, stem: str) -> str | None:
    files = site.tree.files
    for name in (posixpath.basename(uri), posixpath.basename(stem) + ".md"):
        moved = [path for path in site.tree.by_name.get(name, []) if files[path].inclusion is Inclusion.PUBLISHED]
        if len(moved) == 1:
            return moved[0]
    published = [f.uri for f in files.values() if f.inclusion is Inclusion.PUBLISHED]
    published += sorted(files_of_data(site) | theme_files(site))
    folder = posixpath.dirname(uri)
    beside = {posixpath.basename(f): f for f in published if posixpath.dirname(f) == folder}
    same_name = nearest(posixpath.basename(uri), [n for n in beside if _kind(n) == _kind(uri)])
    if same_name is not None:
        return beside[same_name]
    same_kind = [f for f in published if _kind(f) == _kind(uri)] or published
    return nearest(uri, same_kind)


def _kind(path: str) -> str:
    return posixpath.splitext(path)[1].lower() or ".md"
