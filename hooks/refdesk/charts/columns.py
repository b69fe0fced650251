"""Stacked columns by year: parts of a total; what is preliminary or undivided is drawn apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from refdesk.charts import axes, events, labels
from refdesk.charts.cells import Drawn, Point, drawn, in_words, points_of, unit_name, with_unit
from refdesk.charts.labels import Block, colour_of
from refdesk.charts.scale import Scale, number_label, spread, ticks_to
from refdesk.charts.svg import Canvas, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel, Trace


@dataclass(frozen=True)
class _Plot:
    """The scales of a plot, and how broad a column is."""

    across: Scale
    up: Scale
    bar: float


class _Pale(NamedTuple):
    """Columns that are not divided: their trace, its points by year, how they look."""

    trace: Trace
    points: dict[str, Point]
    kind: str


@dataclass(frozen=True)
class _Columns:
    """What the columns of a panel show: the years whose parts are known, the others, and the preliminary ones."""

    drawn: list[Drawn]
    parts: list[dict[str, Point]]
    divided: list[str]
    plain: dict[str, Point]
    early: dict[str, Point]

    @property
    def years(self) -> list[int]:
        return sorted(int(year) for year in {*self.divided, *self.plain, *self.early})

    @property
    def highest(self) -> float:
        sums = [float(sum(part[year].value for part in self.parts)) for year in self.divided]
        return max([*sums, *(float(point.value) for point in (*self.plain.values(), *self.early.values()))])


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """The one panel of a chart of columns."""
    panel = chart.panels[0]
    columns = _columns(library, panel)
    size = canvas.form.size - 0.5
    blocks = labels.blocks(chart, columns.drawn, columns.divided[-1], 100 if canvas.form.narrow else 136, size)
    ticks = ticks_to(columns.highest, 4)
    across = _across(canvas, columns, ticks, labels.width(blocks, size) + 14)
    flags = events.flags(canvas, library, chart, across, canvas.form.width)
    plot = _axes(canvas, columns, ticks, across, events.room(canvas, flags))
    events.draw(canvas, flags, 0, (plot.up.end, plot.up.start))
    for number in range(len(columns.drawn)):
        _part(canvas, columns, number, plot)
    pale = [(panel.total, columns.plain, "none"), (panel.preliminary, columns.early, "none pre")]
    shown = [_Pale(trace, points, kind) for trace, points, kind in pale if trace is not None and points]
    for one in shown:
        _whole(canvas, one, plot)
    _labels(canvas, blocks, columns, plot)
    canvas.height = plot.up.start + canvas.form.size + 8
    _key(canvas, shown)


def _columns(library: Library, panel: Panel) -> _Columns:
    items = drawn(library, panel)
    whole, early = _by_year(library, panel.total), _by_year(library, panel.preliminary)
    parts = [{point.at: point for point in item.points} for item in items]
    divided = sorted(year for year in parts[0] if all(year in part for part in parts))
    plain = {year: point for year, point in whole.items() if year not in divided}
    early = {year: point for year, point in early.items() if year not in divided and year not in plain}
    return _Columns(items, parts, divided, plain, early)


def _across(canvas: Canvas, columns: _Columns, ticks: list[float], room: float) -> Scale:
    """The scale of years: between the figures of the axis and the room for the labels."""
    left = max(text_width(number_label(tick), canvas.form.size - 1) for tick in ticks) + 6
    return Scale(columns.years[0] - 0.5, columns.years[-1] + 0.5, left, canvas.form.width - room)


def _axes(canvas: Canvas, columns: _Columns, ticks: list[float], across: Scale, above: float) -> _Plot:
    form, size = canvas.form, canvas.form.size
    top, height = size + 14 + above, 250.0 if form.narrow else 280.0
    canvas.text(0, size, unit_name(columns.drawn[0].unit), "m", size=size - 1)
    up = Scale(0, ticks[-1], top + height, top)
    first, last = columns.years[0], columns.years[-1]
    marks = [(tick, number_label(tick)) for tick in ticks]
    axes.draw(canvas, across, up, marks, (first, last), 0)
    return _Plot(across, up, (across.end - across.start) / (last - first + 1) * 0.78)


def _part(canvas: Canvas, columns: _Columns, number: int, plot: _Plot) -> None:
    """One part of every column, on top of those before it."""
    item = columns.drawn[number]
    for year in columns.divided:
        base = float(sum(part[year].value for part in columns.parts[:number]))
        point = columns.parts[number][year]
        y, foot = plot.up(base + float(point.value)), plot.up(base)
        about = f"{item.trace.label}, {year}: {in_words(point)}"
        x = plot.across(int(year)) - plot.bar / 2
        canvas.rect(x, y, plot.bar, max(foot - y - 0.6, 0.5), f"f{colour_of(item, number)}", about)


def _labels(canvas: Canvas, blocks: list[Block], columns: _Columns, plot: _Plot) -> None:
    """The name and the last figure of every part, beside the last column that has parts."""
    size = canvas.form.size - 0.5
    last = columns.divided[-1]
    edges = [0.0]
    for part in columns.parts:
        edges.append(edges[-1] + float(part[last].value))
    wanted = [plot.up((low + high) / 2) for low, high in pairwise(edges)]
    heights = [labels.height(block, size) for block in blocks]
    middles = spread(wanted, heights, plot.up.end, plot.up.start + 6)
    for block, at, middle in zip(blocks, wanted, middles, strict=True):
        start = (plot.across(int(last)) + plot.bar / 2 + 1, at)
        canvas.path([start, (plot.across.end + 8, middle)], f"s{block.colour}")
        labels.draw(canvas, block, plot.across.end + 12, middle, size)


def _by_year(library: Library, trace: Trace | None) -> dict[str, Point]:
    return {} if trace is None else {point.at: point for point in points_of(library, trace)}


def _whole(canvas: Canvas, pale: _Pale, plot: _Plot) -> None:
    for year, point in sorted(pale.points.items()):
        y = plot.up(float(point.value))
        about = f"{pale.trace.label}, {year}: {in_words(point)}"
        canvas.rect(plot.across(int(year)) - plot.bar / 2, y, plot.bar, plot.up(0) - y, pale.kind, about)


def _key(canvas: Canvas, shown: list[_Pale]) -> None:
    """What the pale columns are: those of the total alone, and those of preliminary figures."""
    size = canvas.form.size
    for trace, points, kind in shown:
        canvas.height += size + 6
        canvas.rect(0, canvas.height - size, 16, size - 1, kind)
        years = ", ".join(f"{year}: {with_unit(point)}" for year, point in sorted(points.items()))
        for line in wrap(f"{trace.label} ({years})", canvas.form.width - 24, size - 1):
            canvas.text(22, canvas.height - 1.5, line, "m", size=size - 1)
            canvas.height += size + 1
        canvas.height -= size + 1
    canvas.height += 6
