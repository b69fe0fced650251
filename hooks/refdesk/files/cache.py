"""What is costly to make is kept under .cache/refdesk of the checkout, by a digest of all that it was made from.

Deleting the folder is always safe. A folder that cannot be written is no mistake: then everything is made each time.
"""

import contextlib
import functools
import sys
import sysconfig
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from refdesk.files.checkout import CACHE
from refdesk.files.writing import write_whole


def digest(*parts: bytes) -> str:
    """The digest of some bytes, one part after the other."""
    found = blake2b(digest_size=32)
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


@functools.cache
def fingerprint() -> str:
    """A digest of this package, of the names of the installed distributions and of the Python that runs them."""
    package = Path(__file__).parent.parent
    parts = [sys.version.encode()]
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".css", ".js", ".txt", ".typ"}:
            parts += [str(path.relative_to(package)).encode(), path.read_bytes()]
    site_packages = Path(sysconfig.get_path("purelib"))
    if site_packages.is_dir():
        parts += sorted(path.name.encode() for path in site_packages.glob("*.dist-info"))
    return digest(*parts)


class Cache:
    """The contents of one kind in the cache of a checkout, each under what it was made from."""

    def __init__(self, root: Path, kind: str) -> None:
        self._root = root
        self._folder = root / CACHE / kind

    def _path(self, made_from: str) -> Path:
        return self._folder / digest(fingerprint().encode(), made_from.encode("utf-8", "surrogatepass"))

    def load(self, made_from: str) -> bytes | None:
        """The content made from a text earlier, or None."""
        try:
            return self._path(made_from).read_bytes()
        except OSError:
            return None

    def keep(self, made_from: str, content: bytes) -> bytes:
        """Keep a content, written in one step, and give it back; where nothing can be written, that is all."""
        with contextlib.suppress(OSError):
            write_whole(self._path(made_from), content)
            (self._root / CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
        return content

    def keep_only(self, made_from: Iterable[str]) -> None:
        """Delete what was made from other texts, so that the cache does not grow with every change."""
        wanted = {self._path(text) for text in made_from}
        with contextlib.suppress(OSError):
            for path in set(self._folder.iterdir()) - wanted:
                path.unlink()
