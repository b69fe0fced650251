"""What is costly to make is kept under .cache/refdesk of the checkout, by the digest of all that it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from refdesk.cache import FOLDER, fingerprint

_DIGEST = 32  # bytes of SHA-256, before the content


def kept(root: Path, kind: str, made_from: str | bytes, make: Callable[[], bytes]) -> bytes:
    """The content made from something: read from the cache, or made and put there.

    A file that was cut short or altered does not match its own digest and is made again; a folder that cannot be
    written is no mistake.
    """
    text = made_from.encode() if isinstance(made_from, str) else made_from
    name = hashlib.sha256(fingerprint().encode() + b"\0" + text).hexdigest()
    path = root / FOLDER / kind / name
    with contextlib.suppress(OSError):
        stored = path.read_bytes()
        digest, content = stored[:_DIGEST], stored[_DIGEST:]
        if content and hashlib.sha256(content).digest() == digest:
            return content
    content = make()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(hashlib.sha256(content).digest() + content)
        Path(part).replace(path)
    return content
