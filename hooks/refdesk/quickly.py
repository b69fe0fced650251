"""Leaves out what Python-Markdown does in vain where its HTML is only checked: a check renders every page.

Every inline pattern is tried on every piece of text, and most look for a sign that most pages do not hold. And the HTML
gets line breaks for people who read it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

import markdown
from markdown import inlinepatterns
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor, Treeprocessor

# What a text must hold, all of it, for a pattern to match; patterns that are not named here are always tried.
_NEEDS = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.IMAGE_REFERENCE_RE: "![",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    r"\[\^([^\]]*)\]": "[^",  # of the extension footnotes
}
_INLINE = 20  # the priority of what applies the patterns
_PRETTIFY = 10


class Quickly(Extension):
    """A Python-Markdown extension: the links, ids and headings are the same, sooner."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the choice of patterns before they are applied, and its end behind them; replace the line breaks."""
        md.treeprocessors.register(_Choose(md), "refdesk_patterns", _INLINE + 0.5)
        md.treeprocessors.register(_ChooseAll(md), "refdesk_all_patterns", _INLINE - 0.5)
        md.treeprocessors.register(_Breaks(md), "prettify", _PRETTIFY)


class _Choose(Treeprocessor):
    def run(self, root: Element) -> None:
        text = "".join(root.itertext())
        patterns = [pattern for pattern in self.md.inlinePatterns if _NEEDS.get(pattern.pattern, "") in text]
        _inline(self.md).inlinePatterns = patterns  # type: ignore[assignment]  # counted, and taken by number


class _ChooseAll(Treeprocessor):
    def run(self, root: Element) -> None:
        del root
        _inline(self.md).inlinePatterns = self.md.inlinePatterns  # type: ignore[assignment]  # as it begins


class _Breaks(Treeprocessor):
    """Of the line breaks in HTML those that stand in the text of an element."""

    def run(self, root: Element) -> None:
        for element in root.iter("br"):
            element.tail = "\n" + (element.tail or "")


def _inline(md: markdown.Markdown) -> InlineProcessor:
    found = md.treeprocessors["inline"]
    assert isinstance(found, InlineProcessor)  # noqa: S101 - Python-Markdown registers it by that name
    return found
