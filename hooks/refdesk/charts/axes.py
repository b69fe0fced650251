"""The axes of a plot over years: a line with its figure for every tick, a year where there is room for it."""

from __future__ import annotations

from collections.abc import Sequence

from refdesk.charts.scale import Scale, year_ticks
from refdesk.charts.svg import Canvas, text_width


def draw(
    canvas: Canvas, across: Scale, up: Scale, marks: Sequence[tuple[float, str]], years: tuple[int, int], gap: float
) -> None:
    """``marks`` are the ticks with their figures; lines begin ``gap`` units before the plot."""
    size = canvas.form.size
    for tick, figure in marks:
        canvas.line(across.start - gap, up(tick), across.end, up(tick), "axis" if tick == 0 else "grid")
        canvas.text(across.start - gap - 5, up(tick) + size * 0.33, figure, "m", "e", size - 1)
    fit = max(2, int((across.end - across.start) / (text_width("2000", size) + 12 - gap / 2)))
    for year in year_ticks(*years, fit):
        canvas.text(across(year), up.start + size + 3, str(year), "m", "m", size - 1)
