"""Shared parts of charts over years: axes, labels of lines and parts, events of the timeline."""

from collections.abc import Sequence
from typing import NamedTuple

from refdesk.charts.cells import Drawn, Figure, Point
from refdesk.charts.svg import SIZE, Canvas, Scale, text_width, wrap, year_ticks
from refdesk.data.models import Chart, Event

_BESIDE = 4.0  # from the line of an event to its label
_LABEL = SIZE - 0.5  # the size of the text of a label
_LEADING = 1.5  # between its lines


def draw_axes(
    canvas: Canvas, across: Scale, up: Scale, marks: Sequence[tuple[float, str]], gap: float
) -> None:
    """Draw a line with a figure for every tick, from ``gap`` units before the plot on, and the
    years that fit.
    """
    for tick, figure in marks:
        canvas.line(
            across.start - gap, up(tick), across.end, up(tick), "axis" if tick == 0 else "grid"
        )
        canvas.text(across.start - gap - 5, up(tick) + SIZE * 0.33, figure, "m", "e", SIZE - 1)
    fit = max(2, int((across.end - across.start) / (text_width("2000", SIZE) + 12 - gap / 2)))
    for year in year_ticks(across.low, across.high, fit):
        canvas.text(across(year), up.start + SIZE + 3, str(year), "m", "m", SIZE - 1)


class Label(NamedTuple):
    """A label: a name in bold and below it the last figure, in the colour of the line or part."""

    point: Point
    colour: int
    lines: list[tuple[str, str]]  # (text, class)

    @property
    def width(self) -> float:
        """Return the width of the longest line."""
        return max(text_width(text, _LABEL) for text, _ in self.lines)

    @property
    def height(self) -> float:
        """Return the height, with the space to the next label."""
        return len(self.lines) * (_LABEL + _LEADING) + 3

    def draw(self, canvas: Canvas, x: float, middle: float) -> None:
        """Draw the label from ``x`` on, centred on ``middle``."""
        y = middle - self.height / 2 + _LABEL
        for text, kind in self.lines:
            canvas.text(x, y, text, kind, size=_LABEL)
            y += _LABEL + _LEADING


def labels(chart: Chart, drawn: Sequence[Drawn], latest: str | None, most: float) -> list[Label]:
    """Return the labels, no wider than ``most``, with the figure of the year ``latest`` or of the
    last year.
    """
    found: list[Label] = []
    for number, item in enumerate(drawn):
        point = item.by_place[latest or max(item.by_place)]
        colour = colour_of(item, number)
        lines = [(line, f"f{colour} b") for line in wrap(item.trace.label, most, _LABEL)]
        form = item.language.gettext("{value} ({at})")
        figure = wrap(form.format(value=point.label(chart.digits), at=point.at), most, _LABEL)
        found.append(Label(point, colour, lines + [(line, f"f{colour}") for line in figure]))
    return found


def colour_of(item: Drawn, number: int) -> int:
    """Return the number of the colour of a trace: its own, or that of its position."""
    return item.trace.colour or number % 4 + 1


class Flag(NamedTuple):
    """An event: the position of its vertical line, how many lines of text are below its label, the
    label.
    """

    x: float
    level: int
    label: list[str]


def flags(figure: Figure, across: Scale, end: float) -> list[Flag]:
    """Place the events of a chart, the latest first, on its only plot; labels may reach to ``end``.

    A label stands to the right of its line, and above the labels of later events that it would
    overlap. So no line, which runs down from its label, crosses a label.
    """
    size = SIZE - 1
    known = figure.library.entries(Event)
    marks = [(known[mark.event].date, mark.label) for mark in figure.chart.events]
    form = figure.language.gettext("{name}: {value}")
    placed: list[Flag] = []
    for date, words in sorted(marks, reverse=True):
        # A year without a month stands in its middle, as the figures of a year do.
        year, month = f"{date}-07".split("-")[:2]
        x = across(int(year) + (int(month) - 0.5) / 12 - 0.5)
        label = wrap(form.format(name=date[:4], value=words), end - x - _BESIDE, size)
        reached = x + _BESIDE + max(text_width(line, size) for line in label) + size
        placed.append(Flag(x, _lines([flag for flag in placed if flag.x < reached]), label))
    return placed


def _lines(placed: Sequence[Flag]) -> int:
    return max((flag.level + len(flag.label) for flag in placed), default=0)


def room(placed: Sequence[Flag]) -> float:
    """Return the height that the labels of events need."""
    return _lines(placed) * (SIZE + 3)


def draw_events(canvas: Canvas, placed: Sequence[Flag], top: float, bottom: float) -> None:
    """Draw the events of a plot."""
    size, step = SIZE - 1, SIZE + 3
    for flag in placed:
        first = top - 5 - (flag.level + len(flag.label) - 1) * step
        canvas.line(flag.x, first - size * 0.8, flag.x, bottom, "event")
        for number, line in enumerate(flag.label):
            canvas.text(flag.x + _BESIDE, first + number * step, line, "m", size=size)
