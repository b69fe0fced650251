"""Labels of links, images and footnotes: each has a definition on the page."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import nearest

RULES = (
    Rule(
        "undefined-label",
        explanation="A footnote or a link of the form `[text][label]` has no definition, or an empty one.",
        example="The share is low.[^1]",
        fix="add the definition, `[^1]: The note.`, or correct the label.",
    ),
)

_INNER_LINK = r"!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])?"
_LABELLED = re.compile(
    rf"\[(?<![\\\w\]]\[)(?=(?P<text>(?:[^\[\]\\]|\\.|{_INNER_LINK})*+)\]\[(?P<label>[^\[\]]*)\](?![(:]))"
    r"|!(?<!\\!)\[(?P<image>[^\[\]\n]+)\](?![(\[:]|[ \t]+\()"
)
_DEFINITION = re.compile(
    r"^[ \t>]*\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*\n?[ \t]*(?:<[^<>\s]*>|[^\s<])[^\n]*$", re.MULTILINE
)
_NOTE = re.compile(r"\[\^(?<!\\\[\^)(?P<label>[^\]\s\[]+)\](?!:)")
_DEFINED_NOTE = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]:", re.MULTILINE)


def check_text(page: Page) -> Iterator[Problem]:
    """Links and images by label, and footnotes, that no line of the page defines."""
    text, start = page.scan.masked, page.body_start
    labels = [_folded(match["label"]) for match in _DEFINITION.finditer(text, start)]
    for match in _LABELLED.finditer(text, start):
        group = "image" if match["image"] else "label" if match["label"] else "text"
        label = match[group]
        if _folded(label) not in labels and not label.startswith(("^", "@", "-@")) and "\n\n" not in label:
            near = nearest(_folded(label), labels)
            hint = f"Did you mean '{near}'?" if near else "Write [text](address)"
            message = f"no label '{' '.join(label.split())}' is defined"
            yield page.problem("undefined-label", match.start(group), message, hint)
    notes = [_folded(match["label"]) for match in _DEFINED_NOTE.finditer(text, start)]
    for match in _NOTE.finditer(text, start):
        if _folded(match["label"]) not in notes:
            hint = f"Write its text on a line of its own: [^{match['label']}]: The text"
            message = f"no footnote '[^{match['label']}]' is defined"
            yield page.problem("undefined-label", match.start(), message, hint)


def _folded(label: str) -> str:
    """A label as labels are compared."""
    return " ".join(label.split()).casefold()
