"""A text field without its marks, and what its marks name."""

import re
from collections.abc import Iterator

_CITATION = re.compile(r"\s*\[-?@[^\]]*\]")
_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_.:-]*)")
_LABELLED = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")

# A reference, where it is shown as it is typed.
REFERENCE = re.compile(
    r"\[-?@[^\[\]\n]*\]|!?\[[^\[\]\n]*\]\([^()\s][^()\n]*\)|\[\[[^\[\]\n]+\]\]|\[\^[^\[\]\s]+\]"
    r"|(?<![\w/:])(?:term:[a-z0-9]+(?:-[a-z0-9]+)+|value:[a-z0-9_]+(?:/[\w.-]*\w){2,})"
)


def plain_text(text: str) -> str:
    """A text field without its marks: links become their label, citations vanish."""
    return _LABELLED.sub(r"\1", _CITATION.sub("", text))


def cited(text: str) -> Iterator[str]:
    """The ids of the sources that a text field cites, in order."""
    for group in _CITATION.findall(text):
        yield from _KEY.findall(group)
