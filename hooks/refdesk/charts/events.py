"""Events of the timeline on a chart of years: an upright line where they fall, each with its label above the plot.

A label stands to the right of its line, on as many lines of text as it needs there, and above the labels of later
events that it would meet. So the lines, which run down from their labels, cross none: what is lower begins later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from refdesk.charts.scale import Scale
from refdesk.charts.svg import Canvas, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Chart, Event

_BESIDE = 4.0  # from the line to its label


class Flag(NamedTuple):
    """An event: where its line stands, how many lines of text are below its label, the label."""

    x: float
    level: int
    label: list[str]


def flags(canvas: Canvas, library: Library, chart: Chart, across: Scale, width: float) -> list[Flag]:
    """The events of a chart, the latest first, on a plot that may use ``width`` units for labels."""
    size = canvas.form.size - 1
    known = library.entries("timeline", Event)
    marks = [(known[mark.event].date, mark.label) for mark in chart.events if mark.event in known]
    placed: list[Flag] = []
    for date, words in sorted(marks, reverse=True):
        x = _place(date, across)
        label = wrap(f"{date[:4]}: {words}", width - x - _BESIDE, size)
        end = x + _BESIDE + max(text_width(line, size) for line in label) + size
        level = max((flag.level + len(flag.label) for flag in placed if flag.x < end), default=0)
        placed.append(Flag(x, level, label))
    return placed


def _place(date: str, across: Scale) -> float:
    """The place of a date: a figure for a year stands in the middle of the year; a year alone is its middle."""
    year, month = (date + "-07").split("-")[:2]
    return across(int(year) + (int(month) - 0.5) / 12 - 0.5)


def room(canvas: Canvas, placed: Sequence[Flag]) -> float:
    """How much higher a drawing is for the labels."""
    return max((flag.level + len(flag.label) for flag in placed), default=0) * _step(canvas)


def draw(canvas: Canvas, placed: Sequence[Flag], left: float, plot: tuple[float, float]) -> None:
    """The events of a plot that begins at ``left``; ``plot`` is its top and its bottom."""
    size, step = canvas.form.size - 1, _step(canvas)
    for flag in placed:
        first = plot[0] - 5 - (flag.level + len(flag.label) - 1) * step
        canvas.line(left + flag.x, first - size * 0.8, left + flag.x, plot[1], "event")
        for number, line in enumerate(flag.label):
            canvas.text(left + flag.x + _BESIDE, first + number * step, line, "m", size=size)


def _step(canvas: Canvas) -> float:
    return canvas.form.size + 3
