"""Where an address leads: to a page, a file, another site, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from refdesk.files.docs_tree import Inclusion, SiteFile, published_url
from refdesk.files.web_address import is_outside
from refdesk.problems.problem import Swap
from refdesk.problems.suggest import nearest
from refdesk.site.assets import joined_files, theme_files
from refdesk.site.generated import files_of_data, generated_files
from refdesk.site.site import Site

Outcome = Literal["page", "file", "self", "outside", "missing", "escapes", "unpublished", "joined"]

_ROOT = "/site"  # stands for the root of the site where folders are climbed
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
    found = _resolve(site, page_uri, target, raw=raw)
    is_joined = found.outcome == "file" and found.uri in joined_files(site)
    return found._replace(outcome="joined") if is_joined else found


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
    if uri in generated_files(site) or uri in theme_files(site):
        return Resolved("file", uri, fragment)
    return Resolved("page", page_uri, fragment) if uri == "." and path == "." else None


def _of_file(file: SiteFile, fragment: str) -> Resolved:
    if file.inclusion is not Inclusion.PUBLISHED:
        return Resolved("unpublished", file.uri, fragment)
    return Resolved("page" if file.is_page else "file", file.uri, fragment)


def _as_published(site: Site, page_uri: str, path: str, fragment: str, *, raw: bool) -> Resolved:
    if path.startswith("/"):
        base = urlsplit(site.config.site_url).path.rstrip("/")
        address = (path.removeprefix(base) if path.startswith(f"{base}/") else path).lstrip("/")
    else:
        folder = posixpath.dirname(f"{_ROOT}/{site.tree.url(page_uri)}")
        joined = posixpath.normpath(posixpath.join(folder, path))
        if joined != _ROOT and not joined.startswith(f"{_ROOT}/"):
            return Resolved("escapes", fragment=fragment)
        address = joined.removeprefix(_ROOT).lstrip("/")
        address += "/" if path.endswith("/") and address else ""
    folder = address.rstrip("/")
    for candidate in (address, f"{folder}/", f"{folder}/index.html", address.removesuffix("index.html")):
        key = candidate.lstrip("/")
        uri = site.tree.by_url.get(key) or site.tree.hidden_by_url.get(key)
        if uri is not None and (raw or not path.endswith(".md")):
            return _of_file(site.tree.files[uri], fragment)
    if address in generated_files(site) or address in theme_files(site):
        return Resolved("file", address, fragment)
    return Resolved("file" if address in _MADE_BY_ENGINE else "missing", None, fragment)


def escapes_by(path: str) -> str:
    """A path that climbs too far, without its climbing: what it may have meant from the documentation folder."""
    return re.sub(r"^(?:\.{1,2}/)+", "", path)


def suggest_page(site: Site, target: str) -> tuple[str, Swap | None]:
    """The hint at what an address that leads nowhere likely means, and the swap where it can mean no other.

    The address is read from the documentation folder.
    """
    path, sign, fragment = target.partition("#")
    found = nearest_file(site, posixpath.normpath(path.partition("?")[0]))
    if found is None:
        return "", None
    is_certain = certain_file(site, "index.md", target) == found
    return f"Did you mean '{found}'?", (target, f"{found}{sign}{fragment}") if is_certain else None


def nearest_file(site: Site, uri: str, *, sure: bool = False) -> str | None:
    """The path that a writer of ``uri`` most likely meant: redirect, case, extension, folder, moved file, typo.

    ``sure`` leaves out the guesses of the last two kinds.
    """
    stem = re.sub(r"(\.html?|/|\.md)+$", "", uri)
    alike = _alike(site, {uri, f"{stem}.md"})
    if alike or sure:
        return min(alike, key=lambda path: (path != uri, path), default=None)
    named = _named(site).get(_path_key(posixpath.basename(uri)), set())
    if len(named) == 1:
        return next(iter(named))
    published = [file.uri for file in site.tree.files.values() if file.inclusion is Inclusion.PUBLISHED]
    known = [*published, *sorted(files_of_data(site) | theme_files(site))]
    same_kind = [path for path in known if _kind(path) == _kind(uri)]
    beside = {posixpath.basename(path): path for path in same_kind if posixpath.dirname(path) == posixpath.dirname(uri)}
    same_name = nearest(posixpath.basename(uri), beside)
    return beside[same_name] if same_name is not None else nearest(uri, same_kind or known)


def _kind(path: str) -> str:
    return posixpath.splitext(path)[1].lower() or ".md"


# --- what leaves no choice ------------------------------------------------------------------------------------------

_INDEX = frozenset({"index", "readme"})


def certain_file(site: Site, page_uri: str, target: str) -> str | None:
    """The only file that an address of a page which leads nowhere can mean.

    It has moved there, differs from it in case and extension alone, or is the only file of that name.
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    path = unquote(unquote(parts.path)).strip().replace("\\", "/")
    if not path.strip("/") or "?" in target:
        return None
    wanted = {posixpath.normpath(path.strip("/ "))} if path.startswith("/") else _read_as(site, page_uri, path)
    found = _alike(site, wanted) or _named(site).get(_path_key(posixpath.basename(path.rstrip("/"))), set())
    return next(iter(found)) if len(found) == 1 else None


def _alike(site: Site, paths: Set[str]) -> set[str]:
    """The published files that paths have moved to, or differ from in case and extension alone."""
    moved = {site.redirected[path].partition("#")[0] for path in paths if path in site.redirected}
    return {uri for path in paths | moved for uri in _published(site).get(_path_key(path), ())}


def _read_as(site: Site, page_uri: str, path: str) -> set[str]:
    """What a path means from the file of a page and from its address; one that climbs too far is read from the top."""
    here = published_url(page_uri, use_directory_urls=site.config.use_directory_urls)
    joined = (posixpath.normpath(posixpath.join(posixpath.dirname(at), path)) for at in (page_uri, here + "x"))
    return {escapes_by(path) if uri.startswith("..") else uri for uri in joined}


def _path_key(uri: str) -> str:
    """A path without case, and of a page without extension and ``index``."""
    stem = re.sub(r"(\.html?|\.md|\.markdown)+$", "", uri.casefold().strip().rstrip("/"))
    head, _, last = stem.rpartition("/")
    return head if last in _INDEX else stem


@lru_cache(maxsize=2)
def _published(site: Site) -> Mapping[str, set[str]]:
    """Path without what does not count -> the published files that have it."""
    found: dict[str, set[str]] = {}
    published = {uri for uri, file in site.tree.files.items() if file.inclusion is Inclusion.PUBLISHED}
    for uri in published | theme_files(site):
        found.setdefault(_path_key(uri), set()).add(uri)
    return found


@lru_cache(maxsize=2)
def _named(site: Site) -> Mapping[str, set[str]]:
    """File name without what does not count -> the published files of that name (home pages of folders apart)."""
    found: dict[str, set[str]] = {}
    for uri in (uri for uris in _published(site).values() for uri in uris):
        name = posixpath.basename(uri)
        if posixpath.splitext(name)[0].casefold() not in _INDEX:
            found.setdefault(_path_key(name), set()).add(uri)
    return found
