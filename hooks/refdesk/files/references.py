"""The grammar of references: [@source], [words](term:id), [2.69%](value:series/row/column),
[words](page.md).
"""

import re
from collections.abc import Iterator

from refdesk.files.text import blanked

# Patterns begin with a sign, which is quick to find; what stands before it is looked at afterwards.
CITED = r"-?@(?:[^\[\]\n]|\n(?!\n))*"  # what stands in the brackets of a citation
TARGET = r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"  # the target of a link
# a target where no link is
LOOSE = r"(?:term:[a-z0-9]+(?:-[a-z0-9]+)+|value:[a-z0-9_]+(?:/[\w.-]*\w){2,})"
CITATION = re.compile(rf"\[(?<![\\!]\[)(?P<body>{CITED})\](?!\()")
_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*"
LINK = re.compile(
    rf"\[(?<![\\!]\[)(?P<label>{_LABEL})\]"
    rf"\((?P<kind>term|value):(?P<target>{TARGET})\)"
)
# A plain link in a text field (pages may hold links of every form; those are read from the rendered
# page).
PLAIN_LINK = re.compile(rf"\[(?P<label>[^\[\]]+)\]\((?!term:|value:|\))(?P<target>{TARGET})\)")
# A reference, where it is shown as it is typed.
REFERENCE = re.compile(
    r"\[-?@[^\[\]\n]*\]|!?\[[^\[\]\n]*\]\([^()\s][^()\n]*\)|\[\[[^\[\]\n]+\]\]|\[\^[^\[\]\s]+\]"
    rf"|(?<![\w/:]){LOOSE}"
)
_CITATIONS = re.compile(rf"\s*\[{CITED}\]")
_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_.:-]*)")
_LABELLED = re.compile(rf"\[([^\[\]]+)\]\((?!\)){TARGET}\)")


def plain_text(text: str) -> str:
    """Return a text without its references: links become their label, citations vanish."""
    return _LABELLED.sub(r"\1", _CITATIONS.sub("", text)) if "[" in text else text


def without_references(text: str) -> str:
    """Return a text with its citations, terms and values blanked, as long as it is."""
    return LINK.sub(blanked, CITATION.sub(blanked, text))


def cited(text: str) -> Iterator[str]:
    """Yield the ids of the sources that a text field cites, in order."""
    for group in _CITATIONS.findall(text):
        yield from _KEY.findall(group)
