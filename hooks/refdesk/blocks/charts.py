"""``<!-- chart: NAME -->`` and ``<!-- diagram: NAME -->``: drawings of docs/data, with their downloads.

A chart has its numbers as a table and its sources, a diagram a text that says the same.
"""

from collections.abc import Iterable

from refdesk.blocks import base
from refdesk.blocks.desk import Desk
from refdesk.charts import cells
from refdesk.charts.drawings import placeholder
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.data.units import in_digits, unit_name
from refdesk.html.language import with_language
from refdesk.html.text import escape, join


class Charts(base.Block, marker="chart", data="charts"):
    """A headline, the drawing, its numbers as a table, sources, downloads."""

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """The sources of every cell that the chart shows."""
        return cells.figure_of(library, library.entries("charts", Chart)[name]).sources()

    def render(self, desk: Desk, name: str) -> str:
        """The chart as HTML."""
        chart = desk.library.entries("charts", Chart)[name]
        shown = cells.figure_of(desk.library, chart)
        note = desk.field(self.data, name, "note")
        files = base.downloads(desk, base.table_files(f"charts/{name}") + pictures(chart))
        notes = base.CellNotes(f"chart-{chart.id}-note")
        change = cells.last_change(shown)
        told = f'<p class="rd-subject rd-change" data-search-exclude>Change from {escape(change)}</p>' if change else ""
        tables = join([_table(desk, chart, plot, notes) for plot in shown.plots]) + notes.listed()
        numbers = (
            f'<details class="rd-numbers" data-search-exclude><summary>Show the numbers</summary>{tables}</details>'
        )
        line = cells.sources_line([desk.source(key) for key in shown.sources()], "download")
        line += "" if not line or line.endswith(".</a>") else "."
        caption = f"{note}{' ' if note else ''}<span data-search-exclude>{line} {files}</span>"
        return _figure(desk, self.data, chart, _plots(chart) + told + numbers, caption)


class Diagrams(base.Block, marker="diagram", data="diagrams"):
    """A headline, the drawing, its text, downloads."""

    def render(self, desk: Desk, name: str) -> str:
        """The diagram as HTML."""
        diagram = desk.library.entries("diagrams", Diagram)[name]
        words = f"<summary>The drawing in words</summary><p>{escape(diagram.description)}</p>"
        shown = f'{placeholder(f"diagram-{name}")}<details class="rd-numbers">{words}</details>'
        files = [(form.upper(), f"data/diagrams/{name}.{form}") for form in ("svg", "png")]
        caption = f"{desk.field(self.data, name, 'note')} {base.downloads(desk, files)}"
        return _figure(desk, self.data, diagram, shown, caption, "rd-diagram")


def _figure(desk: Desk, data: str, shown: Chart | Diagram, content: str, caption: str, kind: str = "") -> str:
    """Returns a chart or a diagram below its headline and title; ``data`` is the name of its data file."""
    headline = desk.field(data, shown.id, "headline")
    head = f'<p class="rd-headline">{headline}</p><p class="rd-subject">{escape(shown.title)}</p>'
    return base.figure(f"{data.removesuffix('s')}-{shown.id}", head + content, caption, f"rd-chart {kind}".strip())


def _plots(chart: Chart) -> str:
    if chart.views == 1:
        return placeholder(f"chart-{chart.id}")
    titles = [escape(panel.title or panel.traces[0].label) for panel in chart.panels]
    drawings = (placeholder(f"chart-{chart.view_name(number)}") for number in range(chart.views))
    plots = join(
        f'<div class="rd-view"><p class="rd-view-title">{title}</p>{drawing}</div>'
        for title, drawing in zip(titles, drawings, strict=True)
    )
    choices = {str(number): title for number, title in enumerate(titles)}
    return base.buttons("What the map shows", "view", choices, "rd-switch") + plots


def pictures(chart: Chart) -> list[tuple[str, str]]:
    """Returns label and path of the pictures of a chart, as SVG and PNG of each view."""
    return [
        (
            form.upper() + (f" of view {view + 1}" if chart.views > 1 else ""),
            f"data/charts/{chart.view_name(view)}.{form}",
        )
        for view in range(chart.views)
        for form in ("svg", "png")
    ]


def _number(desk: Desk, point: cells.Point | None, notes: base.CellNotes) -> str:
    """Returns a cell: the number, linked to its row, with marks for its sources and its note."""
    if point is None:
        return '<td class="rd-number"><span class="rd-none">–</span></td>'
    about = [desk.source(source) for source in point.cell.sources()]
    about += [with_language(point.note)] if point.note else []
    marks = notes.marks(about) if about else ""
    link = desk.row_link(point.cell.series.id, point.cell.key, in_digits(point.number))
    return f'<td class="rd-number">{link}{marks}</td>'


def _table(desk: Desk, chart: Chart, plot: cells.Plot, notes: base.CellNotes) -> str:
    """Return the numbers of a panel, by year for lines and columns, otherwise the largest first."""
    by_year = chart.kind in {"lines", "columns"}
    panel, drawn = plot.panel, plot.all_drawn
    if by_year:
        names = {year: year for year in sorted({year for item in drawn for year in item.by_place})}
    else:
        order = sorted(drawn[0].points, key=lambda point: point.number, reverse=True)
        names = {point.at: point.category(years=False) for point in order}
    has_years = not by_year and len({point.year for point in drawn[0].points}) > 1
    heads = [base.column_head("Year" if by_year else panel.traces[0].along.replace("_", " ").capitalize())]
    heads += [base.column_head("Year")] if has_years else []
    heads += [base.column_head(item.trace.label, unit_name(item.unit), is_number=True) for item in drawn]
    rows = (
        f'<tr><th scope="row">{with_language(name)}</th>'
        + (f"<td>{escape(drawn[0].by_place[at].year)}</td>" if has_years else "")
        + join(_number(desk, item.by_place.get(at), notes) for item in drawn)
        + "</tr>"
        for at, name in names.items()
    )
    title = f"{panel.group}: {panel.title}" if panel.group and panel.title else panel.title
    return base.data_table("rd-data", f"{chart.title}: {title}" if title else chart.title, heads, rows)
