"""Where an address leads: to a page, a file, another site, or nowhere."""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from refdesk.files.docs_tree import SiteFile
from refdesk.files.web_address import is_outside
from refdesk.problems.problem import Swap
from refdesk.problems.suggest import nearest
from refdesk.site.assets import theme_files
from refdesk.site.generated import files_of_data, generated_files
from refdesk.site.site import Site

Outcome = Literal["page", "file", "self", "outside", "missing", "escapes", "unpublished"]

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
    if not file.is_published:
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
        uri = site.tree.by_url.get(key)
        if uri is not None and (raw or not path.endswith(".md")):
            return _of_file(site.tree.files[uri], fragment)
    if address in generated_files(site) or address in theme_files(site):
        return Resolved("file", address, fragment)
    return Resolved("file" if address in _MADE_BY_ENGINE else "missing", None, fragment)


def suggest_page(site: Site, target: str) -> tuple[str, Swap | None]:
    """The hint at what an address that leads nowhere likely means, and the swap where it can mean no other.

    The address is read from the documentation folder.
    """
    path, sign, fragment = target.partition("#")
    found, is_certain = nearest_file(site, path.partition("?")[0])
    if found is None:
        return "", None
    swap = (target, f"{found}{sign}{fragment}") if is_certain and "?" not in target else None
    return f"Did you mean '{found}'?", swap


def nearest_file(site: Site, path: str) -> tuple[str | None, bool]:
    """The published file that a writer of a path most likely meant, and whether the path can mean no other.

    It can mean no other if one file alone has moved from there, or differs in case and extension alone, or, where there
    is none, has the same name in another folder. Else the file is the one that is spelt most like it.
    """
    uri = posixpath.normpath(unquote(path).strip("/ "))
    key, known = _path_key(uri), _published_keys(site)
    moved = {target.partition("#")[0] for source, target in site.redirected.items() if _path_key(source) == key}
    found = [file for file in known if known[file] in {key, *map(_path_key, moved)}]
    found = found or [file for file in known if posixpath.basename(known[file]) == posixpath.basename(key)]
    if found:
        return min(found, key=lambda file: (file != uri, file)), len(found) == 1
    files = [file for file in (*known, *sorted(files_of_data(site))) if _is_near(uri, file)]
    return nearest(uri, files), False


def _is_near(path: str, uri: str) -> bool:
    """Whether a path is that of a file but for slips in names of folders and files, or but for the kind of the file."""
    (start, kind), (other, other_kind) = posixpath.splitext(path), posixpath.splitext(uri)
    names = zip(start.split("/"), other.split("/"), strict=False)
    return start == other or (
        kind.lower() in {"", other_kind}
        and start.count("/") == other.count("/")
        and all(nearest(name, [found]) for name, found in names)
    )


def _path_key(uri: str) -> str:
    """What two paths have in common that lead to one file: no case, and of a page no extension and no ``index``."""
    stem = re.sub(r"(\.html?|\.md|\.markdown)+$", "", uri.casefold().strip().rstrip("/"))
    head, _, last = stem.rpartition("/")
    return head if last in {"index", "readme"} else stem


@lru_cache(maxsize=2)
def _published_keys(site: Site) -> Mapping[str, str]:
    """Path of each published file -> its key."""
    return {uri: _path_key(uri) for uri in (*site.tree.published, *sorted(theme_files(site)))}
