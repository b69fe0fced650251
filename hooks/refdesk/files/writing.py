"""Writing that leaves nothing half-made: a file is the old or the new one, several change together
or not at all.
"""

import os
import shutil
import time
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

Content = str | bytes
_LONG_AGO = 3_600  # seconds: no write takes so long


def write_whole(path: Path, content: Content) -> None:
    """Write a file, and the folders that it needs, in one step; the mode of a file that is there
    already stays.
    """
    write_together({path: content})


def write_together(files: Mapping[Path, Content | None]) -> None:
    """Write several files, and delete those with None: all, or none when one is refused or the run
    is stopped.
    """
    parts: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in files.items():
            if content is not None:
                parts[path] = path.with_name(f"{path.name}.{os.getpid()}.part")
                _write_part(path, parts[path], content)
        for path in files:
            before[path] = path.read_bytes() if len(files) > 1 and path.exists() else None
            if path in parts:
                parts.pop(path).replace(path)
            else:
                path.unlink()
    except BaseException:
        _put_back(before if len(files) > 1 else {})
        raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _write_part(path: Path, part: Path, content: Content) -> None:
    """Write what a file is to hold beside it, with the mode of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path.parent)
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    if path.exists():
        shutil.copymode(path, part)


@cache  # a folder that is written into is cleared once in a run
def _clear(folder: Path) -> None:
    """Remove what writes that were killed have left in a folder."""
    for left in folder.glob("*.[0-9]*.part"):
        if left.is_file() and left.stat().st_mtime < time.time() - _LONG_AGO:
            left.unlink(missing_ok=True)


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, content)


def write_folder(folder: Path, files: Iterable[tuple[str, Content]]) -> None:
    """Write files (path in the folder, content) into a folder that is not there or empty: all of
    them, or none.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for path, content in files:
            write_whole(part / path, content)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
