"""What is costly to make is kept under .cache/refdesk of the checkout, by a digest of all that it was made from.

Deleting the folder is always safe. A file that was cut short is passed over; a folder that cannot be written, or that
is a link to elsewhere, is no mistake: then everything is made each time.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from refdesk.files.checkout import CACHE, CONFIG, EXCEPTIONS
from refdesk.problems.problem import Problem
from refdesk.problems.report import Report

_LENGTH = 64  # hexadecimal digits of a digest


def digest(*parts: bytes) -> str:
    """The digest of some bytes, one part after the other."""
    found = blake2b(digest_size=_LENGTH // 2)
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


@functools.cache
def fingerprint() -> str:
    """A digest of this package, of the names of the installed distributions and of the Python that runs them."""
    package = Path(__file__).parent.parent
    parts = [sys.version.encode()]
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".js", ".txt", ".typ"}:
            parts += [str(path.relative_to(package)).encode(), path.read_bytes()]
    site_packages = Path(sysconfig.get_path("purelib"))
    if site_packages.is_dir():
        parts += sorted(path.name.encode() for path in site_packages.glob("*.dist-info"))
    return digest(*parts)


def _is_safe(root: Path) -> bool:
    """Whether no folder of the cache is a link to elsewhere."""
    return not any((root / folder).is_symlink() for folder in (CACHE, *CACHE.parents) if folder != Path())


def _read(root: Path, path: Path) -> bytes | None:
    """The content of a file of the cache; None when there is none, or it was cut short."""
    try:
        content = path.read_bytes() if _is_safe(root) else b""
    except OSError:
        return None
    seal, body = content[:_LENGTH], content[_LENGTH:]
    return body if seal.decode("ascii", "replace") == digest(body) else None


def _write(root: Path, path: Path, body: bytes) -> None:
    """Write a file of the cache in one step, behind the digest of its content; do nothing where that cannot be."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        if not _is_safe(root):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = root / CACHE / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        part.write_bytes(digest(body).encode() + body)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


class Cache:
    """The contents of one kind in the cache of a checkout, each under what it was made from."""

    def __init__(self, root: Path, kind: str) -> None:
        self._root = root
        self._folder = root / CACHE / kind

    def _path(self, made_from: str) -> Path:
        return self._folder / digest(fingerprint().encode(), made_from.encode("utf-8", "surrogatepass"))

    def load(self, made_from: str) -> bytes | None:
        """The content made from a text earlier, or None."""
        return _read(self._root, self._path(made_from))

    def keep(self, made_from: str, content: bytes) -> bytes:
        """Keep a content, and give it back."""
        _write(self._root, self._path(made_from), content)
        return content

    def keep_only(self, made_from: Iterable[str]) -> None:
        """Delete what was made from other texts, so that the cache does not grow with every change."""
        wanted = {self._path(text) for text in made_from}
        with contextlib.suppress(OSError):
            for path in set(self._folder.iterdir()) - wanted:
                path.unlink()


# --- the last report ------------------------------------------------------------------------------------------------

_TEXT = (".md", ".yml", ".yaml", ".csv", ".txt", ".css", ".svg")  # of other files of the site only the name counts
_FOLDERS = ("docs", "overrides")
_FILES = (CONFIG, EXCEPTIONS)


def inputs_digest(root: Path, environment: Sequence[str]) -> str | None:
    """A digest of everything that a report depends on: the files of the site, this program, some variables, the day.

    None where a link makes it uncertain what belongs to the site.
    """
    parts = [fingerprint().encode(), str(root).encode("utf-8", "surrogateescape")]
    parts += [time.strftime("%Y-%m-%d", time.gmtime()).encode()]
    parts += [f"{name}={os.environ.get(name)}".encode("utf-8", "surrogateescape") for name in environment]
    try:
        for path in _input_files(root):
            if path is None:
                return None
            parts += [path.encode("utf-8", "surrogateescape")]
            parts += [Path(path).read_bytes()] if path.endswith((*_TEXT, *_FILES)) else []
    except OSError:
        return None
    return digest(*parts)


def _input_files(root: Path) -> Iterator[str | None]:
    """The path of every file of the site; None for one that is a link or no ordinary file."""
    for name in _FILES:
        if os.path.lexists(root / name):
            yield str(root / name) if _is_ordinary(str(root / name)) else None
    for folder in _FOLDERS:
        for at, folders, names in os.walk(root / folder):
            folders.sort()
            if any(os.path.islink(os.path.join(at, name)) for name in folders):
                yield None
            for name in sorted(names):
                path = os.path.join(at, name)
                yield path if _is_ordinary(path) else None


def _is_ordinary(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def load_report(root: Path) -> Report | None:
    """The report of the last check, if nothing that it depends on has changed since."""
    kept = _read(root, root / CACHE / "report")
    if kept is None:
        return None
    data = json.loads(kept)
    if data["inputs"] is None or data["inputs"] != inputs_digest(root, data["environment"]):
        return None
    return Report(tuple(Problem(*row) for row in data["problems"]), data["pages"], data["references"])


def keep_report(root: Path, report: Report, environment: Sequence[str]) -> None:
    """Keep the report on the site as it is; ``environment`` names the variables that its configuration asks for."""
    data = {
        "inputs": inputs_digest(root, environment),
        "environment": list(environment),
        "problems": [list(problem) for problem in report.problems],
        "pages": report.pages,
        "references": report.references,
    }
    _write(root, root / CACHE / "report", json.dumps(data).encode())
