"""``<!-- series: NAME -->``: all observations of a series, each row with an anchor that numbers in
the text lead to.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

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
    spec = series.spec.columns
    # a source that a cell names stands at the cell, a title in place of the key
    elsewhere = {"title", *(column.source_column for column in spec.values())}
    columns = [name for name in spec if name not in elsewhere and _longest(series, name)]
    below = [name for name in columns if _is_prose(series, name)]
    if len(columns) - len(below) > _WIDE:
        below = [name for name in columns if spec[name].names_sources] + below
    return [name for name in columns if name not in below], below


def _longest(series: Series, column: str) -> int:
    """Return the characters of the longest text in a column, 0 where it is empty."""
    return max((len(row[column].text) for row in series.rows.values()), default=0)


def _is_prose(series: Series, column: str) -> bool:
    """Return whether a column holds sentences, which a table has no room for."""
    is_text = series.spec.columns[column].unit == "text" and column not in series.spec.key
    return is_text and _longest(series, column) > _PROSE


def _row(
    desk: Desk,
    series: Series,
    key: str,
    columns: Sequence[str],
    below: Sequence[str],
    notes: CellNotes,
) -> Row:
    row = series.rows[key]
    about = dict.fromkeys(
        text for column in below for text in _texts(desk, series, row[column].text, column)
    )
    cells: list[Cell] = []
    for column in columns:
        text, spec = row[column].text, series.spec.columns[column]
        if column == series.spec.key[0]:
            said = escape(desk.language.gettext("; ")).join(about)
            numbers = notes.numbers([said]) if about else ()
            cells.append(Cell(_row_link(desk, series, key, column), numbers, is_head=True))
        elif spec.names_sources:
            cells.append(Cell(_few(_texts(desk, series, text, column))))
        elif spec.unit == "formula":
            cells.append(Cell(desk.formula(text)))
        else:
            cells.append(_figure(desk, series, key, column, notes))
    return row_id(key), cells


def _row_link(desk: Desk, series: Series, key: str, column: str) -> Markup:
    """Return the name of a row, which leads to the row and to its place in the data."""
    cell = series.rows[key][column]
    place = f"data/series/{series.id}.csv#L{series.csv.file.place(cell.offset).line}"
    if series.id == COMPUTED:
        place = desk.place(COMPUTED, key)
    link: Markup = macro("links.html", "row", desk.language)(
        row_id(key), place, series.label(column, cell.text)
    )
    return link


def _figure(desk: Desk, series: Series, key: str, column: str, notes: CellNotes) -> Cell:
    """Return the cell of a figure or a word, with the number of its own source."""
    row, spec = series.rows[key], series.spec.columns[column]
    has_source = spec.source_column is not None and row[column].text
    own = row[spec.source_column or ""].text if has_source else ""
    return Cell(
        series.shown(column, row),
        notes.numbers(map(desk.source, own.split("; "))) if own else (),
        is_number=is_figure(spec),
        id=f"{row_id(key)}.{column}",
    )


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
