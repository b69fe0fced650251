"""The Markdown of a page is closed: what no page uses is not read, and comes out as it is typed.

Beside what Python-Markdown and the extensions of mkdocs.yml read, there are the ids of headings,
``## Words {#id}``, and the boxes that lay out a page, ``<div class="home-top" markdown>`` …
``</div>``, each tag on a line of its own. There is no other HTML, no list of attributes and no
label that stands for an address: what a writer types can become no element and no attribute but
those of this grammar. Comments are left out.
"""

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from typing_extensions import override

from refdesk.pages.expanded import TOKEN
from refdesk.pages.scan import COMMENT

# The extensions of Python-Markdown that mkdocs.yml names and pages are written for: boxes, tables,
# ids, code in boxes.
EXTENSIONS = ("admonition", "tables", "toc", "pymdownx.superfences")
_NOT_READ = ("html", "reference", "short_reference", "image_reference", "short_image_ref")
_DIV = re.compile(
    r"^(?:<div(?: class=\"(?P<name>home(?:-[a-z]+)+)\")?(?P<panel> data-rd-installed)? "
    r"markdown>|</div>)$",
    re.M,
)
_HEADING_ID = re.compile(r"\s*\{ ?#(?P<id>[^\W_][\w-]*) ?\}\s*$")

# stands in the text of an element for what is no text, and where an element within begins or ends
GAP = "\ufffc"
# What is put back at the end: by Python-Markdown escaped signs and code, by refdesk what is
# generated.
KEPT = re.compile(rf"\x02[^\x03]*\x03|{TOKEN.pattern}")
_WITHIN = frozenset({"a", "em", "strong", "img", "code", "br", "span"})


def step(run: Callable[..., Any]) -> Any:
    """Return a processor of Python-Markdown that runs a function."""
    return SimpleNamespace(run=run)


def close_grammar(md: markdown.Markdown) -> None:
    """Take away what pages do not use, and add what they do."""
    md.preprocessors.deregister("html_block")
    md.parser.blockprocessors.deregister("reference")
    for name in _NOT_READ:
        md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(_InlineComments(COMMENT, md), "refdesk_comments", 95)
    md.parser.blockprocessors.register(_Comments(md.parser), "refdesk_comments", 75)
    md.parser.blockprocessors.register(_Divs(md.parser), "refdesk_divs", 74)
    md.treeprocessors.register(step(_give_ids), "refdesk_ids", 8)


class _InlineComments(InlineProcessor):
    """Leave out a comment within a line of text."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as it is called
        return "", m.start(0), m.end(0)


class _Comments(BlockProcessor):
    """Leave out a comment at the beginning of a block, which may hold empty lines."""

    @override
    def test(self, parent: Element, block: str) -> bool:
        return block.lstrip().startswith("<!--")

    @override
    def run(self, parent: Element, blocks: list[str]) -> bool:
        text = "\n\n".join(blocks).lstrip()
        comment = re.match(COMMENT, text)
        if comment is not None:
            blocks[:] = text[comment.end() :].lstrip().split("\n\n")
        return comment is not None


class _Divs(BlockProcessor):
    """Read a box that lays out a page, and what it holds."""

    @override
    def test(self, parent: Element, block: str) -> bool:
        return _DIV.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        text, depth = "\n\n".join(blocks), 0
        opening = _DIV.match(text)
        for tag in _DIV.finditer(text):
            depth += -1 if tag.group() == "</div>" else 1
            if depth <= 0:
                break
        if opening is None or depth:
            return False  # a box that is never closed, or never opened
        attributes = {"class": opening["name"]} if opening["name"] else {}
        attributes |= {"data-rd-installed": ""} if opening["panel"] else {}
        self.parser.parseChunk(
            SubElement(parent, "div", attributes), text[opening.end() : tag.start()]
        )
        blocks[:] = text[tag.end() :].split("\n\n")
        return True


def _give_ids(root: Element) -> None:
    """Give headings the ids that stand at their end."""
    for heading in root.iter():
        if re.fullmatch("h[1-6]", heading.tag):
            holder, end = (heading[-1], "tail") if len(heading) else (heading, "text")
            found = _HEADING_ID.search(getattr(holder, end) or "")
            if found is not None:
                heading.set("id", found["id"])
                setattr(holder, end, found.string[: found.start()])


def texts_of(root: Element) -> Iterator[str]:
    """Yield the text of each element of a page that holds some, with ``GAP`` for what is none."""
    for element in root.iter():
        if element.tag not in _WITHIN and element.tag != "pre":
            text = _text(element)
            if text.strip():
                yield text


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [
            GAP,
            _text(child) if child.tag in _WITHIN - {"code"} else "",
            GAP,
            child.tail or "",
        ]
    return KEPT.sub(GAP, "".join(parts))


def spelled(text: str) -> str:
    """Return a pattern for a text or an address as it may be typed: with backslashes, entities and
    other blanks.
    """
    parts = re.findall(r"(?P<blank>\s+)|(?P<word>[^\W_]+)|(?P<sign>.)", text)
    return "".join(
        r"\s[>\s]*" if blank else word or rf"(?:\\?{re.escape(sign)}|&\#?\w+;)"
        for blank, word, sign in parts
    )
