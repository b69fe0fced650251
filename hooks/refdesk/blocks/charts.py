"""``<!-- chart: NAME -->``: a chart of docs/data/charts.yml, with its numbers, sources and downloads."""

from __future__ import annotations

from collections.abc import Iterable

from refdesk.blocks.base import Block, CellNotes, column_head, data_table, downloads, drawing, field_of, table_files
from refdesk.blocks.desk import Desk
from refdesk.charts.cells import Drawn, Point, chart_sources, name_of, points_of, unit_name
from refdesk.charts.change import last_change
from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel
from refdesk.html.text import address, escape, join, with_language

_SOURCES_NAMED = 4


class Charts(Block):
    """A headline, the drawing, its numbers as a table, sources, downloads."""

    data = "charts"

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """The sources of every cell that the chart shows."""
        return chart_sources(library, library.entries("charts", Chart)[name])

    def render(self, desk: Desk, name: str) -> str:
        """The chart as HTML."""
        chart = desk.library.entries("charts", Chart)[name]
        inlines = list(desk.library.files["charts"].inlines(name))
        headline, note = field_of(inlines, "headline"), field_of(inlines, "note")
        files = table_files(f"charts/{name}") + _pictures(chart)
        about = f"{desk.inline(note)} " if note is not None else ""
        return (
            f'<figure class="rd-figure rd-chart" id="chart-{address(name)}">'
            f'<p class="rd-headline">{desk.inline(headline) if headline is not None else ""}</p>'
            f'<p class="rd-subject">{escape(chart.title)}</p>{_plots(chart)}{_change(desk, chart)}'
            f'<details class="rd-numbers"><summary>Show the numbers</summary>{_tables(desk, chart)}</details>'
            f"<figcaption>{about}{_sources(desk, chart)} {downloads(desk, files)}</figcaption></figure>"
        )


def _plots(chart: Chart) -> str:
    count = chart.views
    if count == 1:
        return drawing(f"chart-{chart.id}")
    titles = [panel.title or panel.traces[0].label for panel in chart.panels]
    buttons = join(
        f'<button type="button" data-view="{number}" aria-pressed="{"true" if number == 0 else "false"}">'
        f"{escape(title)}</button>"
        for number, title in enumerate(titles)
    )
    plots = join(
        f'<div class="rd-view"><p class="rd-view-title">{escape(title)}</p>'
        f"{drawing(f'chart-{chart.view_name(number)}')}</div>"
        for number, title in enumerate(titles)
    )
    return (
        '<div class="rd-filter rd-switch" role="group" aria-label="What the map shows" hidden data-search-exclude>'
        f"{buttons}</div>{plots}"
    )


def _pictures(chart: Chart) -> list[tuple[str, str]]:
    """Label and path of the pictures: two of each drawing, which is numbered where there are several."""
    count = chart.views
    return [
        (form.upper() + (f" of view {view + 1}" if count > 1 else ""), f"data/charts/{chart.view_name(view)}.{form}")
        for view in range(count)
        for form in ("svg", "png")
    ]


def _change(desk: Desk, chart: Chart) -> str:
    words = last_change(desk.library, chart)
    return f'<p class="rd-subject rd-change" data-search-exclude>Change from {escape(words)}</p>' if words else ""


def _sources(desk: Desk, chart: Chart) -> str:
    keys = chart_sources(desk.library, chart)
    if not keys:
        return ""
    named = keys if len(keys) <= _SOURCES_NAMED + 1 else keys[:_SOURCES_NAMED]
    links = [desk.source(key) for key in named]
    more = f" and {len(keys) - len(named)} more, named in the download" if len(keys) > len(named) else ""
    end = "" if (links[-1] + more).endswith(".</a>") else "."
    return f"Source{'s' if len(keys) > 1 else ''}: {'; '.join(links)}{more}{end}"


def _tables(desk: Desk, chart: Chart) -> str:
    """The numbers, panel by panel."""
    notes = CellNotes(f"chart-{chart.id}-note")
    return join([_table(desk, chart, panel, notes) for panel in chart.panels]) + notes.listed()


def _caption(chart: Chart, panel: Panel) -> str:
    words = f"{panel.group}: {panel.title}" if panel.group and panel.title else panel.title
    return f"{chart.title}: {words}" if words else chart.title


def _number(desk: Desk, point: Point | None, notes: CellNotes) -> str:
    """A cell: the number, linked to its row, with marks for its source and its note."""
    if point is None:
        return '<td class="rd-number"><span class="rd-none">–</span></td>'
    text = f"{point.value:,}" if abs(point.value) >= 10000 or point.unit != "count" else point.text
    about = [desk.source(source) for source in point.sources]
    about += [with_language(point.note)] if point.note else []
    marks = notes.marks(about) if about else ""
    return f'<td class="rd-number">{desk.row_link(point.series, point.key, text)}{marks}</td>'


def _table(desk: Desk, chart: Chart, panel: Panel, notes: CellNotes) -> str:
    """The numbers of a panel: by year for lines and columns, else the largest first, with years where they differ."""
    by_year = chart.kind in {"lines", "columns"}
    drawn = [Drawn(trace, points) for trace in panel.all_traces() if (points := points_of(desk.library, trace))]
    cells = [{point.at: point for point in item.points} for item in drawn]
    if by_year:
        names = {year: year for year in sorted({year for column in cells for year in column})}
    else:
        order = sorted(points_of(desk.library, panel.traces[0]), key=lambda point: point.value, reverse=True)
        names = {point.at: name_of(point, years=False) for point in order}
    has_years = not by_year and len({cells[0][at].year for at in names}) > 1
    heads = [column_head("Year" if by_year else panel.traces[0].along.replace("_", " ").capitalize())]
    heads += [column_head("Year")] if has_years else []
    heads += [column_head(item.trace.label, unit_name(item.unit), is_number=True) for item in drawn]
    rows = (
        f'<tr><th scope="row">{with_language(name)}</th>'
        + (f"<td>{escape(cells[0][at].year)}</td>" if has_years else "")
        + join(_number(desk, column.get(at), notes) for column in cells)
        + "</tr>"
        for at, name in names.items()
    )
    return data_table("rd-data", _caption(chart, panel), heads, rows)
