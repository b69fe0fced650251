"""``<!-- table: NAME -->``: a table of docs/data/tables.yml, built from the data file that it
names.

``<!-- technology: NAME -->``: a row of a board of technologies as the record box of a page.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import macro
from refdesk.data.fields import Mark, closed_list, marked_fields
from refdesk.data.library import Library
from refdesk.data.models import Control, Entry, TableColumn, TableSpec, Technology
from refdesk.files.language import Language
from refdesk.files.yaml import InlineText

_WHOLE = "shown"  # a list of records that are shown with their texts
# the tables whose rows are the boxes of technologies
_BOARDS = ("bottlenecks", "bottlenecks-others")
_BOARD = 7  # columns
_DAY = Markup('<time datetime="{}">{}</time>')


def _shown(library: Library, spec: TableSpec) -> list[Entry]:
    """Return the entries that a table shows, in file order."""
    entries = library.files[spec.data].entries.values()
    return [
        one
        for one in entries
        if all(str(getattr(one, name)) == text for name, text in spec.only.items())
    ]


def _inlines(library: Library, spec: TableSpec, entry_id: str) -> Iterator[InlineText]:
    """Yield the text fields that a row shows; of most lists it shows only the names."""
    file, fields = library.files[spec.data], {column.field for column in spec.columns}
    for inline in file.inlines(entry_id):
        field, *rest = inline.path[len(file.paths[entry_id]) :]
        if field in fields and (not rest or field == _WHOLE):
            yield inline


class Tables(Block, marker="table", data="tables", must_show=True):
    """A table of `docs/data/tables.yml`, with its downloads."""

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields that the rows show, and those of the table."""
        spec = library.tables[name]
        for entry in _shown(library, spec):
            yield from _inlines(library, spec, entry.id)
        yield from super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the table as HTML, with an anchor at each row."""
        spec = desk.library.tables[name]
        # the name stands before it
        is_chinese = desk.language.is_chinese
        columns = [one for one in spec.columns if one.field != "zh" or not is_chinese]
        spec = spec.model_copy(update={"columns": columns})
        model = desk.library.files[spec.data].model
        entries = _shown(desk.library, spec)
        rows = [(entry, _cells(desk, spec, entry)) for entry in entries]
        of_numbers = marked_fields(model, Mark.VALUE)
        numbers = [place for place, column in enumerate(spec.columns) if column.field in of_numbers]
        counts = _counts(spec, model, entries, desk.language)
        # the rows of many texts are tiles, which open
        is_board = spec.filter is not None and len(spec.columns) >= _BOARD
        template = "board.html" if is_board else "table.html"
        return desk.fill(template, spec=spec, rows=rows, numbers=numbers, counts=counts)


def _counts(
    spec: TableSpec, model: type[Entry], entries: Sequence[Entry], language: Language
) -> list[tuple[str, str, int]]:
    """Return the values by which the rows are filtered, each with its name and its rows."""
    if spec.filter is None:
        return []
    held = Counter(getattr(entry, spec.filter) for entry in entries)
    values = (value for value in closed_list(model, spec.filter) if held[value])
    return [(value, language.gettext(value).capitalize(), held[value]) for value in values]


class TechnologyBox(Block, marker="technology", data="technologies"):
    """The record of a technology: its row of a board, at the head of a page."""

    def names(self, library: Library) -> Collection[str]:
        """Return the rows of the boards."""
        return _boards(library).keys()

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields of the row."""
        return _inlines(library, _boards(library)[name], name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the record as HTML, with the other technologies of its page."""
        boards, entries = _boards(desk.library), desk.library.entries(Technology)
        spec, entry = boards[name], entries[name]
        others = [
            one
            for one in entries.values()
            if one.page == entry.page and one.id in boards and one is not entry
        ]
        related = [(one, boards[one.id].id) for one in others]
        cells = _cells(desk, spec, entry)
        return desk.fill("technology.html", spec=spec, entry=entry, related=related, cells=cells)


def _boards(library: Library) -> dict[str, TableSpec]:
    """Map each technology that stands on a board to that board."""
    specs = (library.tables[name] for name in _BOARDS if name in library.tables)
    return {entry.id: spec for spec in specs for entry in _shown(library, spec)}


def _cells(
    desk: Desk, spec: TableSpec, entry: Entry
) -> list[tuple[TableColumn, Markup | str | list[str]]]:
    return [(column, _content(desk, spec, column, entry)) for column in spec.columns]


def _content(
    desk: Desk, spec: TableSpec, column: TableColumn, entry: Entry
) -> Markup | str | list[str]:
    """Return what a cell shows: a text, or the names of a list; '' for nothing."""
    if text := desk.field(spec.data, entry.id, column.field):
        return text
    value = getattr(entry, column.field, None)
    if isinstance(value, str):
        return _name(desk, entry, value) if column.row_header else _text(desk, column, entry, value)
    if column.field == _WHOLE:
        shown = macro("parts.html", "shown", desk.language)
        return [shown(*one) for one in desk.records(spec.data, entry.id, _WHOLE)]
    if isinstance(value, list):
        return _list(desk, column, entry, value)
    return "" if value is None else desk.language.gettext(str(value))


def _name(desk: Desk, entry: Entry, value: str) -> Markup | str:
    """Return the name of a row, which leads to the page of its entry."""
    name, page = desk.language.called(value, getattr(entry, "zh", None)), getattr(entry, "page", "")
    return desk.link(desk.link_to(page), name) if page else desk.language.gettext(name)


def _text(desk: Desk, column: TableColumn, entry: Entry, value: str) -> Markup | str:
    """Return a field of one word: a number of a series, a day, or a word of a closed list."""
    if column.field in marked_fields(type(entry), Mark.VALUE):
        return desk.value(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return _DAY.format(value, desk.language.date(value))
    return desk.language.gettext(value)


def _list(
    desk: Desk, column: TableColumn, entry: Entry, value: Sequence[object]
) -> Markup | str | list[str]:
    """Return the items of a list; export controls are the steps of a ladder."""
    if column.field not in marked_fields(type(entry), Mark.CONTROL):
        return [_item(one, desk.language) for one in value]
    known = desk.library.entries(Control)
    steps = macro("parts.html", "steps", desk.language)
    return steps(desk, [known[str(key)] for key in value if key in known])


def _item(item: object, language: Language) -> str:
    """Return an item of a list, which is a text or a record with a name or title, in one line."""
    label = (
        item if isinstance(item, str) else getattr(item, "title", None) or getattr(item, "name", "")
    )
    date = getattr(item, "date", None)
    label = language.called(str(label), getattr(item, "zh", None))
    if not isinstance(date, str):
        return label
    return language.gettext("{value} ({at})").format(value=label, at=date[:4])
