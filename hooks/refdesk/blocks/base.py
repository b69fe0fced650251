"""The base classes of blocks, and pieces of HTML that several blocks share."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence

from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Named, Term
from refdesk.files.yaml import InlineText
from refdesk.html.text import SIGN_NOTE, WEAK, escape, join

# Word in a marker -> block.
BLOCKS: dict[str, "Block"] = {}


class Block(ABC):
    """A kind of block. Unless it says otherwise, its markers name an entry of a data file."""

    data: str

    def __init_subclass__(cls, marker: str = "", data: str = "") -> None:
        """Registers the block for a word in markers; its data file is called ``data``, or as the word."""
        if marker:
            cls.data = data or marker
            BLOCKS[marker] = cls()

    def names(self, library: Library) -> Iterable[str]:
        """Returns the names that a marker may give ('' for a marker without a name)."""
        return library.files[self.data].entries if self.data in library.files else ()

    def accepts(self, library: Library, name: str) -> bool:
        """Whether a marker may give this name."""
        return name in self.names(library)

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yields the text fields that the block shows."""
        return library.files[self.data].inlines(name)

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """Returns the sources that the block names in addition to those cited in its text fields."""
        del library, name
        return ()

    @abstractmethod
    def render(self, desk: Desk, name: str) -> str:
        """Returns the block as HTML without blank lines, or as Markdown with such HTML."""


