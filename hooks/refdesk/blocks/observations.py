"""``<!-- series: NAME -->``: all observations of a series, each row with an anchor that numbers in
the text lead to.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk, row_id
from refdesk.blocks.explorer import explored_series
from refdesk.blocks.template import Cell, CellNotes, Row, macro
from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import Periodical, SeriesColumn
from refdesk.data.series import COMPUTED, Series, is_figure
from refdesk.data.wording import unit_name
from refdesk.files.language import Language
from refdesk.html.text import slug, with_language

_SOURCES = 2  # in a cell: a count of entries rests on dozens
_PROSE = 40  # characters; a column with a longer text is moved below the table
_WIDE = 7  # columns; if there are more, the sources are moved below the table as well


class Observations(Block, marker="series", must_show=True):
    """All observations of a series, the newest year first, with definition and notes.

    Sentences of a row, the sources of a wide table, and the source of a single figure (a revision)
    stand below the table, where marks lead to them.
    """

    def names(self, library: Library) -> Collection[str]:
        """Return the ids of the series."""
        return library.series

    def file(self, library: Library, name: str) -> EntryFile[Any]:
        """Return the description of the series, which holds definition, limitations and notes."""
        return library.series[name].entry

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """Return the sources of the rows."""
        return library.series[name].sources()

    def series(self, _: Library, name: str) -> Iterable[str]:
        """Return the series itself."""
        return [name]

    def render(self, desk: Desk, name: str) -> str:
        """Return the series as HTML."""
        series = desk.library.series[name]
        spec = series.spec.columns
        shown, below = _columns(series)
        notes = CellNotes(f"series-{slug(name)}-note")
        keys, first = list(series.rows), series.spec.key[0]
        if spec[first].unit == "year":
            keys.sort(key=lambda key: series.rows[key][first].text, reverse=True)
        return desk.fill(
            "series.html",
            series=series,
            heads=[_head(spec[column], desk.language) for column in shown],
            rows=[_row(desk, series, key, shown, below, notes) for key in keys],
            notes=notes,
            publication=next(
                (one for one in desk.library.entries(Periodical).values() if name in one.series),
                None,
            ),
            explored=explored_series(desk.library, name),
        )


def _columns(series: Series) -> tuple[list[str], list[str]]:
    """Return the columns of the table, and those whose texts stand below it."""
    spec, rows = series.spec.columns, series.rows.values()
    # a title stands in place of the key
    at_cells = {column.source_column for column in spec.values()}
    columns = [
        c for c in spec if c not in {*at_cells, "title"} and any(row[c].text for row in rows)
    ]
    texts = [c for c in columns if spec[c].unit == "text" and c not in series.spec.key]
    below = [c for c in texts if any(len(row[c].text) > _PROSE for row in rows)]
    if len(columns) - len(below) > _WIDE:
        below = [c for c in columns if spec[c].names_sources] + below
    return [c for c in columns if c not in below], below


def _row(
    desk: Desk,
    series: Series,
    key: str,
    columns: Sequence[str],
    below: Sequence[str],
    notes: CellNotes,
) -> Row:
    row, own_id = series.rows[key], row_id(key)
    cells: list[Cell] = []
    about = dict.fromkeys(
        text for column in below for text in _texts(desk, series, row[column].text, column)
    )
    for column in columns:
        text, spec = row[column].text, series.spec.columns[column]
        if column == series.spec.key[0]:
            line = series.csv.file.place(row[column].offset).line
            place = (
                desk.place(COMPUTED, key)
                if series.id == COMPUTED
                else f"data/series/{series.id}.csv#L{line}"
            )
            row_link = macro("links.html", "row", desk.language)
            link = row_link(own_id, place, series.label(column, text))
            cells.append(
                Cell(link, notes.numbers([Markup("; ").join(about)]) if about else (), is_head=True)
            )
        elif spec.names_sources:
            cells.append(Cell(_few(_texts(desk, series, text, column))))
        elif spec.unit == "formula":
            cells.append(Cell(desk.formula(text)))
        else:
            own = row[spec.source_column].text if spec.source_column is not None and text else ""
            numbers = notes.numbers(map(desk.source, own.split("; "))) if own else ()
            shown, cell_id = series.shown(column, row), f"{own_id}.{column}"
            cells.append(Cell(shown, numbers, is_number=is_figure(spec), id=cell_id))
    return own_id, cells


def _few(sources: Sequence[Markup]) -> Markup:
    """Return the first sources of a cell, and how many more the download names."""
    more = len(sources) - _SOURCES
    shown = [*sources[:_SOURCES], Markup("+{}").format(more)] if more > 1 else sources
    return Markup(" ").join(shown)


def _texts(desk: Desk, series: Series, text: str, column: str) -> list[Markup]:
    """Return the sources or the text of a cell as HTML."""
    if series.spec.columns[column].names_sources:
        return [desk.source(source_id) for source_id in text.split("; ") if source_id]
    return [with_language(series.label(column, text))] if text else []


def _head(column: SeriesColumn, language: Language) -> tuple[str, str, bool]:
    """Return the title of a column, the unit of its figures ('' for a count), and whether figures
    stand in it.
    """
    return (
        column.title,
        unit_name(column.unit or "", language) if is_figure(column) else "",
        is_figure(column),
    )
