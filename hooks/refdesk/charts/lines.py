"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refdesk.charts import axes, events, labels
from refdesk.charts.cells import Drawn, Point, drawn, in_words, points_of, unit_name
from refdesk.charts.labels import Block, colour_of
from refdesk.charts.scale import Scale, number_label, spread, ticks_to
from refdesk.charts.svg import Canvas, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel

_GAP = 16.0
_THOUSAND = 1000


@dataclass(frozen=True)
class _Plot:
    """A plot before it has its place: all that its width decides. Across, it counts from its own left edge."""

    drawn: list[Drawn]
    title: list[str]
    unit: str
    ticks: list[float]
    figures: list[str]
    across: Scale
    blocks: list[Block]
    flags: list[events.Flag]


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """All panels of a chart of lines, row by row."""
    form = canvas.form
    across = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (across - 1)) / across
    height = 190.0 if form.narrow or across > 1 else 270.0
    if len(chart.panels) == 1 and form.narrow:
        height = 240.0
    period = _period(library, chart)
    y = 0.0
    for number, row in enumerate(_rows(chart.panels, across)):
        y += _GAP if number else 0
        if row[0].group is not None:
            y += 16 + (10 if number else 0)
            canvas.text(0, y - 2, row[0].group, "b", size=form.size + 1)
            y += 6
        plots = [_plan(canvas, library, chart, panel, width, period) for panel in row]
        top = y + max(_head(canvas, plot) for plot in plots)
        bottom = y + height + max(events.room(canvas, plot.flags) for plot in plots)
        for column, plot in enumerate(plots):
            _draw(canvas, plot, (column * (width + _GAP), y), (top, bottom - form.size - 6))
        y = bottom
    canvas.height = y + 4


def _rows(panels: Sequence[Panel], across: int) -> list[list[Panel]]:
    """The panels in rows of ``across``; a group begins a row."""
    rows: list[list[Panel]] = []
    for panel in panels:
        if not rows or len(rows[-1]) == across or panel.group is not None:
            rows.append([])
        rows[-1].append(panel)
    return rows


def _period(library: Library, chart: Chart) -> tuple[int, int]:
    years = [
        int(point.at[:4]) for panel in chart.panels for trace in panel.traces for point in points_of(library, trace)
    ]
    return min(years), max(years)


def _plan(canvas: Canvas, library: Library, chart: Chart, panel: Panel, width: float, period: tuple[int, int]) -> _Plot:
    size = canvas.form.size
    items = drawn(library, panel)
    ticks = ticks_to(max(float(p.value) for item in items for p in item.points), 4)
    unit, figures = _axis(items[0].unit, ticks)
    left = max(text_width(figure, size - 1) for figure in figures) + 10
    most = min(width * 0.4, 110 if canvas.form.narrow or chart.across > 1 else 150)
    blocks = labels.blocks(chart, items, None, most, size - 0.5)
    across = Scale(period[0], period[1], left, width - labels.width(blocks, size - 0.5) - 12)
    flags = events.flags(canvas, library, chart, across, width)
    title = wrap(panel.title, width, size) if panel.title else []
    return _Plot(items, title, unit, ticks, figures, across, blocks, flags)


def _axis(unit: str, ticks: Sequence[float]) -> tuple[str, list[str]]:
    """The unit of an axis and its figures; counts of tens of thousands are marked off in thousands."""
    name = unit_name(unit)
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        return "thousand", [number_label(tick / _THOUSAND) for tick in ticks]
    return name, [number_label(tick) for tick in ticks]


def _head(canvas: Canvas, plot: _Plot) -> float:
    """How far below the top of its panel a plot begins: under its title, its unit and the labels of events."""
    size = canvas.form.size
    return size * (2 if plot.unit else 1) + (size + 3) * len(plot.title) + 2 + events.room(canvas, plot.flags)


def _draw(canvas: Canvas, plot: _Plot, corner: tuple[float, float], ends: tuple[float, float]) -> None:
    """A plot: ``corner`` is the upper left one of its panel, ``ends`` the top and the bottom of the plot itself."""
    size = canvas.form.size
    x, y = corner
    top, bottom = ends
    for line in plot.title:
        y += size
        canvas.text(x, y, line, "b")
        y += 3
    if plot.unit:
        canvas.text(x, y + size, plot.unit, "m", size=size - 1)
    across = Scale(plot.across.low, plot.across.high, x + plot.across.start, x + plot.across.end)
    up = Scale(0, plot.ticks[-1], bottom, top + 4)
    years = int(across.low), int(across.high)
    axes.draw(canvas, across, up, list(zip(plot.ticks, plot.figures, strict=True)), years, 4)
    events.draw(canvas, plot.flags, x, (top, bottom))
    last = [_trace(canvas, item, number, across, up) for number, item in enumerate(plot.drawn)]
    _labels(canvas, plot.blocks, last, (top - size, bottom + 4), across.end)


def _trace(canvas: Canvas, item: Drawn, number: int, across: Scale, up: Scale) -> tuple[float, float]:
    """A line or a row of points; returns where it ends."""
    colour = colour_of(item, number)
    points = sorted(item.points, key=lambda point: point.at)
    places = [(across(int(point.at[:4])), up(float(point.value))) for point in points]
    if item.trace.style != "points":
        _joined(canvas, points, places, f"s{colour} w" + (" dash" if item.trace.style == "dashed" else ""), colour)
    kind = f"h{colour}" if item.trace.style == "points" else f"f{colour}"
    radius = 2.4 if len(points) > 12 and item.trace.style != "points" else 3.4
    for point, (x, y) in zip(points, places, strict=True):
        about = f"{item.trace.label}, {point.at}: {in_words(point)}"
        canvas.mark(x, y, radius, number, kind, about)
    return places[-1]


def _joined(canvas: Canvas, points: list[Point], places: list[tuple[float, float]], kind: str, colour: int) -> None:
    """Lines through years that follow one another; a thin dotted line bridges years without a figure."""
    run = [places[0]]
    for before, after, place in zip(points, points[1:], places[1:], strict=False):
        if int(after.at[:4]) - int(before.at[:4]) > 1:
            if len(run) > 1:
                canvas.path(run, kind)
            canvas.path([run[-1], place], f"s{colour} gap")
            run = [place]
        else:
            run.append(place)
    if len(run) > 1:
        canvas.path(run, kind)


def _labels(
    canvas: Canvas,
    blocks: Sequence[Block],
    last: Sequence[tuple[float, float]],
    within: tuple[float, float],
    end: float,
) -> None:
    """The labels, each as near to the end of its line as the others allow, and joined to it where that is far."""
    size = canvas.form.size - 0.5
    middles = spread([y for _, y in last], [labels.height(block, size) for block in blocks], *within)
    for block, (x, y), middle in zip(blocks, last, middles, strict=True):
        if abs(middle - y) > 8 or end - x > 12:
            canvas.path([(x + 5, y), (end + 7, middle)], "lead")
        labels.draw(canvas, block, end + 10, middle, size)
