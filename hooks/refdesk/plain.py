"""A text field without its marks."""

from __future__ import annotations

import re

_CITATION = re.compile(r"\s*\[-?@[^\]]*\]")
_LABELLED = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")


def plain_text(text: str) -> str:
    """A text field without its marks: links become their label, citations vanish."""
    return _LABELLED.sub(r"\1", _CITATION.sub("", text))
