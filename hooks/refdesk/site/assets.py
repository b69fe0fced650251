"""Style sheets and scripts of the site: each is written in a file of its own, readers get them joined."""

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from refdesk.site.site import Site

_JOINED = ("assets/styles/site.css", "assets/scripts/site.js")


def joined_into(path: str) -> str | None:
    """The file that a style sheet or script of mkdocs.yml is joined into; None for one that is published by itself.

    Only files of the joined one's own folder are, so that the addresses in them still hold.
    """
    return next((name for name in _JOINED if _kind(name) == _kind(path)), None)


def published_paths(paths: Iterable[str]) -> list[str]:
    """What pages load in place of the style sheets or scripts that mkdocs.yml names, in the order given."""
    return list(dict.fromkeys(joined_into(path) or path for path in paths))


def _kind(path: str) -> tuple[str, str]:
    return posixpath.dirname(path), posixpath.splitext(path)[1]


@lru_cache(maxsize=2)
def joined_files(site: Site) -> dict[str, str]:
    """The style sheets and scripts that readers get as part of another -> that other."""
    names = [entry.name for entry in site.config.assets]
    return {name: whole for name in names if (whole := joined_into(name)) not in {None, name}}


@lru_cache(maxsize=2)
def theme_files(site: Site) -> frozenset[str]:
    """The path at which every file below ``assets/`` in the site's own theme folder is published."""
    folder = site.config.theme_dir
    found = (path for path in (folder / "assets").rglob("*") if path.is_file())
    return frozenset(path.relative_to(folder).as_posix() for path in found)


def source_file(site: Site, path: str) -> Path:
    """The file that is published at ``path``: of the documentation folder, or of the theme folder."""
    own = site.config.docs_dir / path
    return own if own.is_file() else site.config.theme_dir / path
