"""The tile map: every province-level unit is a square of the same size, near where it lies. No border is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from refdesk.charts.cells import drawn, in_words, shown, unit_name
from refdesk.charts.scale import number_label
from refdesk.charts.svg import Canvas, wrap
from refdesk.data.library import Library
from refdesk.data.models import Panel, Province


def shade(value: float, steps: Sequence[float]) -> int:
    """The number of the shade (1 the palest) of a value between the limits."""
    return 1 + sum(value >= step for step in steps)


def draw(canvas: Canvas, library: Library, panel: Panel) -> None:
    """One view of the map: the first trace of the panel."""
    size = canvas.form.size
    item = drawn(library, panel)[0]
    points = {point.at: point for point in item.points}
    units = list(library.entries("provinces", Province).values())
    columns = max(unit.tile[0] for unit in units) + 1
    side = canvas.form.width / columns
    high = side if canvas.form.narrow else side * 0.66
    gap = 3.0
    top = _legend(canvas, panel, item.unit)
    for unit in units:
        point = points.get(unit.name)
        x, y = unit.tile[0] * side, top + unit.tile[1] * high
        level = shade(float(point.value), panel.steps) if point is not None else 1
        figure = shown(point) if point is not None else "not found"
        about = f"{unit.name}: {in_words(point)}" if point is not None else unit.name
        canvas.rect(x, y, side - gap, high - gap, f"q{level}", about)
        middle = x + (side - gap) / 2
        lines = [unit.code] if canvas.form.narrow else wrap(unit.name, side - gap - 4, size - 0.5)
        block = (len(lines) + 1) * (size + 1)
        line_y = y + (high - gap - block) / 2 + size - 0.5
        for line in lines:
            canvas.text(middle, line_y, line, f"t{level}", "m", size - 0.5)
            line_y += size + 1
        bold = f"t{level} b"
        canvas.text(middle, line_y, figure, bold, "m", size - 0.5)
    rows = max(unit.tile[1] for unit in units) + 1
    canvas.height = top + rows * high + 2


def _legend(canvas: Canvas, panel: Panel, unit: str) -> float:
    """A row of shades with their limits; returns where the map begins."""
    size = canvas.form.size
    limits = [number_label(float(step)) for step in panel.steps]
    names = [f"under {limits[0]}", *(f"{a}–{b}" for a, b in pairwise(limits)), f"{limits[-1]}+"]
    y = size
    canvas.text(0, y, unit_name(unit), "m", size=size - 1)
    wide = canvas.form.width / len(names) if canvas.form.narrow else 84.0
    y += 8
    for number, name in enumerate(names):
        canvas.rect(number * wide, y, wide - 2, 10, f"q{number + 1}")
        canvas.text(number * wide + (wide - 2) / 2, y + 10 + size, name, "m", "m", size - 1)
    return y + 10 + size + 12
