"""Zip files: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold


def zipped(folder: str, content: Iterable[tuple[str, bytes]], level: int) -> bytes:
    """A zip with one folder that holds the files, given by their paths in it, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as bundle:
        for path, data in content:
            entry = zipfile.ZipInfo(f"{folder}/{path}", _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, data)
    return stream.getvalue()
