"""Style sheets and scripts of the site, which are written in many files and published as one of each kind."""

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from refdesk.site.site import Site

_JOINED = ("assets/styles/site.css", "assets/scripts/site.js")


def joined_into(path: str) -> str | None:
    """Return the file that a style sheet or script of mkdocs.yml is joined into, or None if it is published by itself.

    Only files in the folder of the joined file are joined, so that relative addresses in them stay right.
    """
    return next((name for name in _JOINED if _kind(name) == _kind(path)), None)


def published_paths(paths: Iterable[str]) -> list[str]:
    """Return the published files that pages load in place of those that mkdocs.yml names, in the same order."""
    return list(dict.fromkeys(joined_into(path) or path for path in paths))


def _kind(path: str) -> tuple[str, str]:
    return posixpath.dirname(path), posixpath.splitext(path)[1]


@lru_cache(maxsize=2)
def theme_files(site: Site) -> frozenset[str]:
    """Return the published paths of the files below ``assets/`` in the site's theme folder."""
    folder = site.config.theme_dir
    found = (path for path in (folder / "assets").rglob("*") if path.is_file())
    return frozenset(path.relative_to(folder).as_posix() for path in found)


def source_file(site: Site, path: str) -> Path:
    """Return the file that is published at ``path``, from the documentation folder or the theme folder."""
    own = site.config.docs_dir / path
    return own if own.is_file() else site.config.theme_dir / path
