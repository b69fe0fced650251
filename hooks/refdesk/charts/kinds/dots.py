"""Pairs of dots: two joined figures in one row for each country or province, the largest first."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from refdesk.charts.cells import Drawn, Figure, Point, told
from refdesk.charts.rows import FOOT, TEXT, draw_unit, widest
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, text_width, ticks_to
from refdesk.data.chart_kinds import ChartKind

_STEP = SIZE + 6  # from row to row
_LINE = SIZE + 4  # of the key
_FEW = 5  # rows, which all have their figures


class _Dots(NamedTuple):
    """The dots of a trace: their shape, their class, their radius."""

    item: Drawn
    shape: int
    kind: str
    radius: float


_Pair = list[tuple[_Dots, Point]]  # the figures of a row


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw two joined figures in each row: a small dot, and a ring that is seen around it if both
    are equal.
    """
    panel, items = figure.plots[0].panel, figure.plots[0].drawn
    traces = [_dots_of(item, number) for number, item in enumerate(items)]
    rows = items[0].ranked
    ticks = ticks_to(max(float(point.number) for item in items for point in item.points))
    left = widest(point.name for point in rows) + 10
    last = number_label(ticks[-1], canvas.language)
    right = max(14, text_width(last, SIZE - 1) / 2)
    across = Scale(0, ticks[-1], left, canvas.form.width - right)
    y = draw_unit(canvas, items[0].unit)
    top = _draw_key(canvas, traces, y) + SIZE + 8
    bottom = top + _STEP * len(rows)
    _draw_grid(canvas, across, ticks, top, bottom)
    for row, point in enumerate(rows):
        middle = top + _STEP * (row + 0.5)
        bold = point.at in panel.emphasis
        canvas.text(left - 7, middle + FOOT, point.name, "b" if bold else "", "e", TEXT)
        pair = _pair_at(traces, point.at)
        _draw_pair(canvas, across, middle, pair)
        if row == 0 or bold or len(rows) <= _FEW:
            figures = " → ".join(point.label(figure.chart.digits) for _, point in pair)
            _write_figures(canvas, across, middle, pair, figures)
    canvas.height = bottom + 6


KIND = ChartKind(draw, panels=1)


def _dots_of(item: Drawn, number: int) -> _Dots:
    """Return the dots of a trace: rings for one that no line would join."""
    if item.trace.style == "points":
        return _Dots(item, number, "h2 open", 5.4)
    return _Dots(item, number, "f1", 2.9)


def _draw_key(canvas: Canvas, traces: Sequence[_Dots], y: float) -> float:
    """Draw a line for each trace below ``y``, and return where the last one stands."""
    for dots in traces:
        y += _LINE
        canvas.mark(6, y - FOOT, dots.radius, dots.shape, dots.kind)
        colour = "f1" if dots.kind == "f1" else "f2"
        canvas.text(16, y, dots.item.trace.label, colour, size=TEXT)
    return y


def _draw_grid(
    canvas: Canvas, across: Scale, ticks: Sequence[float], top: float, bottom: float
) -> None:
    """Draw an upright line for each tick, below its number where these do not meet."""
    numbers = [number_label(tick, canvas.language) for tick in ticks]
    widest_number = max(text_width(number, SIZE - 1) for number in numbers) + 6
    every = math.ceil(widest_number / (across(ticks[1]) - across(ticks[0])))
    for at, (tick, number) in enumerate(zip(ticks, numbers, strict=True)):
        canvas.line(across(tick), top, across(tick), bottom, "axis" if tick == 0 else "grid")
        if at % every == 0:
            canvas.text(across(tick), top - 4, number, "m", "m", SIZE - 1)


def _pair_at(traces: Sequence[_Dots], place: str) -> _Pair:
    """Return the figures of a row: one may be missing."""
    found = [(dots, dots.item.by_place.get(place)) for dots in traces]
    return [(dots, point) for dots, point in found if point is not None]


def _ends(across: Scale, pair: _Pair) -> tuple[float, float]:
    """Return where the figures of a row begin and end."""
    places = [across(float(point.number)) for _, point in pair]
    return min(places), max(places)


def _draw_pair(canvas: Canvas, across: Scale, middle: float, pair: _Pair) -> None:
    """Draw the dots of a row on the line that joins them, the first on top."""
    start, end = _ends(across, pair)
    canvas.line(start, middle, end, middle, "axis")
    for dots, point in reversed(pair):
        about = told(point.name, dots.item.trace.label, point)
        x = across(float(point.number))
        canvas.mark(x, middle, dots.radius, dots.shape, dots.kind, about)


def _write_figures(canvas: Canvas, across: Scale, middle: float, pair: _Pair, figures: str) -> None:
    """Write the figures of a row behind its dots or before them, where there is room."""
    start, end = _ends(across, pair)
    width = text_width(figures, SIZE - 1)
    if end + 9 + width <= canvas.form.width:
        canvas.text(end + 9, middle + FOOT, figures, "m halo", "", SIZE - 1)
    elif start - 7 - width >= across.start:
        canvas.text(start - 7, middle + FOOT, figures, "m halo", "e", SIZE - 1)
