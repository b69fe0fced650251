"""A page as plain text in Markdown: what is read aloud, searched, quoted or given to a program."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

import lxml.etree
import lxml.html
from lxml.html import HtmlElement as Element

from refdesk.publish.publication import AUTHOR, LICENCE, Publication

_SKIPPED_TAGS = frozenset({"script", "style", "svg", "template", "button", "input", "nav"})
_SKIPPED_CLASSES = frozenset({"headerlink", "rd-anchor", "rd-archive", "rd-back", "rd-filter", "rd-signs"})
_LABELS = frozenset({"rd-term", "rd-value"})  # links whose text says all
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "code": "`", "kbd": "`"}
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = _LISTS | {"p", "div", "section", "figure", "figcaption", "blockquote", "dl", "dt", "dd", "details", "summary"}
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}


def page_text(publication: Publication, uri: str, html: str) -> str:
    """The text of a page, with its references, under a head that says where it comes from."""
    address = publication.address(uri) if publication.base else ""
    about = [f"From: {publication.name}, {AUTHOR}, {LICENCE}"]
    about += [f"Address: {address}"] if address else []
    about += [f"Reviewed: {publication.reviewed(uri)}"] if publication.reviewed(uri) else []
    if publication.edition:
        about.append(f"Edition: {publication.edition}")
    head = "\n".join(f"> {line}" for line in (publication.describe(uri), *about) if line)
    title, _, rest = as_markdown(html, address).partition("\n")
    return f"{title}\n\n{head}\n{rest}" if title.startswith("# ") else f"{head}\n\n{title}\n{rest}"


def as_markdown(html: str, base: str = "") -> str:
    """HTML as Markdown; with ``base``, links become whole addresses."""
    try:
        root = lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return ""
    writer = _Writer(base)
    writer.children(root)
    text = "".join(writer.parts)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"


class _Writer:
    def __init__(self, base: str) -> None:
        self.base = base
        self.parts: list[str] = []
        self.depth = 0  # of lists

    def children(self, element: Element) -> None:
        self.words(element.text)
        for child in element:
            if isinstance(child.tag, str) and not _skipped(child):
                self.element(child)
            self.words(child.tail)

    def words(self, text: str | None) -> None:
        if text:
            joined = re.sub(r"\s+", " ", text)
            self.parts.append(joined.lstrip() if self.parts and self.parts[-1].endswith("\n") else joined)

    def element(self, element: Element) -> None:
        tag = element.tag
        special: dict[str, Callable[[Element], None]] = {
            "a": self.link, "img": self.image, "table": self.table, "pre": self.code, "li": self.item, "br": self.line,
        }  # fmt: skip
        if tag in special:
            special[tag](element)
        elif tag in _HEADINGS:
            self.parts.append(f"\n\n{_HEADINGS[tag]} ")
            self.children(element)
            self.parts.append("\n\n")
        elif tag in _MARKS:
            self.parts.append(_MARKS[tag])
            self.children(element)
            self.parts.append(_MARKS[tag])
        elif tag in _BLOCKS:
            gap = "\n" if self.depth else "\n\n"
            self.parts.append(gap)
            self.depth += tag in _LISTS
            self.children(element)
            self.depth -= tag in _LISTS
            self.parts.append(gap)
        else:
            self.children(element)

    def line(self, _: Element) -> None:
        self.parts.append("\n")

    def link(self, element: Element) -> None:
        classes = element.get("class", "").split()
        target = element.get("href", "")
        if not target or target.startswith("#") or not _LABELS.isdisjoint(classes):
            self.children(element)
            return
        self.parts.append("[")
        self.children(element)
        self.parts.append(f"]({urljoin(self.base, target)})")

    def image(self, element: Element) -> None:
        if element.get("alt"):
            self.parts.append(f"![{element.get('alt')}]({urljoin(self.base, element.get('src', ''))})")

    def code(self, element: Element) -> None:
        self.parts.append(f"\n\n```\n{element.text_content().strip()}\n```\n\n")

    def item(self, element: Element) -> None:
        number = element.get("value")
        self.parts.append(f"\n{'  ' * (self.depth - 1)}{f'[{number}]' if number else '-'} ")
        self.children(element)
        self.parts.append("\n")

    def table(self, element: Element) -> None:
        self.parts.append("\n\n")
        for caption in element.iterchildren("caption"):
            self.children(caption)
            self.parts.append("\n\n")
        for number, row in enumerate(element.iter("tr")):
            cells = [self.cell(cell) for cell in row.iterchildren("td", "th")]
            self.parts.append(f"| {' | '.join(cells)} |\n")
            if number == 0:
                self.parts.append(f"|{' --- |' * len(cells)}\n")
        self.parts.append("\n")

    def cell(self, element: Element) -> str:
        if not len(element):
            return _one_line(element.text or "")
        writer = _Writer(self.base)
        writer.children(element)
        return _one_line("".join(writer.parts))


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _skipped(element: Element) -> bool:
    if element.tag in _SKIPPED_TAGS:
        return True
    classes = element.get("class")
    return classes is not None and not _SKIPPED_CLASSES.isdisjoint(classes.split())
