"""Where an address leads: to a page, a file, another site, or nowhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from refdesk.files import Inclusion, SiteFile, published_url
from refdesk.site import Site
from refdesk.suggest import nearest

Outcome = Literal["page", "file", "self", "outside", "missing", "escapes", "unpublished", "unchecked"]
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Resolved:
    """Where an address leads: the kind of target, its path below the documentation folder, the fragment."""

    outcome: Outcome
    uri: str | None = None
    fragment: str = ""


def is_outside(target: str) -> bool:
    """Whether an address names a host or a scheme."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def resolve(site: Site, page_uri: str, target: str, *, raw: bool) -> Resolved:
    """Follow an address from a page.

    In Markdown, an engine reads it as a path of source files; in raw HTML, and where it is no source file, a browser
    reads it as an address relative to the published page.
    """
    if is_outside(target):
        return Resolved("outside")
    try:
        parts = urlsplit(target)
    except ValueError:
        return Resolved("missing")
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Resolved("self", page_uri, fragment)
    if not raw:
        found = _as_source(site, page_uri, path, fragment)
        if found is not None:
            return found
    return _as_published(site, page_uri, path, fragment, raw=raw)


def _as_source(site: Site, page_uri: str, path: str, fragment: str) -> Resolved | None:
    if path.startswith("/"):
        if not site.config.absolute_links_from_docs:
            return None
        uri = posixpath.normpath(path.lstrip("/"))
    else:
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(page_uri), path))
    if uri.startswith("../") or uri == "..":
        return Resolved("escapes", fragment=fragment)
    file = site.tree.files.get(uri)
    if file is None:
        return Resolved("page", page_uri, fragment) if uri == "." and path == "." else None
    return _of_file(file, fragment)


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
        climbs = _climb(path)
        if climbs > depth:
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
        if uri is not None and (raw or not uri.endswith((".md", ".markdown")) or not _looks_like_source(path)):
            return _of_file(site.tree.files[uri], fragment)
    if address in {
        "sitemap.xml",
        "sitemap.xml.gz",
        "404.html",
        "search/search_index.json",
        "objects.inv",
        "feed_rss_created.xml",
    }:
        return Resolved("file", None, fragment)
    if address.lstrip("/").startswith("data/") and site.library.present and address.lstrip("/") in site.downloads:
        return Resolved("file", None, fragment)
    return Resolved("missing", None, fragment)


def _looks_like_source(path: str) -> bool:
    return path.endswith((".md", ".markdown"))


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


def suggest_page(site: Site, uri: str) -> str:
    """A hint for a path that does not exist: the file that the writer most likely meant."""
    found = nearest_file(site, uri)
    return f"Did you mean '{found}'?" if found is not None else ""


def nearest_file(site: Site, uri: str) -> str | None:
    """The path that a writer of ``uri`` most likely meant: case, extension, folder, moved file, typo, in that order."""
    files = site.tree.files
    stem = re.sub(r"(\.html?|/|\.md)$", "", uri)
    for guess in (
        uri,
        stem + ".md",
        posixpath.join(stem, "index.md"),
        posixpath.join(stem, "README.md"),
        re.sub(r"/index$", "", stem) + ".md",
    ):
        if guess in files and files[guess].inclusion is Inclusion.PUBLISHED:
            return guess
        folded = site.tree.folded.get(guess.casefold())
        if folded is not None:
            return folded
    for name in (posixpath.basename(uri), posixpath.basename(stem) + ".md"):
        moved = site.tree.by_name.get(name, [])
        if len(moved) == 1:
            return moved[0]
    published = [f.uri for f in files.values() if f.inclusion is Inclusion.PUBLISHED]
    same_kind = [f for f in published if posixpath.splitext(f)[1] == posixpath.splitext(uri)[1]] or published
    return nearest(uri, same_kind)
