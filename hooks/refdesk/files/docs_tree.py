"""The files of the documentation folder, and the addresses they are published at, as MkDocs decides them."""

from __future__ import annotations

import fnmatch
import functools
import os
import posixpath
from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from refdesk.files.patterns import Matches, matcher
from refdesk.files.text import read_text

if TYPE_CHECKING:
    from refdesk.files.mkdocs_yml import SiteConfig

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
_OF_FOLDERS = frozenset({"index", "README"})  # pages that are published at the address of their folder
_ALWAYS_EXCLUDED = (".*", "/templates/")  # what MkDocs itself leaves out, before the patterns of a site


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
    """List the documentation folder; links to folders are followed once and never out of a loop."""
    own = config.exclude.splitlines()
    excluded = matcher([*_ALWAYS_EXCLUDED, *own]) if own else _always_excluded
    drafts = matcher(config.drafts.splitlines())
    files: dict[str, SiteFile] = {}
    for uri in sorted(_walk(config.docs_dir), key=_order):
        inclusion = Inclusion.PUBLISHED
        if excluded(uri) or any(fnmatch.fnmatchcase(uri, glob) for glob in config.excluded_globs):
            inclusion = Inclusion.EXCLUDED
        elif drafts(uri):
            inclusion = Inclusion.DRAFT
        files[uri] = SiteFile(uri, inclusion)
    for uri, file in list(files.items()):  # a README.md beside an index.md is not published
        folder, name = posixpath.split(uri)
        if name == "README.md" and posixpath.join(folder, "index.md") in files:
            files[uri] = SiteFile(file.uri, Inclusion.EXCLUDED)
    return FileTree(files, config.use_directory_urls)


def _always_excluded(uri: str) -> bool:
    """What ``_ALWAYS_EXCLUDED`` matches."""
    return uri.startswith((".", "templates/")) or "/." in uri


def left_out_of_version_control(config: SiteConfig, tree: FileTree) -> Matches:
    """Whether a path matches .gitignore, in the root or below: what it names may be missing, for a build step makes it.

    The files are read when a path is first asked for.
    """

    @functools.cache
    def matches() -> Matches:
        lines = [*_patterns(config.root, ".gitignore"), *_submodules(config.root)]
        for uri in tree.files:
            folder, name = posixpath.split(posixpath.normpath(f"{config.docs_shown}/{uri}"))
            if name == ".gitignore" and folder:
                lines += [_within(folder, line) for line in _patterns(config.root, f"{folder}/{name}")]
        try:
            return matcher(lines)
        except ValueError:  # a pattern that git itself would pass over
            return matcher([])

    def match(shown: str) -> bool:
        return matches()(shown)

    return match


def _submodules(root: Path) -> Iterable[str]:
    """The folders that version control fetches from elsewhere, as far as it has not: what they hold is not known."""
    for line in _patterns(root, ".gitmodules"):
        name, _, path = (part.strip() for part in line.partition("="))
        if name == "path" and path and _is_empty(root / path.strip("/")):
            yield f"/{path.strip('/')}/"


def _is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, or is not there."""
    try:
        return not os.listdir(folder)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # a file, a name that no folder can have
        return False


def _patterns(root: Path, shown: str) -> list[str]:
    path = root / shown
    return read_text(path, shown).text.splitlines() if path.is_file() else []


def _within(folder: str, pattern: str) -> str:
    """A pattern of a folder's own .gitignore as the root's would write it."""
    sign = "!" if pattern.startswith("!") else ""
    rest = pattern.removeprefix("!").rstrip()
    if not rest or rest.startswith("#"):
        return ""
    return f"{sign}/{folder}/{rest.lstrip('/') if '/' in rest.rstrip('/') else f'**/{rest}'}"


def _order(uri: str) -> tuple[tuple[str, ...], bool, str]:
    *folders, name = uri.split("/")
    return tuple(folders), posixpath.splitext(name)[0] not in _OF_FOLDERS, name


def _walk(docs_dir: Path) -> Iterable[str]:
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(docs_dir, followlinks=True):
        kept: list[str] = []
        for name in sorted(folders):
            try:
                status = os.stat(os.path.join(folder, name))
            except OSError:
                continue
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                kept.append(name)
        folders[:] = kept
        below = os.path.relpath(folder, docs_dir).replace(os.sep, "/")
        for name in names:
            yield name if below == "." else f"{below}/{name}"
