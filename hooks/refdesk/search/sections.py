"""Splits a rendered page into sections with an address: headings, rows, items and cards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement as Element

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SKIPPED_TAGS = frozenset(
    {"script", "style", "svg", "template", "nav", "button", "fieldset", "label", "h1", "pre"}
)
_SKIPPED_CLASSES = frozenset({"headerlink", "rd-pinyin", "rd-aliases", "rd-anchor", "rd-downloads"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
    }
)
_INLINE |= {"sub", "sup", "time"}
_CELLS = frozenset({"td", "th"})
_ENTRIES = frozenset({"tr", "li", "section"})


class Section(NamedTuple):
    """A part of a page: its id ('' for the top), its heading, its text, and whether it is a row or
    a list item.

    What stands in tables is the last line of the text.
    """

    anchor: str
    heading: str
    text: str
    is_entry: bool = False


@dataclass
class _Open:
    """A section that is still being read."""

    anchor: str
    is_entry: bool = False
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


def read_sections(content: Element) -> list[Section]:
    """Return the sections of a page in their order; the first is the top of the page, without
    heading.
    """
    reader = _Reader()
    reader.children(content)
    return [
        Section(s.anchor, _clean(s.heading), _lines(s.text, s.cells), s.is_entry)
        for s in reader.sections
    ]


class _Reader:
    def __init__(self) -> None:
        self.sections = [_Open("")]
        self.current = self.sections[0]

    def children(self, element: Element, *, skip: Element | None = None) -> None:
        """Read the content of an element except for ``skip``, the element that has served as its
        heading.
        """
        self.current.text.append(element.text or "")
        for child in element:
            if skip is not None and skip in child.iterdescendants():
                self.children(child, skip=skip)
            elif child is not skip:
                self._element(child)
            self.current.text.append(f"{'' if child.tag in _INLINE else ' '}{child.tail or ''}")

    def _element(self, element: Element) -> None:
        if _skipped(element):
            return
        element_id = element.get("id")
        if element.tag in _HEADINGS and element_id:
            self.current = _Open(element_id, heading=list(_words(element)))
            self.sections.append(self.current)
        elif element.tag in _ENTRIES and element_id:
            self._entry(element, element_id)
        elif element.tag == "table":
            text, self.current.text = self.current.text, self.current.cells
            self.children(element)
            self.current.text = text
        else:
            inline = element.tag in _INLINE
            label = _column(element)
            self.current.text.append("" if inline else f" {label}: " if label else " ")
            self.children(element)
            self.current.text.append("" if inline else " · " if element.tag in _CELLS else " ")

    def _entry(self, element: Element, element_id: str) -> None:
        """Read a row, an item or a card as a section, with what stands out as its heading."""
        name = next((e for e in element.iter("th", "strong", "cite") if not _skipped(e)), None)
        outer, entry = self.current, _Open(element_id, is_entry=True)
        self.sections.append(entry)
        self.current = entry
        if name is not None:
            label = next((e for e in name.iter("span") if "rd-section" in e.classes), name)
            entry.heading += _words(label)
            if label is not name:
                self.children(name, skip=label)
        self.children(element, skip=name)
        self.current = outer


def _column(cell: Element) -> str:
    """Return the column heading of a cell that holds sentences, which it explains; '' for any other
    cell.
    """
    label = cell.get("data-label", "")
    text = cell.text_content().rstrip() if label else ""
    is_prose = (". " in text or text.endswith(".")) and cell.find("ul") is None
    return label if is_prose else ""


def _skipped(element: Element) -> bool:
    if element.tag in _SKIPPED_TAGS or element.get("data-search-exclude") is not None:
        return True
    return not _SKIPPED_CLASSES.isdisjoint(element.get("class", "").split())


def _words(element: Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        if not _skipped(child):
            yield from _words(child)
        yield child.tail or ""


def _lines(*parts: list[str]) -> str:
    return "\n".join(filter(None, map(_clean, parts)))


def _clean(parts: list[str]) -> str:
    text = " ".join("".join(parts).split())
    for sign in ".,;:)，。；：、）":
        text = text.replace(f" {sign}", sign)
    return text.replace(" ·.", ".").strip(" ·")
