"""Tables typed in Markdown get what generated ones have: scopes, no inline style, cards on a phone.

Python-Markdown leaves these to others (Python-Markdown/markdown#1622).
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from typing_extensions import override

from refdesk.pages.grammar import KEPT, step

# letters: a table with no longer cell is one of figures, which are compared down its columns;
_SHORT = 34
_NAME = 68  # what a row is about may take a second line


class MarkdownTables(Extension):
    """A Python-Markdown extension for the tables that writers type."""

    @override
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register after inline Markdown is read (priority 20), so that headings are words."""
        md.treeprocessors.register(step(self._complete_all), "refdesk_tables", 5)

    def _complete_all(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, table in enumerate(parent):
                if table.tag == "table":
                    _complete(table)
                    parent[place] = _scroller(table)


def _scroller(table: Element) -> Element:
    """Return the table in a box that scrolls where it is wider than the page."""
    box = Element("div", {"class": "rd-scroll"})
    box.tail, table.tail = table.tail, "\n"
    box.append(table)
    return box


def _words(cell: Element) -> str:
    """Return what a cell says, without its citations."""
    return " ".join(KEPT.sub("", "".join(cell.itertext())).split())


def _complete(table: Element) -> None:
    """Give a table its classes, and its cells the heads that they stand under."""
    rows = [row.findall("td") for row in table.iter("tr")]
    table.set("class", "rd-table rd-typed" if _is_short(rows) else "rd-table rd-typed rd-stack")
    heads = [*table.iter("th")]
    for head in heads:
        head.set("scope", "col")
    for cells in rows:
        # the first cell is what the row is about
        for head, cell in [*zip(heads, cells, strict=False)][1:]:
            if label := _words(head):
                cell.set("data-label", label)
    for cell in chain(heads, *rows):
        # a strict content security policy refuses styles in attributes
        style = cell.attrib.pop("style", "")
        if style:
            cell.set("class", f"rd-{style.partition(':')[2].strip(' ;')}")


def _is_short(rows: Iterable[Sequence[Element]]) -> bool:
    """Return whether the texts of all rows fit beside each other on a phone."""
    return all(
        len(_words(cell)) <= (_SHORT if number else _NAME)
        for cells in rows
        for number, cell in enumerate(cells)
    )
