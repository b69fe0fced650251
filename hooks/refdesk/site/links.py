"""Suggests files for addresses that lead nowhere."""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from refdesk.problems import things
from refdesk.problems.problem import Swap
from refdesk.problems.suggest import nearest
from refdesk.problems.things import Thing
from refdesk.site.generated import files_of_data, theme_files
from refdesk.site.site import Site, led_on

_CLIMB = re.compile(r"^(?:\.\./)+")  # out of the documentation folder


def suggest_file(site: Site, target: str, here: str = "") -> tuple[str, Swap | None]:
    """Return the hint for an address on the page ``here`` that leads to no file, and its certain
    correction if any.
    """
    path, _, fragment = target.partition("#")
    folder = posixpath.dirname(here)
    meant = posixpath.join(folder, unquote(path.partition("?")[0]).replace("\\", "/"))
    uri = _CLIMB.sub("", posixpath.normpath(meant))
    now = led_on(f"{uri}#{fragment}" if fragment else uri, site.redirected)
    uri, _, fragment = now.partition("#")
    found, is_certain = nearest_file(site, uri)
    if found is None:
        return "", None
    address = posixpath.relpath(found, folder or ".")
    if re.search(r"[\s()]", address):
        address = quote(address, safe="/")
    address += f"#{fragment}" if fragment else ""
    return f"Did you mean '{address}'?", (
        target,
        address,
    ) if is_certain and "?" not in target else None


def nearest_file(site: Site, path: str) -> tuple[str | None, bool]:
    """Return the published file that a path most likely means, and whether that is certain.

    It is certain if only one file has moved from there or differs in case and extension alone or,
    where there is none, has the same name in another folder. Otherwise the file is the one with the
    most similar path.
    """
    uri = path.strip("/ ")
    key, known = _path_key(uri), _published_keys(site)
    moved = {
        target.partition("#")[0]
        for source, target in site.redirected.items()
        if _path_key(source) == key
    }
    keys, name = {key, *map(_path_key, moved)}, key.rpartition("/")[2]
    found = [file for file in known if known[file] in keys]
    found = found or [file for file in known if known[file].rpartition("/")[2] == name]
    if found:
        return min(found, key=lambda file: (file != uri, file)), len(found) == 1
    files = [file for file in (*known, *sorted(files_of_data(site))) if _is_near(uri, file)]
    return nearest(uri, files), False


@lru_cache(maxsize=2)
def renamed_pages(site: Site) -> Mapping[str, str]:
    """Map pages that were listed or published, and are gone, to the new pages that they were likely
    renamed to.
    """
    listed = {posixpath.normpath(entry.target.partition("#")[0]) for entry in site.config.nav}
    known = {uri for uri in {*listed, *site.addresses.ids} if uri.endswith(".md")}
    gone = sorted(known - site.tree.files.keys() - site.redirected.keys())
    new = sorted(site.pages.keys() - site.addresses.ids.keys())
    unlisted = [uri for uri in new if uri not in listed]
    only = unlisted[0] if len(gone) == len(unlisted) == 1 else None
    alike = {old: only or nearest(old, unlisted if old in listed else new) for old in gone}
    return {
        old: found for old, found in alike.items() if found and _path_key(old) != _path_key(found)
    }


def move_hint(site: Site, uri: str) -> str:
    """Return what to do about a page that is gone and was likely renamed, or ''."""
    new = renamed_pages(site).get(uri)
    return (
        f"If it was renamed to '{new}', let all else follow: refdesk move {uri} {new}"
        if new
        else ""
    )


class Destination(NamedTuple):
    """What an address rests on: its id, on whichever page and on its own, and its page."""

    id_anywhere: Thing
    id_there: Thing
    ids_there: Thing
    page: Thing


def leads_to(site: Site, here: str, target: str) -> Destination:
    """Return what an address on the page ``here`` rests on."""
    path, _, fragment = unquote(target.strip()).partition("#")
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
    shown = site.shown(uri)
    return Destination(
        things.id_anywhere(fragment),
        things.id_on(shown, fragment),
        things.ids_on(shown),
        things.file(shown),
    )


def _is_near(path: str, uri: str) -> bool:
    """Return whether a path differs from that of a file by typing mistakes in its names, or in the
    extension.
    """
    names, others = (posixpath.splitext(one)[0].split("/") for one in (path, uri))
    pairs = zip(names, others, strict=False)
    return len(names) == len(others) and all(nearest(name, [other]) for name, other in pairs)


def _path_key(uri: str) -> str:
    """Return a path in lower case, that of a page without extension and ``index``: equal paths mean
    the same file.
    """
    stem = re.sub(r"(\.html?|\.md|\.markdown)+$", "", uri.casefold().strip("./ "))
    head, _, last = stem.rpartition("/")
    return head if last in {"index", "readme"} else stem


@lru_cache(maxsize=2)
def _published_keys(site: Site) -> Mapping[str, str]:
    """Map the path of each published file to its key."""
    return {uri: _path_key(uri) for uri in (*site.tree.published, *sorted(theme_files(site)))}
