"""``<!-- series: NAME -->``: all observations of a series, each row with an anchor that numbers in the text lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from refdesk.blocks.base import CellNotes, Desk, downloads, table_files
from refdesk.data.entries import InlineText
from refdesk.data.library import Library
from refdesk.data.models import SeriesColumn
from refdesk.data.series import Series, is_number, number
from refdesk.html.text import escape, join, slug

_PROSE = 40  # letters: a column with a longer text has sentences, and room for some words a line


def row_id(key: str) -> str:
    """The anchor of a row."""
    return f"row-{slug(key)}"


class Observations:
    """A series as a table: numbers with their unit in the head, sources and notes at the row.

    A figure with a source of its own (a revision) has a mark that leads to it, in a list below the table.
    """

    def names(self, library: Library) -> Iterable[str]:
        """The ids of the series."""
        return library.series

    def accepts(self, library: Library, name: str) -> bool:
        """Whether the series exists."""
        return name in library.series

    def is_broken(self, library: Library, name: str) -> bool:
        """Whether there is a series of that name that cannot be read, or not every row of it."""
        series = library.series.get(name)
        return name in library.series_names if series is None else not series.whole

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Definition and notes."""
        yield from library.series[name].entry.inlines(name)

    def sources(self, library: Library, name: str) -> Iterator[str]:
        """The sources of the rows."""
        return iter(library.series[name].sources())

    def render(self, desk: Desk, name: str) -> str:
        """The series as HTML."""
        series = desk.library.series[name]
        inlines = list(series.entry.inlines(name))
        definition = desk.inline(inlines[0])
        notes = join(f"<li>{desk.inline(inline)}</li>" for inline in inlines[1:])
        at_cells = {column.source_column for column in series.spec.columns.values()}
        columns = [c for c in series.spec.columns if any(row[c].text for row in series.rows.values())]
        columns = [c for c in columns if c not in at_cells]
        marks = CellNotes(f"series-{slug(name)}-note")
        heads = join(_head(series, column) for column in columns)
        shown = [_Column.of(series, column) for column in columns]
        rows = join(_row(desk, series, key, shown, marks) for key in series.rows)
        files = table_files(f"series/{name}")
        return (
            f'<p class="rd-definition"><strong>Definition.</strong> {definition}</p>'
            + (f'<ul class="rd-notes">{notes}</ul>' if notes else "")
            + f'<figure class="rd-figure" id="series-{slug(name)}">'
            f'<div class="rd-scroll rd-tall" tabindex="0" role="region" aria-label="{escape(series.spec.title)}">'
            f'<table class="rd-table rd-series"><caption>{escape(series.spec.title)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody data-search-exclude>{rows}</tbody></table></div>"
            f"<figcaption>{marks.listed()}{escape(series.spec.licence)}. {downloads(desk, files)}</figcaption></figure>"
        )


def _is_figure(spec: SeriesColumn) -> bool:
    return is_number(spec) and spec.unit != "year"


def _head(series: Series, column: str) -> str:
    spec = series.spec.columns[column]
    numeric = _is_figure(spec)
    unit = f' <span class="rd-unit">{escape(spec.unit)}</span>' if numeric and spec.unit not in {None, "count"} else ""
    kind = ' class="rd-number"' if numeric else ""
    return f'<th scope="col"{kind}>{escape(spec.title)}{unit}</th>'


class _Column(NamedTuple):
    """A column, whether it holds figures, and whether it holds sentences."""

    name: str
    spec: SeriesColumn
    is_figure: bool
    is_prose: bool

    @staticmethod
    def of(series: Series, name: str) -> _Column:
        """The column of that name."""
        spec = series.spec.columns[name]
        longest = max(len(row[name].text) for row in series.rows.values())
        return _Column(name, spec, _is_figure(spec), longest > _PROSE)


def _row(desk: Desk, series: Series, key: str, columns: Sequence[_Column], marks: CellNotes) -> str:
    row = series.rows[key]
    cells: list[str] = []
    for column, spec, is_figure, is_prose in columns:
        text = row[column].text
        if column == series.spec.key[0]:
            cells.append(f'<th scope="row"><a class="rd-row" href="#{row_id(key)}">{desk.text(text)}</a></th>')
        elif spec.unit in {"source", "sources"}:
            links = [desk.source(source_id) for source_id in text.split("; ")] if text else []
            cells.append(f"<td>{join(links)}</td>")
        elif is_figure:
            own = row[spec.source_column].text if spec.source_column is not None and text else ""
            mark = marks.marks(desk.source(source).strip() for source in own.split("; ")) if own else ""
            cells.append(f'<td class="rd-number">{desk.text(grouped(text))}{mark}</td>')
        else:
            kind = ' class="rd-prose"' if is_prose else ""
            cells.append(f"<td{kind}>{desk.text(text)}</td>")
    return f'<tr id="{row_id(key)}">{join(cells)}</tr>'


def grouped(text: str) -> str:
    """A number with its thousands set off: 12345.6 -> 12,345.6 (the digits stay as they are)."""
    whole, point, rest = text.partition(".")
    if len(whole.lstrip("-")) < len("10000"):
        return text
    value = number(text)
    if value is None or abs(value) < 10000:
        return text
    return f"{int(whole):,}{point}{rest}"
