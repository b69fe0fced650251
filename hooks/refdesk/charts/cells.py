"""The cells that a chart shows, from which its marks, labels, table and downloads are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel, Trace
from refdesk.data.series import Series, year_of
from refdesk.data.values import Value
from refdesk.data.wording import in_unit, is_share, unit_name, with_sign
from refdesk.files.language import Language

_NAMED = 4  # sources in a line


class Point(NamedTuple):
    """A cell of a chart: its place on the axis and what readers call that, its number, the cell,
    its year, its note.
    """

    at: str
    name: str
    number: Decimal
    cell: Value
    year: str
    note: str

    def label(self, digits: int | None = None) -> str:
        """Return the number, rounded to ``digits``, with a per cent sign if it is a share."""
        return with_sign(self.number, self.cell.unit, self.cell.language, digits)

    @property
    def dated(self) -> str:
        """Return what the cell stands for, with its year if it has one."""
        if not self.year:
            return self.name
        dated = self.cell.language.gettext("{place} {year}")
        return dated.format(place=self.name, year=self.year)


@dataclass(frozen=True)
class Drawn:
    """A trace with its points, in the order of the data."""

    trace: Trace
    points: list[Point]

    @property
    def unit(self) -> str:
        """Return the unit of the trace."""
        return self.points[0].cell.unit

    @property
    def unit_name(self) -> str:
        """Return the unit of the trace as readers write it."""
        return unit_name(self.unit, self.language)

    @property
    def language(self) -> Language:
        """Return the language in which the trace is shown."""
        return self.points[0].cell.language

    @property
    def breaks(self) -> list[int]:
        """Return the years whose figures are unlike those before."""
        return self.points[0].cell.series.spec.columns[self.trace.column].breaks

    @cached_property
    def by_place(self) -> dict[str, Point]:
        """Return the points by where they stand: a year, a country."""
        return {point.at: point for point in self.points}

    @property
    def ranked(self) -> list[Point]:
        """Return the points, the largest first."""
        return sorted(self.points, key=lambda point: point.number, reverse=True)


@dataclass(frozen=True)
class Plot:
    """A panel of a chart with its traces, and what is drawn beside them: the total, the preliminary
    figures.
    """

    panel: Panel
    drawn: list[Drawn]
    beside: list[Drawn]

    @property
    def all_drawn(self) -> list[Drawn]:
        """Return the traces and what is drawn beside them."""
        return self.drawn + self.beside


@dataclass(frozen=True)
class Figure:
    """A chart with all that it shows."""

    library: Library
    chart: Chart
    plots: list[Plot]

    @property
    def language(self) -> Language:
        """Return the language in which the chart is shown."""
        return self.library.language

    def cells(self) -> Iterator[tuple[Panel, Trace, Point]]:
        """Yield every cell, in the order of the specification."""
        for plot in self.plots:
            for drawn in plot.all_drawn:
                yield from ((plot.panel, drawn.trace, point) for point in drawn.points)

    def sources(self) -> list[str]:
        """Return the ids of the sources, those of the latest years first."""
        found = sorted(
            (point for _, _, point in self.cells()), key=lambda point: point.year, reverse=True
        )
        return list(dict.fromkeys(source for point in found for source in point.cell.sources()))


def figure_of(library: Library, chart: Chart) -> Figure:
    """Return a sound chart with its cells."""

    def drawn(*traces: Trace | None) -> list[Drawn]:
        return [
            Drawn(one, points_of(library.series[one.series], one))
            for one in traces
            if one is not None
        ]

    plots = [
        Plot(panel, drawn(*panel.traces), drawn(panel.total, panel.preliminary))
        for panel in chart.panels
    ]
    return Figure(library, chart, plots)


def points_of(series: Series, trace: Trace) -> list[Point]:
    """Return the cells of a series that a trace draws, in the order of the data."""
    points: list[Point] = []
    for key, row in series.drawn_rows(trace).items():
        cell = Value(
            series, key, trace.column, row[trace.column], series.column_unit(trace.column, row)
        )
        note = series.label("note", row["note"].text) if "note" in row else ""
        at, number = row[trace.along].text, in_unit(cell.number, cell.unit, cell.language)
        # a chart may call a computed number by less than its whole title
        name = series.spec.columns[trace.along].labels.get(at) or series.label(trace.along, at)
        points.append(Point(at, name, number, cell, year_of(row), note))
    return points


def told(name: str, at: str, point: Point) -> str:
    """Return what a mark says: the line or place that it stands for, where on it, the value."""
    form = point.cell.language.gettext("{name}, {at}: {value}")
    return form.format(name=name, at=at, value=point.cell)


def sources_line(names: Sequence[str], rest: str, language: Language) -> str:
    """Return ``Sources: National Bureau of Statistics 2025; …`` (''
    without any); ``rest`` says where those beyond the first stand.
    """
    if not names:
        return ""
    first = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    listed, more = language.gettext("; ").join(first), len(names) - len(first)
    if more:
        form = language.gettext("{names} and {more} more, named in the {place}")
        listed = form.format(names=listed, more=more, place=rest)
    return language.ngettext("Source: {}", "Sources: {}", len(names)).format(listed)


def last_change(figure: Figure) -> str:
    """Return ``2023 to 2024: Basic research +10.7%, …`` for all that has both years, comparable (''
    without any).
    """
    if not figure.chart.traits.over_years:
        return ""
    # first and last year -> title of a panel -> what is said of its lines
    by_years: dict[tuple[str, str], dict[str | None, list[str]]] = {}
    for plot in figure.plots:
        for drawn in plot.drawn:
            points = _comparable(drawn)
            if points is not None:
                panels = by_years.setdefault((points[0].at, points[1].at), {})
                change = f"{drawn.trace.label} {_difference(*points, figure.language)}"
                panels.setdefault(plot.panel.title, []).append(change)
    dated = figure.language.gettext("{first} to {last}: {changes}")
    lines = [
        dated.format(first=first, last=last, changes=_changes(panels, figure.language))
        for (first, last), panels in sorted(by_years.items())
    ]
    return figure.language.gettext("; ").join(lines)


def _comparable(drawn: Drawn) -> tuple[Point, Point] | None:
    """Return the last two points of a line, if they are of years that follow and compare."""
    points = sorted(drawn.points, key=lambda point: point.at)
    if drawn.trace.style != "line" or len(points) < 2:
        return None
    before, last = points[-2:]
    year = int(last.at[:4])
    # there is no growth from zero
    if year - int(before.at[:4]) != 1 or year in drawn.breaks or before.number == 0:
        return None
    return before, last


def _changes(panels: Mapping[str | None, Sequence[str]], language: Language) -> str:
    """Return what is said of the lines of all panels, those of a panel with a title in brackets."""
    comma, titled = language.gettext(", "), language.gettext("{title} ({changes})")
    return comma.join(
        titled.format(title=title, changes=comma.join(said)) if title else comma.join(said)
        for title, said in panels.items()
    )


def _difference(before: Point, after: Point, language: Language) -> str:
    """Return ``+10.7%`` of an amount, ``+0.11 points`` of a share."""
    if is_share(after.cell.unit):
        return language.gettext("{} points").format(_signed(after.number - before.number))
    return f"{_signed(((after.number / before.number - 1) * 100).quantize(Decimal('0.1')))}%"


def _signed(value: Decimal) -> str:
    return f"+{value}" if value > 0 else f"\u2212{abs(value)}" if value < 0 else "\u00b10"
