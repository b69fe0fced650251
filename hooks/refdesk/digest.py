"""Digests, by which what was made from some content is found again.

``hashlib`` loads OpenSSL, which takes longer than to digest a whole site; the function itself is part of Python.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

LENGTH = 64  # hexadecimal digits


def digest(*parts: bytes) -> str:
    """The digest of some bytes, one part after the other."""
    found = blake2b(digest_size=LENGTH // 2)
    for part in parts:
        found.update(part)
    return found.hexdigest()


def text_digest(text: str) -> str:
    """The digest of a text."""
    return digest(text.encode("utf-8", "surrogatepass"))
