"""What every block has, and the few pieces of HTML that several share."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence

from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Named, Term
from refdesk.files.yaml import InlineText
from refdesk.html.text import SIGN_NOTE, WEAK, address, escape, join

# The word of a marker -> the block it stands for.
BLOCKS: dict[str, "Block"] = {}


class Block(ABC):
    """A kind of block: one for each entry of a data file, named in its marker, where a kind says nothing else."""

    data: str

    def __init_subclass__(cls, marker: str = "", data: str = "") -> None:
        """Let markers of this word stand for the block, which shows a data file, called as the word or ``data``."""
        if marker:
            cls.data = data or marker
            BLOCKS[marker] = cls()

    def names(self, library: Library) -> Iterable[str]:
        """The names that a marker of this kind may give ('' for a marker without a name)."""
        return library.files[self.data].entries if self.data in library.files else ()

    def accepts(self, library: Library, name: str) -> bool:
        """Whether a marker of this kind may give this name."""
        return name in self.names(library)

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """The text fields that the block shows."""
        return library.files[self.data].inlines(name)

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """The sources that the block names other than by citations in its text fields."""
        del library, name
        return ()

    @abstractmethod
    def render(self, desk: Desk, name: str) -> str:
        """The block as HTML without blank lines (or Markdown with HTML blocks)."""


class FileBlock(Block):
    """A block that shows every entry of data files: of one, without a name in its marker, or as ``shown`` says.

    One that shows no entries has ``shown = {"": ()}``.
    """

    @property
    def shown(self) -> Mapping[str, Sequence[str]]:
        """The name in a marker -> the data files whose entries it shows."""
        return {"": [self.data]}

    def names(self, library: Library) -> Iterable[str]:
        """The names whose data files the site has."""
        return [name for name, files in self.shown.items() if all(file in library.files for file in files)]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """The text fields of every entry."""
        files = [library.files[file] for file in self.shown[name]]
        return (inline for file in files for entry_id in file.entries for inline in file.inlines(entry_id))


def figure(element_id: str, content: str, caption: str, kind: str = "") -> str:
    """A figure with its caption below it; ``kind`` are further classes."""
    classes = f"rd-figure {kind}".strip()
    return f'<figure class="{classes}" id="{address(element_id)}">{content}<figcaption>{caption}</figcaption></figure>'


def downloads(desk: Desk, files: Iterable[tuple[str, str]]) -> str:
    """Links to downloads: (label, path below the documentation folder)."""
    return f'<span class="rd-downloads">Download: {download_links(desk, files)}</span>'


def download_links(desk: Desk, files: Iterable[tuple[str, str]]) -> str:
    """The links of ``downloads`` alone, for a place that says by itself what they are."""
    return ", ".join(f'<a href="{address(desk.link_to(uri))}" download>{escape(label)}</a>' for label, uri in files)


def table_files(path: str, of: str = "") -> list[tuple[str, str]]:
    """The downloads of a table: its CSV, what the columns of that mean, its JSON; ``of`` tells several tables apart."""
    forms = (("CSV", "csv"), ("metadata of the CSV", "csv-metadata.json"), ("JSON", "json"))
    return [(f"{label} of {of}" if of else label, f"data/{path}.{end}") for label, end in forms]


def named_entry(entry: Term | Named, name: str, content: str) -> str:
    """An entry with an English and a Chinese name; a heading of its own, so that search finds it."""
    return (
        f'<section class="rd-entry"><h3 id="{address(entry.id)}">{escape(name)}&ensp;'
        f'<span lang="zh-Hans">{escape(entry.zh)}</span>{anchor(entry.id, f"Link to {name}")}</h3>'
        f'<p class="rd-pinyin" lang="zh-Latn-pinyin">{escape(entry.pinyin)}</p>{content}</section>'
    )


def column_head(title: str, unit: str = "", *, is_number: bool = False) -> str:
    """The head of a column, with the unit of its numbers."""
    under = f' <span class="rd-unit">{escape(unit)}</span>' if unit else ""
    kind = ' class="rd-number"' if is_number else ""
    return f'<th scope="col"{kind}>{escape(title)}{under}</th>'


def stacked_table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """A table whose rows become cards on a narrow page."""
    return (
        f'<div class="rd-scroll"><table class="rd-table rd-stack"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{join(heads)}</tr></thead><tbody>{join(rows)}</tbody></table></div>"
    )


def data_table(
    kind: str, label: str, heads: Iterable[str], rows: Iterable[str], *, caption: str = "", is_tall: bool = True
) -> str:
    """A table of figures that scrolls in its own region, named ``label``, which is its caption if it has no other."""
    return (
        f'<div class="rd-scroll{" rd-tall" if is_tall else ""}" tabindex="0" role="region" '
        f'aria-label="{escape(label)}">'
        f'<table class="rd-table {kind}"><caption>{escape(caption or label)}</caption>'
        f"<thead><tr>{join(heads)}</tr></thead><tbody data-search-exclude>{join(rows)}</tbody></table></div>"
    )


def anchor(element_id: str, label: str) -> str:
    """A link to the element itself, for copying."""
    link = f'<a class="rd-anchor" href="#{address(element_id)}" aria-label="{escape(label)}"'
    return f"{link} data-search-exclude>&#182;</a>"


def filters(label: str, choices: Sequence[tuple[str, str, int]]) -> str:
    """Buttons that show only the entries of one kind: (value, label, count). Hidden until the script takes over."""
    counted = [("", "All", sum(count for _, _, count in choices)), *choices]
    texts = {value: f'{escape(text)} <span class="rd-count">{count}</span>' for value, text, count in counted}
    return buttons(label, "value", texts)


def buttons(label: str, field: str, texts: Mapping[str, str], kind: str = "") -> str:
    """A group of buttons, the first of them pressed: value of the data attribute ``field`` -> text in HTML."""
    first = next(iter(texts))
    shown = join(
        f'<button type="button" data-{field}="{escape(value)}" aria-pressed="{"true" if value == first else "false"}">'
        f"{text}</button>"
        for value, text in texts.items()
    )
    classes = f"rd-filter {kind}".strip()
    return f'<div class="{classes}" role="group" aria-label="{escape(label)}" hidden data-search-exclude>{shown}</div>'


def find_field(label: str, entries: str) -> str:
    """A field that filters a list by text; ``entries`` is the selector of what it hides. Of use to the script alone."""
    return (
        f'<p class="rd-find"><input type="search" autocomplete="off" aria-label="{escape(label)}" '
        f'placeholder="{escape(label)}" data-find="{escape(entries)}"></p><p class="rd-status" role="status"></p>'
    )


def jumps(label: str, places: Iterable[tuple[str, str]]) -> str:
    """Links to the first place under each name: (name, id), in order."""
    first: dict[str, str] = {}
    for name, element_id in places:
        first.setdefault(name, element_id)
    links = join(f'<a href="#{address(element_id)}">{escape(name)}</a> ' for name, element_id in first.items())
    return f'<p class="rd-jumps" role="group" aria-label="{escape(label)}" data-search-exclude>{links}</p>'


class CellNotes:
    """Sources and notes of the cells of a table: a mark at the cell, the text in a list below."""

    def __init__(self, name: str) -> None:
        """``name`` begins the ids of the list."""
        self.name = name
        self.texts: dict[str, int] = {}

    def marks(self, texts: Iterable[str]) -> str:
        """The marks of a cell for texts in HTML; the same text has the same mark in every cell."""
        numbers = [self.texts.setdefault(text, len(self.texts) + 1) for text in texts]
        links = [f'<a href="#{self.name}-{number}">{number}</a>' for number in numbers]
        return f'<sup class="rd-fn">{" ".join(links)}</sup>'

    def listed(self) -> str:
        """The list of all texts; tables.js adds the way back, since it knows which mark was followed."""
        items = [f'<li id="{self.name}-{number}">{text}</li>' for text, number in self.texts.items()]
        head = '<ol class="rd-cell-notes" aria-label="Sources and notes of the figures" data-search-exclude>'
        return f"{head}{join(items)}</ol>" if items else ""


def explained(table: str) -> str:
    """The note below a table that explains the sign in it ('' where it has none)."""
    return f'<p class="rd-signs" data-search-exclude>{SIGN_NOTE}</p>' if WEAK in table else ""
