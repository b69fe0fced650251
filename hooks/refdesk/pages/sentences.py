"""The sentence that a citation stands behind, as readers see it, with every offset kept."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from refdesk.files.references import TARGET
from refdesk.files.text import blank, blanked
from refdesk.pages.scan import Span

_LONGEST = 1000  # signs of a sentence
# The end of a sentence, a heading or a lead in bold type, a paragraph, an item, a row.
_END = re.compile(r"[.!?][\"”’)]*\s+|[。！？]|\n\s*\n|\n\s*(?:[-*+|#]|\d+\.)\s?|(?<=[.:])\*\*\s")
_MARKUP = re.compile(rf"(?<=\])\({TARGET}\)|!?\[(?!@)|\]|\*+")


class Cited(NamedTuple):
    """What a citation is said of, in the text from ``start`` to the citation.

    ``sentence`` is its sentence up to the citation, ``part`` what stands in it behind the citation
    before. Both begin at ``start``, with blanks for all else, for citations and for the marks of
    links.
    """

    start: int
    sentence: str
    part: str


def text_cited(masked: str, spans: Sequence[Span], at: int) -> Cited:
    """Return what the citation is said of that begins at an offset of a text."""
    near = max(at - _LONGEST, 0)
    before = [
        (max(span.start, near) - near, span.end - near)
        for span in spans
        if span.kind == "citation" and near < span.end <= at
    ]
    words = masked[near:at]
    for start, end in before:
        words = _without(words, start, end)
    words = _MARKUP.sub(blanked, words)
    ends = [match.end() for match in _END.finditer(words)]
    begin = next((end for end in reversed(ends) if words[end:].strip()), 0)
    behind = max((end for _, end in before), default=0)
    part = _without(words, begin, max(begin, behind))
    return Cited(near + begin, words[begin:], part[begin:])


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + blank(text[start:end]) + text[end:]
