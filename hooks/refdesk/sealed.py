"""Files of the cache: each carries a seal, so that only what this program wrote, here and whole, is ever read back.

The seal is a digest of the content, of the number under which the file system keeps the file, and of the time it
carries. A file that was cut short, edited, copied, unpacked or checked out has another number or time: whoever sends a
checkout with a cache inside cannot know them beforehand. Contents are bytes or JSON; nothing read back is ever run.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from refdesk.digest import LENGTH, digest
from refdesk.root import CACHE

_COARSE = 2  # seconds: the finest time that every file system keeps


def _seal(status: os.stat_result, content: bytes) -> bytes:
    return digest(f"{status.st_ino} {status.st_mtime_ns}\n".encode(), content).encode()


def read_sealed(path: Path) -> bytes | None:
    """The content of a file as it was written; None for any other file, and for none."""
    try:
        with path.open("rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            seal, content = stream.read(LENGTH), stream.read()
    except OSError:
        return None
    return content if _seal(status, content) == seal else None


def _leads_out(path: Path) -> bool:
    """Whether a folder on the way down from the folder of caches is a link."""
    folders = list(path.parents)
    names = [folder.name for folder in folders]
    depth = names.index(CACHE.parts[0]) + 1 if CACHE.parts[0] in names else 0
    return any(folder.is_symlink() for folder in folders[:depth])


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file in one step; where it cannot be written, or its folder is a link to elsewhere, nothing happens."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        if _leads_out(path):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        now = int(time.time()) // _COARSE * _COARSE
        with part.open("xb") as stream:
            stream.write(b"0" * LENGTH + content)
        os.utime(part, (now, now))
        seal = _seal(part.stat(), content)
        with part.open("r+b") as stream:
            stream.write(seal)
        os.utime(part, (now, now))
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
