"""The cells that a chart shows, from which its marks, labels, table and downloads are made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel, Trace
from refdesk.data.series import number

_NAMED = 4  # sources in a line
UNITS = {  # units that are shown in other words than in the data
    "billion CNY": "billion yuan",
    "million USD": "million US dollars",
    "percent of world": "% of the world",
    "percent of list": "% of the researchers listed",
    "percent of own papers": "% of the country's papers",
    "count": "",
}


class Point(NamedTuple):
    """One cell: its place on the axis, its value, its place in the data, its sources and its note."""

    at: str
    value: Decimal
    text: str
    series: str
    key: str
    column: str
    unit: str
    year: str
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Drawn:
    """A trace with its points, in the order of the data."""

    trace: Trace
    points: list[Point]

    @property
    def unit(self) -> str:
        """The unit of the trace."""
        return self.points[0].unit

    @cached_property
    def by_place(self) -> dict[str, Point]:
        """The points by where they stand: a year, a country."""
        return {point.at: point for point in self.points}


def points_of(library: Library, trace: Trace) -> list[Point]:
    """Returns the cells of a trace that hold a number."""
    series = library.series.get(trace.series)
    if series is None or trace.column not in series.spec.columns or trace.along not in series.spec.columns:
        return []
    points: list[Point] = []
    for key, row in series.rows_where(trace.where, trace.skip).items():
        at, text = row[trace.along].text, row[trace.column].text
        value = number(text)
        if value is not None and (trace.since is None or at >= trace.since):
            named = row.get(series.spec.columns[trace.column].source_column or "source")
            sources = (named.text,) if named is not None and named.text else ()
            unit = series.column_unit(trace.column, row)
            year = next((row[name].text for name in ("year", "period") if name in row), "")
            note = row["note"].text if "note" in row else ""
            points.append(Point(at, value, text, series.id, key, trace.column, unit, year, sources, note))
    last = {point.at: point for point in sorted(points, key=lambda point: point.year)}
    return [point for point in points if point is last[point.at]] if trace.latest else points


def drawn(library: Library, panel: Panel) -> list[Drawn]:
    """Returns the traces of a panel with their points."""
    return [Drawn(trace, points_of(library, trace)) for trace in panel.traces]


def chart_points(library: Library, chart: Chart) -> Iterator[tuple[Panel, Trace, Point]]:
    """Yields every cell of a chart, in the order of its specification."""
    for panel in chart.panels:
        for trace in panel.all_traces():
            for point in points_of(library, trace):
                yield panel, trace, point


def chart_sources(library: Library, chart: Chart) -> list[str]:
    """Returns the ids of the sources of a chart, those of the latest years first."""
    found = sorted(chart_points(library, chart), key=lambda item: item[2].year, reverse=True)
    return list(dict.fromkeys(source for _, _, point in found for source in point.sources))


def sources_line(names: Sequence[str], rest: str) -> str:
    """``Sources: National Bureau of Statistics 2025; …``; ``rest`` says where those beyond the first are named."""
    first = names if len(names) <= _NAMED + 1 else names[:_NAMED]
    more = f" and {len(names) - len(first)} more, named in the {rest}" if len(names) > len(first) else ""
    return f"Source{'s' if len(names) > 1 else ''}: {'; '.join(first)}{more}" if names else ""


def shown(point: Point, digits: int | None = None) -> str:
    """Returns the number of a cell as a label, with thousands separators, rounded to ``digits``."""
    value = point.value
    if digits is not None and -int(value.as_tuple().exponent) > digits:
        value = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{value:,}" if abs(value) >= 10000 or point.unit != "count" else str(value)


def with_unit(point: Point, digits: int | None = None) -> str:
    """Returns the number, with a per cent sign if it is a share."""
    return shown(point, digits) + ("%" if point.unit.startswith("percent") else "")


def in_words(point: Point) -> str:
    """Returns the number with its whole unit: ``250.09 billion yuan``, ``6.88% of R&D``."""
    unit = unit_name(point.unit)
    return f"{shown(point)}{'' if unit.startswith('%') else ' '}{unit}".strip()


def unit_name(unit: str) -> str:
    """Returns a unit as people write it."""
    return UNITS.get(unit, unit.replace("percent", "%"))


def name_of(point: Point, *, years: bool) -> str:
    """Returns the category of a point, with its year if the rows are of different years."""
    words = point.at.replace("-", " ") if point.at.islower() else point.at
    return f"{words[:1].upper()}{words[1:]}" + (f" {point.year}" if years and point.year else "")


def last_change(library: Library, chart: Chart) -> str:
    """``2023 to 2024: Basic research +10.7%, …`` for every line and part that has both years ('' without any)."""
    told: dict[tuple[str, str], dict[str | None, list[str]]] = {}
    for panel in chart.panels if chart.kind in {"lines", "columns"} else ():
        for trace in panel.traces:
            points = sorted(points_of(library, trace), key=lambda point: point.at)[-2:]
            years = [int(point.at[:4]) for point in points if point.at[:4].isdecimal()]
            # There is no growth from zero.
            if trace.style == "line" and len(years) == 2 and years[1] - years[0] == 1 and points[0].value != 0:
                said = f"{trace.label} {_difference(*points)}"
                told.setdefault((points[0].at, points[1].at), {}).setdefault(panel.title, []).append(said)
    return "; ".join(
        f"{first} to {last}: "
        + ", ".join(f"{title} ({', '.join(items)})" if title else ", ".join(items) for title, items in panels.items())
        for (first, last), panels in sorted(told.items())
    )


def _difference(before: Point, after: Point) -> str:
    """``+10.7%`` of an amount, ``+0.11 points`` of a share."""
    if after.unit.startswith("percent"):
        return f"{_signed(after.value - before.value)} points"
    return f"{_signed(((after.value / before.value - 1) * 100).quantize(Decimal('0.1')))}%"


def _signed(value: Decimal) -> str:
    return f"+{value}" if value > 0 else f"\u2212{abs(value)}" if value < 0 else "\u00b10"
