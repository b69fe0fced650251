"""``<!-- catalogue -->``: every series with definition, units, sources, chart and downloads; the tables of entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Desk, download_links, downloads, table_files
from refdesk.blocks.observations import grouped
from refdesk.charts.cells import unit_name
from refdesk.data.entries import InlineText
from refdesk.data.library import Library
from refdesk.data.models import TITLES, Chart
from refdesk.data.series import Series, is_number
from refdesk.data.tables import row_of, table_names
from refdesk.html.text import address, escape, join, slug, with_language

_ROWS = 4
_SOURCES = 3


class Catalogue:
    """The series one after the other, each under a heading of its own."""

    def names(self, library: Library) -> Iterable[str]:
        """No name, on a site that has series."""
        return [""] if library.series_names else []

    def accepts(self, library: Library, name: str) -> bool:
        """Only a marker without a name."""
        return name in self.names(library)

    def is_broken(self, library: Library, name: str) -> bool:
        """Whether a series has a mistake."""
        del name
        return set(library.series) != library.series_names

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """The definition of every series, and what its notes say of revisions."""
        del name
        for series in library.series.values():
            definition, *notes = series.entry.inlines(series.id)
            yield definition
            yield from _of_revision(notes)

    def sources(self, library: Library, name: str) -> Iterator[str]:
        """The sources named for each series."""
        del name
        for series in library.series.values():
            yield from _named(series)

    def render(self, desk: Desk, name: str) -> str:
        """Markdown headings with HTML below them."""
        del name
        files = [
            ("all data (zip)", "data/from-0-to-1-data.zip"),
            ("Data Package descriptor", "data/datapackage.json"),
            ("schema of the series", "data/schemas/series.schema.json"),
        ]
        parts = [f"<p>{downloads(desk, files)}</p>"]
        for series in desk.library.series.values():
            heading = f"catalogue-{slug(series.id)}"
            parts.append(f"### {escape(series.spec.title)} {{ #{heading} }}")
            parts.append(f'<div class="rd-catalogue">{_entry(desk, series)}</div>')
        parts += ["### Tables of entries { #catalogue-entries }", _tables(desk)]
        return "\n\n".join(parts)


def _tables(desk: Desk) -> str:
    """What else is published as tables: the entries of data files, with their downloads."""
    files = {
        name: [*table_files(name), ("schema", f"data/schemas/{name}.schema.json")] for name in table_names(desk.library)
    }
    rows = join(
        f'<tr><th scope="row">{TITLES[name]}</th>'
        f'<td class="rd-number" data-label="Rows">{len(desk.library.files[name].entries)}</td>'
        f'<td data-label="Each row">{escape(row_of(name))}</td>'
        f'<td data-label="Download">{download_links(desk, files[name])}</td></tr>'
        for name in files
    )
    heads = '<th scope="col">Table</th><th scope="col" class="rd-number">Rows</th>'
    heads += '<th scope="col">Each row</th><th scope="col">Download</th>'
    return (
        '<div class="rd-scroll"><table class="rd-table rd-stack"><caption>Entries published as tables</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _of_revision(notes: Iterable[InlineText]) -> list[InlineText]:
    return [note for note in notes if any(word in note.text for word in ("revis", "restated", "preliminary"))]


def _named(series: Series) -> list[str]:
    return list(reversed(series.sources()))[:_SOURCES]


def _entry(desk: Desk, series: Series) -> str:
    definition, *notes = series.entry.inlines(series.id)
    holder = desk.holder("series", series.id)
    table = f'<a href="{address(desk.link_to(holder))}">all {len(series.rows)} rows</a>' if holder else ""
    sources = "; ".join(desk.source(key).strip() for key in _named(series))
    more = len(series.sources()) - len(_named(series))
    revisions = [desk.inline(note) for note in _of_revision(notes)]
    pages = [
        f'<a href="{address(desk.link_to(uri))}">{escape(desk.title(uri))}</a>'
        for uri in desk.pages_with_series(series.id)
    ]
    facts = [
        ("Definition", desk.inline(definition)),
        ("Units", escape(", ".join(_units(series)))),
        ("Coverage", escape(_coverage(series)) + (f"; {table}" if table else "")),
        ("Sources", sources + (f" and {more} more" if more > 0 else "")),
        ("Revisions", " ".join(revisions)),
        ("Used on", ", ".join(pages)),
    ]
    listed = join(f"<dt>{label}</dt><dd>{content}</dd>" for label, content in facts if content)
    files = downloads(desk, table_files(f"series/{series.id}"))
    return f"<dl>{listed}</dl>{_picture(desk, series)}{_rows(series)}<p>{files}</p>"


def _units(series: Series) -> list[str]:
    units: dict[str, None] = {}
    for name, column in series.spec.columns.items():
        if column.unit_column is not None:
            units.update(dict.fromkeys(series.column_unit(name, row) for row in series.rows.values()))
        elif is_number(column) and column.unit not in {None, "year"}:
            units[str(column.unit)] = None
    return [unit_name(unit) or "count" for unit in units]


def _coverage(series: Series) -> str:
    """From the first year to the last, and how many of each other key."""
    parts: list[str] = []
    for name in series.spec.key:
        values = list(series.texts(name))
        if series.spec.columns[name].unit == "year" or name == "period":
            years = sorted(value[:4] for value in values)
            parts.append(years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}")
        else:
            parts.append(f"{len(values)} × {series.spec.columns[name].title.lower()}")
    return ", ".join(parts)


def _picture(desk: Desk, series: Series) -> str:
    for chart in desk.library.entries("charts", Chart).values():
        holder = desk.holder("chart", chart.id)
        if holder is None or not any(
            trace.series == series.id for panel in chart.panels for trace in panel.all_traces()
        ):
            continue
        view = next(
            (n for n, panel in enumerate(chart.panels) if any(t.series == series.id for t in panel.all_traces())), 0
        )
        name = chart.view_name(view if chart.kind == "tiles" else 0)
        picture = desk.link_to(f"data/charts/{name}.svg")
        link = desk.link_to(holder, f"chart-{chart.id}")
        size = _size(desk.picture(name))
        return (
            f'<a href="{address(link)}"><img src="{address(picture)}"{size} loading="lazy" '
            f'alt="{escape(f"Chart: {chart.title}. {chart.description}")}"></a>'
        )
    return ""


def _size(drawing: str) -> str:
    """The width and height of a drawing, so that its room is kept until it is there."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    return f' width="{float(found[1]):.0f}" height="{float(found[2]):.0f}"' if found else ""


