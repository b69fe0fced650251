"""Events of the timeline on a chart of years: an upright line where they fall, each with its label above the plot."""

from __future__ import annotations

from refdesk.charts.scale import Scale
from refdesk.charts.svg import Canvas, text_width
from refdesk.library import Library
from refdesk.models import Chart, Event


def room(canvas: Canvas, chart: Chart) -> float:
    """How much higher a drawing is for the labels: a line for each event."""
    return len(chart.events) * (canvas.form.size + 3)


def draw(canvas: Canvas, library: Library, chart: Chart, across: Scale, plot: tuple[float, float]) -> None:
    """The events of a chart; ``plot`` is its top and its bottom. A figure for a year stands in the middle of it."""
    size = canvas.form.size - 1
    known = library.entries("timeline", Event)
    for number, mark in enumerate(chart.events):
        if mark.event not in known:
            continue
        year, month = (known[mark.event].date + "-07").split("-")[:2]
        x = across(int(year) + (int(month) - 0.5) / 12 - 0.5)
        y = plot[0] - 5 - (len(chart.events) - 1 - number) * (canvas.form.size + 3)
        label = f"{year}: {mark.label}"
        canvas.line(x, y + 3, x, plot[1], "event")
        canvas.text(max(0, min(x + 2, canvas.form.width - text_width(label, size))), y, label, "m halo", size=size)
