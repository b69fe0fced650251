"""The files of the documentation folder, and the addresses they are published at, as MkDocs decides them."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from refdesk.files.mkdocs_yml import SiteConfig


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
        return self.uri.endswith(".md")


@dataclass(frozen=True)
class FileTree:
    """Every file of the documentation folder by path, and the addresses of the published ones."""

    files: dict[str, SiteFile]
    use_directory_urls: bool

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

    def pages(self) -> Iterable[SiteFile]:
        """The Markdown files that are published, in order of path."""
        return (f for f in self.files.values() if f.is_page and f.inclusion is Inclusion.PUBLISHED)


def published_url(uri: str, *, use_directory_urls: bool) -> str:
    """The address MkDocs gives to a file: ``a/b.md`` -> ``a/b/``, ``a/index.md`` -> ``a/``, others unchanged."""
    if not uri.endswith(".md"):
        return uri
    folder, slash, stem = uri.removesuffix(".md").rpartition("/")
    if not use_directory_urls:
        return f"{folder}{slash}{stem}.html"
    return f"{folder}{slash}" if stem == "index" else f"{folder}{slash}{stem}/"


def relative_url(target: str, page: str) -> str:
    """The address ``target`` as a link on the page at address ``page`` (both relative to the site's root)."""
    folder = page if page.endswith("/") or not page else posixpath.dirname(page) + "/"
    relative = posixpath.relpath(target or ".", folder.strip("/") or ".")
    if not target or target.endswith("/"):
        relative = relative.rstrip("/") + "/"
    return "./" if relative == "." else relative


def read_tree(config: SiteConfig) -> FileTree:
    """List the documentation folder: folder by folder, the page of a folder before its other files."""
    uris: list[str] = []
    for folder, _, names in os.walk(config.docs_dir):
        below = Path(folder).relative_to(config.docs_dir)
        uris += [(below / name).as_posix() for name in names]
    files: dict[str, SiteFile] = {}
    for uri in sorted(uris, key=_order):
        hidden = Inclusion.EXCLUDED if config.excluded(uri) else Inclusion.DRAFT if config.drafts(uri) else None
        files[uri] = SiteFile(uri, hidden or Inclusion.PUBLISHED)
    return FileTree(files, config.use_directory_urls)


def _order(uri: str) -> tuple[list[str], bool, str]:
    *folders, name = uri.split("/")
    return folders, name != "index.md", name
