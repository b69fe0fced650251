"""The files of the documentation folder, and the addresses they are published at, as MkDocs decides them."""

from __future__ import annotations

import functools
import os
import posixpath
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from refdesk.files.mkdocs_yml import SiteConfig

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
_OF_FOLDERS = frozenset({"index", "README"})  # pages that are published at the address of their folder


class Inclusion(Enum):
    """Whether a file is published."""

    PUBLISHED = "published"
    DRAFT = "draft"
    EXCLUDED = "excluded"


class SiteFile(NamedTuple):
    """A file below the documentation folder: its path there, with forward slashes, and whether it is published."""

    uri: str
    inclusion: Inclusion

    @property
    def is_page(self) -> bool:
        """Whether it is Markdown, to be built into a page."""
        return posixpath.splitext(self.uri)[1] in MARKDOWN_SUFFIXES


class _FileTree(NamedTuple):
    files: dict[str, SiteFile]
    use_directory_urls: bool


class FileTree(_FileTree):
    """Every file of the documentation folder by path, and the addresses of the published ones."""

    def url(self, uri: str) -> str:
        """The address of a file relative to the site's root ('' for the home page)."""
        return published_url(uri, use_directory_urls=self.use_directory_urls)

    @cached_property
    def by_url(self) -> dict[str, str]:
        """Published address -> path of the file."""
        return {self.url(uri): uri for uri, file in self.files.items() if file.inclusion is Inclusion.PUBLISHED}

    @cached_property
    def hidden_by_url(self) -> dict[str, str]:
        """The address that a file would have -> path, for the files that are left out of the published site."""
        return {self.url(uri): uri for uri, file in self.files.items() if file.inclusion is not Inclusion.PUBLISHED}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Case-folded path -> path."""
        return {uri.casefold(): uri for uri in self.files}

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """File name -> the paths that end in it (for hints about moved pages)."""
        names: dict[str, list[str]] = {}
        for uri in self.files:
            names.setdefault(posixpath.basename(uri), []).append(uri)
        return names

    def pages(self) -> Iterable[SiteFile]:
        """The Markdown files that are published, in order of path."""
        return (f for f in self.files.values() if f.is_page and f.inclusion is Inclusion.PUBLISHED)


@functools.lru_cache(maxsize=100_000)
def published_url(uri: str, *, use_directory_urls: bool) -> str:
    """The address MkDocs gives to a file: ``a/b.md`` -> ``a/b/``, ``a/index.md`` -> ``a/``, others unchanged."""
    page, suffix = posixpath.splitext(uri)
    if suffix not in MARKDOWN_SUFFIXES:
        return uri
    folder, slash, stem = page.rpartition("/")
    if stem in _OF_FOLDERS:
        return folder + slash if use_directory_urls else f"{folder}{slash}index.html"
    return f"{page}/" if use_directory_urls else f"{page}.html"


@functools.lru_cache(maxsize=100_000)
def relative_url(target: str, page: str) -> str:
    """The address ``target`` as a link on the page at address ``page`` (both relative to the site's root)."""
    folder = page if page.endswith("/") or not page else posixpath.dirname(page) + "/"
    relative = posixpath.relpath(target or ".", folder.strip("/") or ".")
    if not target or target.endswith("/"):
        relative = relative.rstrip("/") + "/"
    return "./" if relative == "." else relative


def read_tree(config: SiteConfig) -> FileTree:
    """List the documentation folder."""
    files: dict[str, SiteFile] = {}
    for uri in sorted(_walk(config.docs_dir), key=_order):
        if config.excluded(uri):
            files[uri] = SiteFile(uri, Inclusion.EXCLUDED)
        else:
            files[uri] = SiteFile(uri, Inclusion.DRAFT if config.drafts(uri) else Inclusion.PUBLISHED)
    return FileTree(files, config.use_directory_urls)


def _order(uri: str) -> tuple[tuple[str, ...], bool, str]:
    *folders, name = uri.split("/")
    return tuple(folders), posixpath.splitext(name)[0] not in _OF_FOLDERS, name


def _walk(docs_dir: Path) -> Iterator[str]:
    for folder, _, names in os.walk(docs_dir):
        below = Path(folder).relative_to(docs_dir)
        yield from ((below / name).as_posix() for name in names)