class FileBlock(Block):
    """A block that shows all entries of a data file, by a marker without a name, or of several, as ``shown`` says.

    One that shows no entries has ``shown = {"": ()}``.
    """

    @property
    def shown(self) -> Mapping[str, Sequence[str]]:
        """Maps each name in a marker to the data files whose entries it shows."""
        return {"": [self.data]}

    def names(self, library: Library) -> Iterable[str]:
        """Returns the names whose data files the site has."""
        return [name for name, files in self.shown.items() if all(file in library.files for file in files)]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yields the text fields of every entry."""
        files = [library.files[file] for file in self.shown[name]]
        return (inline for file in files for entry_id in file.entries for inline in file.inlines(entry_id))


def figure(element_id: str, content: str, caption: str, kind: str = "") -> str:
    """Returns a figure with its caption below it; ``kind`` are further classes."""
    classes = f"rd-figure {kind}".strip()
    return f'<figure class="{classes}" id="{escape(element_id)}">{content}<figcaption>{caption}</figcaption></figure>'


def downloads(desk: Desk, files: Iterable[tuple[str, str]]) -> str:
    """Returns links to downloads, given as (label, path below the documentation folder), with the word “Download”."""
    return f'<span class="rd-downloads">Download: {download_links(desk, files)}</span>'


def download_links(desk: Desk, files: Iterable[tuple[str, str]]) -> str:
    """Returns the links of ``downloads`` without that word."""
    return ", ".join(f'<a href="{escape(desk.link_to(uri))}" download>{escape(label)}</a>' for label, uri in files)


def table_files(path: str, of: str = "") -> list[tuple[str, str]]:
    """Returns the downloads of a table: CSV and JSON; ``of`` distinguishes several tables."""
    forms = (("CSV", "csv"), ("JSON", "json"))
    return [(f"{label} of {of}" if of else label, f"data/{path}.{end}") for label, end in forms]


def named_entry(entry: Term | Named, name: str, content: str) -> str:
    """Returns an entry with an English and a Chinese name as a heading, so that the search finds it."""
    return (
        f'<section class="rd-entry"><h3 id="{escape(entry.id)}">{escape(name)}&ensp;'
        f'<span lang="zh-Hans">{escape(entry.zh)}</span>{anchor(entry.id, f"Link to {name}")}</h3>'
        f'<p class="rd-pinyin" lang="zh-Latn-pinyin">{escape(entry.pinyin)}</p>{content}</section>'
    )


def column_head(title: str, unit: str = "", *, is_number: bool = False) -> str:
    """Returns the head of a column, with the unit of its numbers."""
    under = f' <span class="rd-unit">{escape(unit)}</span>' if unit else ""
    kind = ' class="rd-number"' if is_number else ""
    return f'<th scope="col"{kind}>{escape(title)}{under}</th>'


def stacked_table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """Returns a table whose rows become cards on narrow screens."""
    return (
        f'<div class="rd-scroll"><table class="rd-table rd-stack"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{join(heads)}</tr></thead><tbody>{join(rows)}</tbody></table></div>"
    )


def data_table(
    kind: str, label: str, heads: Iterable[str], rows: Iterable[str], *, caption: str = "", is_tall: bool = True
) -> str:
    """Returns a table of figures that scrolls in a region with the name ``label``, which is its default caption."""
    return (
        f'<div class="rd-scroll{" rd-tall" if is_tall else ""}" tabindex="0" role="region" '
        f'aria-label="{escape(label)}">'
        f'<table class="rd-table {kind}"><caption>{escape(caption or label)}</caption>'
        f"<thead><tr>{join(heads)}</tr></thead><tbody data-search-exclude>{join(rows)}</tbody></table></div>"
    )


def anchor(element_id: str, label: str) -> str:
    """Returns a link to an element, for copying its address."""
    link = f'<a class="rd-anchor" href="#{escape(element_id)}" aria-label="{escape(label)}"'
    return f"{link} data-search-exclude>&#182;</a>"


def filters(label: str, choices: Sequence[tuple[str, str, int]]) -> str:
    """Returns buttons that filter entries by kind, given as (value, label, count); a script shows them."""
    counted = [("", "All", sum(count for _, _, count in choices)), *choices]
    texts = {value: f'{escape(text)} <span class="rd-count">{count}</span>' for value, text, count in counted}
    return buttons(label, "value", texts)


def buttons(label: str, field: str, texts: Mapping[str, str], kind: str = "") -> str:
    """Returns a group of buttons, given as {value of the data attribute ``field``: HTML}; the first is pressed."""
    first = next(iter(texts))
    shown = join(
        f'<button type="button" data-{field}="{escape(value)}" aria-pressed="{"true" if value == first else "false"}">'
        f"{text}</button>"
        for value, text in texts.items()
    )
    classes = f"rd-filter {kind}".strip()
    return f'<div class="{classes}" role="group" aria-label="{escape(label)}" hidden data-search-exclude>{shown}</div>'


def find_field(label: str, entries: str) -> str:
    """Returns a field that filters a list by text; ``entries`` is the CSS selector of the entries."""
    return (
        f'<p class="rd-find"><input type="search" autocomplete="off" aria-label="{escape(label)}" '
        f'placeholder="{escape(label)}" data-find="{escape(entries)}"></p><p class="rd-status" role="status"></p>'
    )


def jumps(label: str, places: Iterable[tuple[str, str]]) -> str:
    """Returns links to the first id of each name, given as (name, id) in order."""
    first: dict[str, str] = {}
    for name, element_id in places:
        first.setdefault(name, element_id)
    links = join(f'<a href="#{escape(element_id)}">{escape(name)}</a> ' for name, element_id in first.items())
    return f'<p class="rd-jumps" role="group" aria-label="{escape(label)}" data-search-exclude>{links}</p>'


class CellNotes:
    """Collects sources and notes of the cells of a table: a mark at the cell, the text in a list below."""

    def __init__(self, name: str) -> None:
        """``name`` begins the ids of the list."""
        self.name = name
        self.texts: dict[str, int] = {}

    def marks(self, texts: Iterable[str]) -> str:
        """Returns the marks of a cell for texts in HTML; the same text has the same mark in every cell."""
        numbers = [self.texts.setdefault(text, len(self.texts) + 1) for text in texts]
        links = [f'<a href="#{self.name}-{number}">{number}</a>' for number in numbers]
        return f'<sup class="rd-fn">{" ".join(links)}</sup>'

    def listed(self) -> str:
        """Returns the list of all texts; tables.js adds the links back to the marks."""
        items = [f'<li id="{self.name}-{number}">{text}</li>' for text, number in self.texts.items()]
        head = '<ol class="rd-cell-notes" aria-label="Sources and notes of the figures" data-search-exclude>'
        return f"{head}{join(items)}</ol>" if items else ""


def explained(table: str) -> str:
    """Returns the note below a table that explains its sign for weak sources ('' if it has none)."""
    return f'<p class="rd-signs" data-search-exclude>{SIGN_NOTE}</p>' if WEAK in table else ""