def _rows(series: Series) -> str:
    """The first rows: the key and the columns of numbers."""
    columns = [n for n, c in series.spec.columns.items() if n in series.spec.key or is_number(c)]
    columns = [n for n in columns if any(row[n].text for row in list(series.rows.values())[:_ROWS])]
    if any(series.spec.columns[n].unit_column for n in columns):
        columns.append("unit")
    heads = join(_head(series, name) for name in columns)
    rows = join(
        "<tr>" + join(_cell(series, name, row[name].text) for name in columns) + "</tr>"
        for row in list(series.rows.values())[:_ROWS]
    )
    title = escape(f"First rows: {series.spec.title}")
    return (
        f'<div class="rd-scroll" tabindex="0" role="region" aria-label="{title}"><table class="rd-table rd-head">'
        f"<caption>First rows</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody data-search-exclude>{rows}</tbody></table></div>"
    )


def _head(series: Series, name: str) -> str:
    column = series.spec.columns[name]
    kind = ' class="rd-number"' if is_number(column) and column.unit != "year" else ""
    return f'<th scope="col"{kind}>{escape(column.title)}</th>'


def _cell(series: Series, name: str, text: str) -> str:
    column = series.spec.columns[name]
    if name == series.spec.key[0]:
        return f'<th scope="row">{with_language(text)}</th>'
    numeric = is_number(column) and column.unit != "year"
    return f'<td class="rd-number">{escape(grouped(text))}</td>' if numeric else f"<td>{with_language(text)}</td>"
