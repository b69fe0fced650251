"""``<!-- series: NAME -->``: all observations of a series, each row with an anchor that numbers in the text lead to."""

from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Block, CellNotes, column_head, data_table, downloads, figure, table_files
from refdesk.blocks.desk import Desk, row_id
from refdesk.data.library import Library
from refdesk.data.models import SeriesColumn
from refdesk.data.series import Series, is_number, number
from refdesk.data.units import in_digits, unit_name
from refdesk.files.yaml import InlineText
from refdesk.html.language import with_language
from refdesk.html.text import escape, join, slug

_LIMITATIONS = (
    '<div class="admonition warning"><p class="admonition-title">Main limitations</p><ul class="rd-notes">{}</ul></div>'
)
_PROSE = 40  # characters; a column with a longer text is moved below the table
_WIDE = 7  # columns; if there are more, the sources are moved below the table as well


class Observations(Block, marker="series"):
    """A series as a table, the newest year first if years are its key.

    Sentences of a row, the sources of a wide table, and the source of a single figure (a revision) stand below the
    table, where marks lead to them.
    """

    def names(self, library: Library) -> Iterable[str]:
        """The ids of the series."""
        return library.series

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Definition, limitations and notes."""
        return library.series[name].entry.inlines(name)

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """The sources of the rows."""
        return library.series[name].sources()

    def render(self, desk: Desk, name: str) -> str:
        """The series as HTML."""
        series = desk.library.series[name]
        inlines = list(series.entry.inlines(name))
        definition = desk.inline(inlines[0])
        limitations, notes = (
            join(f"<li>{desk.inline(inline)}</li>" for inline in inlines if field in inline.path)
            for field in ("limitations", "notes")
        )
        reasons = [desk.inline(inline) for inline in inlines if "exceptions" in inline.path]
        for exception, reason in zip(series.spec.exceptions, reasons, strict=True):
            rows = ", ".join(row.replace("/", " ") for row in exception.rows)
            notes += f"<li><strong>Exception, {escape(rows)}.</strong> {reason}</li>"
        spec, all_rows = series.spec.columns, series.rows.values()
        at_cells = {column.source_column for column in spec.values()}
        columns = [c for c in spec if c not in at_cells and any(row[c].text for row in all_rows)]
        texts = [c for c in columns if spec[c].unit == "text" and c not in {*series.spec.key, "title"}]
        below = [c for c in texts if any(len(row[c].text) > _PROSE for row in all_rows)]
        if len(columns) - len(below) > _WIDE:
            below = [c for c in columns if spec[c].unit in {"source", "sources"}] + below
        columns = [c for c in columns if c not in below]
        marks = CellNotes(f"series-{slug(name)}-note")
        units = {c: unit_name(spec[c].unit or "") for c in columns if is_figure(spec[c])}
        heads = [column_head(spec[c].title, units.get(c, ""), is_number=is_figure(spec[c])) for c in columns]
        keys, first = list(series.rows), series.spec.key[0]
        if spec[first].unit == "year":
            keys.sort(key=lambda key: series.rows[key][first].text, reverse=True)
        cells = [_row(desk, series, key, columns, below, marks) for key in keys]
        table = data_table("rd-series", series.spec.title, heads, cells)
        licence = f"<span data-search-exclude>{escape(series.spec.licence)}.</span>"
        caption = f"{marks.listed()}{licence} {downloads(desk, table_files(f'series/{name}'))}"
        return (
            f'<p class="rd-definition"><strong>Definition.</strong> {definition}</p>'
            + (_LIMITATIONS.format(limitations) if limitations else "")
            + (f'<p><strong>Notes.</strong></p><ul class="rd-notes">{notes}</ul>' if notes else "")
            + figure(f"series-{slug(name)}", table, caption)
        )


def _row(desk: Desk, series: Series, key: str, columns: list[str], below: list[str], marks: CellNotes) -> str:
    row = series.rows[key]
    cells: list[str] = []
    notes = dict.fromkeys(note for column in below for note in _notes(desk, series, row[column].text, column))
    for column in columns:
        text, spec = row[column].text, series.spec.columns[column]
        if column == series.spec.key[0]:
            link = f'<a class="rd-row" href="#{row_id(key)}">{with_language(text)}</a>'
            cells.append(f'<th scope="row">{link}{marks.marks(["; ".join(notes)]) if notes else ""}</th>')
        elif spec.unit in {"source", "sources"}:
            cells.append(f"<td>{' '.join(_notes(desk, series, text, column))}</td>")
        elif spec.unit == "formula":
            cells.append(f"<td>{desk.formula(text)}</td>")
        else:
            own = row[spec.source_column].text if spec.source_column is not None and text else ""
            mark = marks.marks(desk.source(source) for source in own.split("; ")) if own else ""
            cells.append(plain_cell(series, column, text, mark))
    return f'<tr id="{row_id(key)}">{join(cells)}</tr>'


def _notes(desk: Desk, series: Series, text: str, column: str) -> list[str]:
    """Returns the sources or the text of a cell as HTML."""
    if series.spec.columns[column].unit in {"source", "sources"}:
        return [desk.source(source_id) for source_id in text.split("; ") if source_id]
    return [with_language(text)] if text else []


def is_figure(column: SeriesColumn) -> bool:
    """Whether a column holds numbers other than years."""
    return is_number(column) and column.unit != "year"


def plain_cell(series: Series, column: str, text: str, mark: str = "") -> str:
    """Returns a cell; a number has thousands separators and a mark."""
    if column == series.spec.key[0]:
        return f'<th scope="row">{with_language(text)}</th>'
    if not is_figure(series.spec.columns[column]):
        return f"<td>{with_language(text)}</td>"
    value = number(text)
    shown = in_digits(value) if value is not None else with_language(text)
    return f'<td class="rd-number">{shown}{mark}</td>'
