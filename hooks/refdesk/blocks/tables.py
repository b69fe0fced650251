"""``<!-- table: NAME -->``: a table of docs/data/tables.yml, built from the data file that it names."""

from collections.abc import Iterator

from refdesk.blocks.base import Block, anchor, column_head, downloads, explained, figure, stacked_table, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Entry, TableColumn, TableSpec
from refdesk.files.yaml import InlineText
from refdesk.html.language import with_language
from refdesk.html.text import escape, join

VALUE_FIELDS = frozenset({"intensity", "basic_share"})


def rows_of(library: Library, spec: TableSpec) -> list[str]:
    """Returns the ids of the entries that a table shows, in file order."""
    return [
        entry_id
        for entry_id, entry in library.files[spec.data].entries.items()
        if all(str(getattr(entry, name, None)) == wanted for name, wanted in spec.only.items())
    ]


class Tables(Block, marker="table", data="tables"):
    """Tables with a caption, scoped heads, a row anchor each, a source line and downloads."""

    def names(self, library: Library) -> list[str]:
        """Returns the tables whose data file exists."""
        return [name for name, spec in library.tables.items() if spec.data in library.files]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yields the text fields of the columns, of lists only the names, and those of the table."""
        spec = library.tables[name]
        shown = {(column.field,) for column in spec.columns}
        file = library.files[spec.data]
        for entry_id in rows_of(library, spec):
            base = len(file.paths[entry_id])
            yield from (inline for inline in file.inlines(entry_id) if inline.path[base:] in shown)
        yield from super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """The table as HTML."""
        spec = desk.library.tables[name]
        heads = [column_head(column.title, is_number=column.field in VALUE_FIELDS) for column in spec.columns]
        rows = [_row(desk, spec, entry_id) for entry_id in rows_of(desk.library, spec)]
        note = desk.field(self.data, name, "note")
        caption = f"{explained(join(rows))}{note}{' ' if note else ''}{downloads(desk, table_files(spec.data))}"
        return figure(f"table-{name}", stacked_table(spec.caption, heads, rows), caption)


def _row(desk: Desk, spec: TableSpec, entry_id: str) -> str:
    row_id = f"{spec.id}-{entry_id}"
    entry = desk.library.files[spec.data].entries[entry_id]
    cells: list[str] = []
    for column in spec.columns:
        content = desk.field(spec.data, entry_id, column.field) or _cell(desk, column, entry)
        if column.row_header:
            cells.append(f'<th scope="row">{content}{anchor(row_id, f"Link to the row {entry_id}")}</th>')
        else:
            kind = ' class="rd-number"' if column.field in VALUE_FIELDS else ""
            cells.append(f'<td{kind} data-label="{escape(column.title)}">{content}</td>')
    return f'<tr id="{escape(row_id)}">{join(cells)}</tr>'


def _cell(desk: Desk, column: TableColumn, entry: Entry) -> str:
    """Returns the content of a cell whose field holds no references."""
    value = getattr(entry, column.field, None)
    if value is None or value == []:
        return '<span class="rd-none">not found</span>'
    page = getattr(entry, "page", None)
    if column.row_header and isinstance(page, str) and isinstance(value, str):
        return f'<a href="{escape(desk.link_to(page))}">{with_language(value)}</a>'
    if column.field in VALUE_FIELDS and isinstance(value, str):
        return desk.value(value)
    if isinstance(value, list):
        items = [_item(item) for item in value]
        return items[0] if len(items) == 1 else "<ul>" + join(f"<li>{item}</li>" for item in items) + "</ul>"
    return with_language(str(value))


def _item(item: object) -> str:
    """Returns an item of a list, which is a text or a record with a name or title."""
    if isinstance(item, str):
        return with_language(item)
    label = getattr(item, "title", None) or getattr(item, "name", "")
    date = getattr(item, "date", None)
    return with_language(f"{label} ({date[:4]})" if isinstance(date, str) else str(label))
