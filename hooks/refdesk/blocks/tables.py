"""``<!-- table: NAME -->``: a table of docs/data/tables.yml, built from the data file that it names."""

from collections.abc import Iterator

from markupsafe import Markup

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.blocks.parts import table_files
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Entry, TableColumn, TableSpec
from refdesk.files.yaml import InlineText

_VALUE_FIELDS = frozenset({"intensity", "basic_share"})


def rows_of(library: Library, spec: TableSpec) -> list[str]:
    """Return the ids of the entries that a table shows, in file order."""
    return [
        entry_id
        for entry_id, entry in library.files[spec.data].entries.items()
        if all(str(getattr(entry, name, None)) == wanted for name, wanted in spec.only.items())
    ]


class Tables(Block, marker="table", data="tables"):
    """A table of `docs/data/tables.yml`, with its downloads."""

    must_show = True

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields of the columns, of lists only the names, and those of the table."""
        spec = library.tables[name]
        shown = {(column.field,) for column in spec.columns}
        file = library.files[spec.data]
        for entry_id in rows_of(library, spec):
            base = len(file.paths[entry_id])
            yield from (inline for inline in file.inlines(entry_id) if inline.path[base:] in shown)
        yield from super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the table as HTML, with an anchor at each row."""
        spec = desk.library.tables[name]
        entries = desk.library.files[spec.data].entries
        rows = [
            (entry_id, [(column, _content(desk, spec, column, entries[entry_id])) for column in spec.columns])
            for entry_id in rows_of(desk.library, spec)
        ]
        numbers = [column.title for column in spec.columns if column.field in _VALUE_FIELDS]
        return fill("table.html", desk=desk, spec=spec, rows=rows, numbers=numbers, files=table_files(spec.data))


def _content(desk: Desk, spec: TableSpec, column: TableColumn, entry: Entry) -> Markup | str | list[str]:
    """Return what a cell shows: a text, or the names of a list; '' for nothing."""
    if text := desk.field(spec.data, entry.id, column.field):
        return text
    value, page = getattr(entry, column.field, None), getattr(entry, "page", None)
    if column.row_header and isinstance(page, str) and isinstance(value, str):
        return desk.link(desk.link_to(page), value)
    if column.field in _VALUE_FIELDS and isinstance(value, str):
        return desk.value(value)
    if isinstance(value, list):
        return list(map(_item, value))
    return "" if value is None else str(value)


def _item(item: object) -> str:
    """Return an item of a list, which is a text or a record with a name or title, in one line."""
    label = item if isinstance(item, str) else getattr(item, "title", None) or getattr(item, "name", "")
    date = getattr(item, "date", None)
    return f"{label} ({date[:4]})" if isinstance(date, str) else str(label)
