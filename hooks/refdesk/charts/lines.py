"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin at zero."""

from __future__ import annotations

from dataclasses import dataclass

from refdesk.charts import events
from refdesk.charts.cells import Drawn, Point, last_figure, points_of, unit_name, with_unit
from refdesk.charts.scale import Scale, number_label, spread, ticks_to, year_ticks
from refdesk.charts.svg import NARROW, Canvas, text_width, wrap
from refdesk.library import Library
from refdesk.models import Chart, Panel

_GAP = 16.0
_SLIM = 240.0  # a plot that is one of three in a row


@dataclass(frozen=True)
class Frame:
    """Where a plot stands on the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Label:
    figure: list[str]
    at: float
    x: float
    colour: int


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """All panels of a chart of lines."""
    form = canvas.form
    across = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (across - 1)) / across
    height = 190.0 if form.narrow or across > 1 else 270.0
    if len(chart.panels) == 1 and form.narrow:
        height = 240.0
    height += events.room(canvas, chart)
    low, high = _period(library, chart)
    y = 0.0
    column = 0
    for number, panel in enumerate(chart.panels):
        if panel.group is not None:
            if column:
                y, column = y + height + _GAP, 0
            y += 16 + (10 if number else 0)
            canvas.text(0, y - 2, panel.group, "b", size=form.size + 1)
            y += 6
        frame = Frame(column * (width + _GAP), y, width, height)
        _panel(canvas, library, chart, panel, frame, (low, high))
        column += 1
        if column == across:
            y, column = y + height + _GAP, 0
    canvas.height = y + (height if column else -_GAP) + 4


def _period(library: Library, chart: Chart) -> tuple[int, int]:
    years = [
        int(point.at[:4]) for panel in chart.panels for trace in panel.traces for point in points_of(library, trace)
    ]
    return (min(years), max(years)) if years else (2000, 2001)


def _panel(canvas: Canvas, library: Library, chart: Chart, panel: Panel, frame: Frame, period: tuple[int, int]) -> None:
    size = canvas.form.size
    drawn = [Drawn(trace, points_of(library, trace)) for trace in panel.traces]
    drawn = [item for item in drawn if item.points]
    if not drawn:
        return
    unit = unit_name(drawn[0].unit)
    top = frame.y + size
    title_lines: list[str] = []
    if panel.title:
        title_lines = wrap(panel.title, frame.width, size)
        for line in title_lines:
            canvas.text(frame.x, top, line, "b")
            top += size + 3
    if unit:
        canvas.text(frame.x, top, unit, "m", size=size - 1)
        top += size
    top += 2 + events.room(canvas, chart)
    bottom = frame.y + frame.height - size - 6
    ticks = ticks_to(max(float(p.value) for item in drawn for p in item.points), 4)
    left = frame.x + max(text_width(number_label(tick), size - 1) for tick in ticks) + 6
    room = _label_room(canvas, chart, drawn, frame)
    across = Scale(period[0], period[1], left + 4, frame.x + frame.width - room)
    up = Scale(0, ticks[-1], bottom, top + 4)
    for tick in ticks:
        canvas.line(left, up(tick), across.end, up(tick), "axis" if tick == 0 else "grid")
        canvas.text(left - 5, up(tick) + size * 0.33, number_label(tick), "m", "e", size - 1)
    fit = max(2, int((across.end - across.start) / (text_width("2000", size) + 10)))
    for year in year_ticks(*period, fit):
        canvas.text(across(year), bottom + size + 3, str(year), "m", "m", size - 1)
    events.draw(canvas, library, chart, across, (top, bottom))
    labels = [_trace(canvas, chart, item, number, across, up, frame.width) for number, item in enumerate(drawn)]
    _labels(canvas, labels, drawn, (top - size, bottom + 4), across.end, room)


def colour_of(item: Drawn, number: int) -> int:
    """The colour of a trace: its own, or that of its place."""
    return item.trace.colour or number % 4 + 1


def _trace(canvas: Canvas, chart: Chart, item: Drawn, number: int, across: Scale, up: Scale, width: float) -> _Label:
    colour = colour_of(item, number)
    points = sorted(item.points, key=lambda point: point.at)
    places = [(across(int(point.at[:4])), up(float(point.value))) for point in points]
    if item.trace.style != "points":
        _joined(canvas, points, places, f"s{colour} w" + (" dash" if item.trace.style == "dashed" else ""), colour)
    kind = f"h{colour}" if item.trace.style == "points" else f"f{colour}"
    radius = 2.4 if len(points) > 12 and item.trace.style != "points" else 3.4
    for point, (x, y) in zip(points, places, strict=True):
        about = f"{item.trace.label}, {point.at}: {with_unit(point)}"
        canvas.mark(x, y, radius, number, kind, about)
    last = points[-1]
    return _Label(last_figure(last, chart, apart=width < _SLIM), places[-1][1], places[-1][0], colour)


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


def _label_room(canvas: Canvas, chart: Chart, drawn: list[Drawn], frame: Frame) -> float:
    size = canvas.form.size
    most = min(frame.width * 0.36, 110 if canvas.form is NARROW or chart.across > 1 else 150)
    if frame.width < _SLIM:  # three in a row: one word a line
        most = 50
    needed = 0.0
    for item in drawn:
        last = max(item.points, key=lambda point: point.at)
        lines = [*_words(item, most, size), *last_figure(last, chart, apart=frame.width < _SLIM)]
        needed = max(needed, *(text_width(line, size - 0.5) for line in lines))
    return needed + 12


def _words(item: Drawn, most: float, size: float) -> list[str]:
    return wrap(item.trace.label, most, size - 0.5)


def _labels(
    canvas: Canvas, labels: list[_Label], drawn: list[Drawn], within: tuple[float, float], end: float, room: float
) -> None:
    size = canvas.form.size - 0.5
    blocks = [
        [*_words(item, room - 12, canvas.form.size), *label.figure] for item, label in zip(drawn, labels, strict=True)
    ]
    heights = [len(block) * (size + 1.5) + 3 for block in blocks]
    places = spread([label.at for label in labels], heights, *within)
    for label, block, height, middle in zip(labels, blocks, heights, places, strict=True):
        x = end + 10
        if abs(middle - label.at) > 8 or end - label.x > 12:
            canvas.path([(label.x + 5, label.at), (end + 7, middle)], "grid")
        y = middle - height / 2 + size
        for index, line in enumerate(block):
            canvas.text(
                x, y, line, f"f{label.colour}" + (" b" if index < len(block) - len(label.figure) else ""), size=size
            )
            y += size + 1.5
