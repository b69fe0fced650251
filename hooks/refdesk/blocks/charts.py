"""``<!-- chart: NAME -->`` and ``<!-- diagram: NAME -->``: drawings of docs/data, with their
downloads.

A chart has its numbers as a table and its sources, a diagram a text that says the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.blocks.explorer import explored_chart
from refdesk.blocks.template import Cell, CellNotes, Row, table_files
from refdesk.charts import cells
from refdesk.data.library import Library
from refdesk.data.models import Chart
from refdesk.files.language import Language
from refdesk.files.yaml import InlineText
from refdesk.html.text import with_language
from refdesk.site.generated import embed_path


class Charts(Block, marker="chart", data="charts", must_show=True):
    """A chart of `docs/data/charts.yml`, with its numbers, sources and downloads."""

    def series(self, library: Library, name: str) -> Iterable[str]:
        """Return the series that the chart draws."""
        panels = library.entries(Chart)[name].panels
        return (trace.series for panel in panels for trace in panel.named_traces().values())

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """Return the sources of every cell that the chart shows."""
        return cells.figure_of(library, library.entries(Chart)[name]).sources()

    def render(self, desk: Desk, name: str) -> str:
        """Return the chart as HTML."""
        chart = desk.library.entries(Chart)[name]
        shown = cells.figure_of(desk.library, chart)
        notes = CellNotes(f"chart-{chart.id}-note")
        views = [
            (panel.title or panel.traces[0].label, f"chart-{chart.view_name(number)}")
            for number, panel in enumerate(chart.panels[: chart.views])
        ]
        # On the page of a series, a map opens with what it shows of that.
        own = (
            desk.holder("series", panel.traces[0].series) == desk.page.uri for panel in chart.panels
        )
        opened = next((number for number, is_own in enumerate(own) if is_own), 0)
        return desk.fill(
            "chart.html",
            chart=chart,
            views=views,
            choices=[(number, title, 0) for number, (title, _) in enumerate(views)],
            opened=opened,
            change=cells.last_change(shown),
            tables=[_table(desk, chart, plot, notes) for plot in shown.plots],
            notes=notes,
            sources=_sources(desk, shown.sources()),
            files=table_files(f"charts/{name}", desk.language) + _pictures(chart, desk.language),
            embed=embed_path(name),
            explored=explored_chart(desk.library, chart),
        )


class Pictures(Charts, marker="picture", data="charts"):
    """The drawing of a chart of `docs/data/charts.yml`, of a map its first view, below a sentence
    of the page; headline and numbers stand where the chart itself does.
    """

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields of the chart without its headline."""
        fields = super().inlines(library, name)
        return (inline for inline in fields if inline.path[-1] != "headline")

    def render(self, desk: Desk, name: str) -> str:
        """Return the drawing as HTML."""
        chart = desk.library.entries(Chart)[name]
        return desk.fill(
            "picture.html",
            chart=chart,
            home=desk.holder("chart", name),
            sources=_sources(desk, [*self.sources(desk.library, name)]),
            files=table_files(f"charts/{name}", desk.language) + _pictures(chart, desk.language),
            embed=embed_path(name),
        )


class Diagrams(Block, marker="diagram", data="diagrams", must_show=True):
    """A drawing of `docs/data/diagrams.yml`, with its text and downloads."""


def _sources(desk: Desk, keys: Sequence[str]) -> Markup:
    """Return the line of sources, which ends with a full stop ('' without sources)."""
    gettext, named = desk.language.gettext, [desk.source(key) for key in keys]
    line = cells.sources_line(named, gettext("download"), desk.language)
    if line and not line.endswith(".</a>"):
        line = gettext("{}.").format(line)
    return Markup(line)  # noqa: S704 - made of links


def _pictures(chart: Chart, language: Language) -> list[tuple[str, str]]:
    """Return label and path of the pictures of a chart, as SVG and PNG of each view."""
    form_of = language.gettext("{} of view {}")
    return [
        (
            form_of.format(form.upper(), view + 1) if chart.views > 1 else form.upper(),
            f"data/charts/{chart.view_name(view)}.{form}",
        )
        for view in range(chart.views)
        for form in ("svg", "png")
    ]


def _number(desk: Desk, point: cells.Point | None, notes: CellNotes) -> Cell:
    """Return a cell: the number, linked to its row, with the numbers of its sources and its
    note.
    """
    if point is None:
        return Cell(Markup('<span class="rd-none">–</span>'), is_number=True)
    about = [desk.source(source) for source in point.cell.sources()]
    about += [with_language(point.note)] if point.note else []
    figure = desk.row_link(point.cell, desk.language.number(point.number))
    return Cell(figure, notes.numbers(about), is_number=True)


def _table(desk: Desk, chart: Chart, plot: cells.Plot, notes: CellNotes) -> tuple[object, ...]:
    """Return title, heads and rows of the numbers of a panel, by year or, unless it shows years,
    the largest first.
    """
    by_year, gettext = chart.traits.over_years, desk.language.gettext
    panel, drawn = plot.panel, plot.all_drawn
    first = drawn[0]
    has_years = not by_year and len({point.year for point in first.points}) > 1
    columns = first.points[0].cell.series.spec.columns
    heads = [(gettext("Year") if by_year else columns[panel.traces[0].along].title, "", False)]
    heads += [(gettext("Year"), "", False)] if has_years else []
    heads += [(item.trace.label, item.unit_name, True) for item in drawn]
    rows: list[Row] = []
    for at, name in (_years(drawn) if by_year else _largest_first(first)).items():
        year = [Cell(first.by_place[at].year)] if has_years else []
        numbers = [_number(desk, item.by_place.get(at), notes) for item in drawn]
        rows.append(("", [Cell(name, is_head=True), *year, *numbers]))
    titles = (chart.title, panel.group if panel.title else None, panel.title)
    return gettext(": ").join(title for title in titles if title), heads, rows


def _years(drawn: Sequence[cells.Drawn]) -> Mapping[str, str]:
    """Return the years of all lines, each with itself as its name."""
    return {year: year for year in sorted({year for item in drawn for year in item.by_place})}


def _largest_first(drawn: cells.Drawn) -> Mapping[str, str]:
    """Return what the points stand for, with its name, by the size of the number."""
    points = sorted(drawn.points, key=lambda point: point.number, reverse=True)
    return {point.at: point.name for point in points}
