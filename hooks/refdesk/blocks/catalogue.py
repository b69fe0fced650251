"""``<!-- catalogue -->``: every series with definition, units, sources, chart and downloads; the tables of entries.

``<!-- files -->``: the files beside the pages that programs read, of every series, chart, table and page.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from refdesk.blocks import base
from refdesk.blocks.base import column_head, download_links, downloads, stacked_table, table_files
from refdesk.blocks.charts import pictures
from refdesk.blocks.desk import Desk
from refdesk.blocks.observations import is_figure, plain_cell
from refdesk.data.library import Library
from refdesk.data.models import TITLES, Chart
from refdesk.data.series import Series, is_number
from refdesk.data.tables import row_of, table_names
from refdesk.data.units import unit_name
from refdesk.files.yaml import InlineText
from refdesk.html.text import escape, join, slug
from refdesk.site.generated import text_path

_ROWS = 4
_SOURCES = 3


class Catalogue(base.Block, marker="catalogue"):
    """The series one after the other, each under a heading of its own."""

    def names(self, library: Library) -> Iterable[str]:
        """No name, on a site that has series."""
        return [""] if library.series_names else []

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """The definition of every series, and what its notes say of revisions."""
        for series in library.series.values():
            definition, *notes = series.entry.inlines(series.id)
            yield definition
            yield from _of_revision(notes)

    def sources(self, library: Library, _: str) -> Iterable[str]:
        """The sources named for each series."""
        return (key for series in library.series.values() for key in _named(series))

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML below them."""
        files = [
            ("all data (zip)", "data/from-0-to-1-data.zip"),
            ("Data Package descriptor", "data/datapackage.json"),
            ("schema of the series", "data/schemas/series.schema.json"),
        ]
        parts = [desk.pieces.block(f"<p>{downloads(desk, files)}</p>")]
        for series in desk.library.series.values():
            parts.append(f"### {desk.pieces.inline(escape(series.spec.title))} {{ #catalogue-{slug(series.id)} }}")
            parts.append(desk.pieces.block(f'<div class="rd-catalogue">{_entry(desk, series)}</div>'))
        parts += ["### Tables of entries { #catalogue-entries }", desk.pieces.block(_tables(desk))]
        return "\n\n".join(parts)


def _tables(desk: Desk) -> str:
    """Returns the table of the data files that are published as tables, with their downloads."""
    rows = (
        f'<tr><th scope="row">{TITLES[name]}</th>'
        f'<td class="rd-number" data-label="Rows">{len(desk.library.files[name].entries)}</td>'
        f'<td data-label="Each row">{escape(row_of(name))}</td><td data-label="Download">'
        f"{download_links(desk, [*table_files(name), ('schema', f'data/schemas/{name}.schema.json')])}</td></tr>"
        for name in table_names(desk.library)
    )
    heads = (column_head(title, is_number=title == "Rows") for title in ("Table", "Rows", "Each row", "Download"))
    return stacked_table("Entries published as tables", heads, rows)


def _of_revision(notes: Iterable[InlineText]) -> list[InlineText]:
    return [note for note in notes if any(word in note.text for word in ("revis", "restated", "preliminary"))]


def _named(series: Series) -> list[str]:
    return list(reversed(series.sources()))[:_SOURCES]


def _entry(desk: Desk, series: Series) -> str:
    definition, *notes = series.entry.inlines(series.id)
    holder = desk.holder("series", series.id)
    table = f'; <a href="{escape(desk.link_to(holder))}">all {len(series.rows)} rows</a>' if holder else ""
    more = len(series.sources()) - len(_named(series))
    figures = [name for name, column in series.spec.columns.items() if is_figure(column)]
    units = dict.fromkeys(series.column_unit(name, row) for name in figures for row in series.rows.values())
    facts = {
        "Definition": desk.inline(definition),
        "Units": escape(", ".join(unit_name(unit) or "count" for unit in units)),
        "Coverage": escape(_coverage(series)) + table,
        "Sources": "; ".join(map(desk.source, _named(series))) + (f" and {more} more" if more > 0 else ""),
        "Revisions": " ".join(map(desk.inline, _of_revision(notes))),
        "Used on": ", ".join(map(desk.page_link, desk.pages_with_series.get(series.id, ()))),
    }
    listed = join(f"<dt>{label}</dt><dd>{content}</dd>" for label, content in facts.items() if content)
    files = downloads(desk, table_files(f"series/{series.id}"))
    return f"<dl>{listed}</dl>{_picture(desk, series)}{_rows(series)}<p>{files}</p>"


def _coverage(series: Series) -> str:
    """Returns the years that a series covers, and the number of values of each other key column."""
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
    """Returns the first published chart of a series as a picture, linked to its page."""
    for chart in desk.library.entries("charts", Chart).values():
        holder = desk.holder("chart", chart.id)
        views = [n for n, panel in enumerate(chart.panels) if series.id in {t.series for t in panel.all_traces()}]
        if holder is not None and views:
            path = f"data/charts/{chart.view_name(views[0] if chart.kind == 'tiles' else 0)}"
            return (
                f'<a href="{escape(desk.link_to(holder, f"chart-{chart.id}"))}">'
                f'<img src="{escape(desk.link_to(f"{path}.svg"))}" '
                f'loading="lazy" alt="{escape(f"Chart: {chart.title}. {chart.description}")}"></a>'
            )
    return ""


def _rows(series: Series) -> str:
    """Returns the first rows of a series: the key and the columns of numbers."""
    spec, first = series.spec.columns, list(series.rows.values())[:_ROWS]
    columns = [name for name, column in spec.items() if name in series.spec.key or is_number(column)]
    columns = [name for name in columns if any(row[name].text for row in first)]
    if any(spec[name].unit_column for name in columns):
        columns.append("unit")
    heads = [column_head(spec[name].title, is_number=is_figure(spec[name])) for name in columns]
    rows = (join(plain_cell(series, name, row[name].text) for name in columns) for row in first)
    title = f"First rows: {series.spec.title}"
    return base.data_table(
        "rd-head", title, heads, (f"<tr>{row}</tr>" for row in rows), caption="First rows", is_tall=False
    )


class Files(base.FileBlock, marker="files"):
    """A heading and a table for each kind, with a row for each thing."""

    shown: ClassVar = {"": ()}

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML tables below them."""
        library = desk.library
        charts = library.entries("charts", Chart).values()
        kinds = {
            "Series": [(one.spec.title, table_files(f"series/{one.id}")) for one in library.series.values()],
            "Charts": [(chart.title, table_files(f"charts/{chart.id}") + pictures(chart)) for chart in charts],
            "Tables": [(TITLES[name], table_files(name)) for name in table_names(library)],
        }
        if desk.site.tree.use_directory_urls:  # a site that is read from the disk has no texts beside its pages
            texts = {page.title: text_path(desk.site, uri) for uri, page in desk.site.pages.items()}
            kinds["Page texts"] = [(title, [("Markdown", path)]) for title, path in texts.items()]
        parts: list[str] = []
        for kind, of_kind in kinds.items():
            linked = ((escape(title), download_links(desk, files)) for title, files in of_kind)
            rows = (f'<tr><th scope="row">{title}</th><td data-label="Files">{to}</td></tr>' for title, to in linked)
            heads = [column_head("Of"), column_head("Files")]
            parts.append(f"## {kind}{desk.pieces.block(stacked_table(f'{kind} and their files', heads, rows))}")
        return "\n\n".join(parts)
