"""The files of the documentation folder, and the addresses they are published at, as MkDocs decides
them.
"""

import os
import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from refdesk.files.mkdocs_yml import SiteConfig

# Signs and names that Windows does not allow in paths, a blank or a full stop at the end of a part,
# a climb.
_DEVICE = r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]) *(?:\.[^/]*)?"
_UNSAFE = re.compile(rf'[\\:*?"<>|]|[ .](?:/|\Z)|(?:^|/)(?:\.\.|{_DEVICE})(?:/|\Z)', re.IGNORECASE)


@dataclass(frozen=True)
class FileTree:
    """Every file of the documentation folder: its path there, with forward slashes, and whether it
    is published.
    """

    files: dict[str, bool]
    use_directory_urls: bool

    def url(self, uri: str) -> str:
        """Return the address of a file relative to the site's root ('' for the home page)."""
        return published_url(uri, use_directory_urls=self.use_directory_urls)

    @cached_property
    def by_url(self) -> dict[str, str]:
        """Return address -> path of the file that has it, or would have it if it were published."""
        return {self.url(uri): uri for uri in sorted(self.files, key=self.files.__getitem__)}

    @property
    def published(self) -> list[str]:
        """Return the paths of the files that are published, in order."""
        return [uri for uri, is_published in self.files.items() if is_published]


def published_url(uri: str, *, use_directory_urls: bool) -> str:
    """Return the address MkDocs gives to a file: ``a/b.md`` -> ``a/b/``, ``a/index.md`` -> ``a/``,
    others unchanged.
    """
    if not uri.endswith(".md"):
        return uri
    folder, slash, stem = uri.removesuffix(".md").rpartition("/")
    if not use_directory_urls:
        return f"{folder}{slash}{stem}.html"
    return f"{folder}{slash}" if stem == "index" else f"{folder}{slash}{stem}/"


@cache
def relative_url(target: str, page: str) -> str:
    """Return the address ``target`` as a link on the page at address ``page`` (both relative to the
    site's root).
    """
    folder = page if page.endswith("/") or not page else posixpath.dirname(page) + "/"
    relative = posixpath.relpath(f"/{target}", f"/{folder.strip('/')}")
    if not target or target.endswith("/"):
        relative = relative.rstrip("/") + "/"
    return "./" if relative == "." else relative


def read_tree(config: SiteConfig) -> FileTree:
    """List the documentation folder: folder by folder, the page of a folder before its
    other files.
    """
    paths = (path for path in config.docs_dir.rglob("*") if path.is_symlink() or not path.is_dir())
    uris = [path.relative_to(config.docs_dir).as_posix() for path in paths]
    hidden = {
        uri for uri in uris if config.is_hidden(uri) or not is_own_file(config.docs_dir / uri)
    }
    return FileTree(
        {uri: uri not in hidden for uri in sorted(uris, key=_order)}, config.use_directory_urls
    )


def is_own_file(path: Path) -> bool:
    """Return whether a path below the root is a file that lies there: no pipe, no symbolic link on
    the way to it.
    """
    return path.is_file() and os.path.realpath(path) == str(path)


def unsafe_name(path: str) -> bool:
    """Return whether a path means something else on another system, or looks like another one."""
    return _UNSAFE.search(path) is not None or any(
        unicodedata.category(sign) in {"Cc", "Cf"} for sign in path
    )


def _order(uri: str) -> tuple[list[str], bool, str]:
    *folders, name = uri.split("/")
    return folders, name != "index.md", name
