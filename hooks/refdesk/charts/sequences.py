"""What followed on an event: marks on an axis of days, in two lanes, with the days gone by."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from refdesk.charts.svg import SIZE, Canvas, Scale, spread, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Diagram, Event, Step

_LEADING = SIZE + 3
_ROOM = 12.0  # between labels
_ARM = 24.0  # from the axis to a label
_MONTHS = 98.0  # the width of their names
_RADIUS = 4.5


class _Label(NamedTuple):
    """A step with its day on the axis and the lines that tell it: a text, its class."""

    step: Step
    days: int
    lines: list[tuple[str, str]]

    @property
    def height(self) -> float:
        """Return the height, with the space to the next label."""
        return len(self.lines) * _LEADING + _ROOM


class _Side(NamedTuple):
    """A side of the axis: where its labels begin, how they are anchored, how wide they may be."""

    x: float
    anchor: str
    width: float


def draw(canvas: Canvas, library: Library, diagram: Diagram) -> None:
    """Draw the steps of a diagram from its first down; on a phone all stand on one side, without
    the names of months.
    """
    form = canvas.form
    axis = _RADIUS + 1 if form.narrow else form.width * 0.42
    right = _Side(axis + _ARM, "", form.width - axis - _ARM)
    left = right if form.narrow else _Side(axis - _ARM, "e", axis - _ARM - _MONTHS)
    sides = {1: left, 2: right}
    top = _draw_lanes(canvas, diagram, sides)
    labels = [_label(library, diagram, step, sides[step.lane]) for step in diagram.steps]
    lanes = [labels] if form.narrow else [_of_lane(labels, lane) for lane in (1, 2)]
    height = max(math.fsum(one.height for one in lane) for lane in lanes)
    down = Scale(0, labels[-1].days, top, top + height)
    if not form.narrow:
        _draw_months(canvas, library, diagram, down)
    canvas.line(axis, top, axis, down.end, "axis w2")
    for lane in lanes:
        _draw_lane(canvas, lane, sides, axis, down)
    canvas.height = max(canvas.height, down.end) + 4


def days_of(library: Library, diagram: Diagram) -> list[date]:
    """Return the day of each step."""
    events = library.entries(Event)
    return [date.fromisoformat(events[step.event].date) for step in diagram.steps]


def _of_lane(labels: Sequence[_Label], lane: int) -> list[_Label]:
    return [one for one in labels if one.step.lane == lane]


def _label(library: Library, diagram: Diagram, step: Step, side: _Side) -> _Label:
    """Return the label of a step: after how many days, on which day, what."""
    language, dates = library.language, days_of(library, diagram)
    day = dates[diagram.steps.index(step)]
    days, when = (day - dates[0]).days, language.date(day.isoformat())
    head, about = when, step.text
    if days:
        head = language.ngettext("{} day later", "{} days later", days).format(days)
        about = language.gettext("{name}: {value}").format(name=when, value=step.text)
    told = [(line, "") for line in wrap(about, side.width, SIZE)]
    return _Label(step, days, [(head, f"f{step.lane} b"), *told])


def _draw_lanes(canvas: Canvas, diagram: Diagram, sides: dict[int, _Side]) -> float:
    """Draw the names of the lanes with their marks, and return where the axis begins."""
    y, size, gap = SIZE, SIZE + 1, 2 * _RADIUS + 3
    for lane, name in enumerate(diagram.lanes, 1):
        side = sides[lane]
        start = side.x - text_width(name, size) - gap if side.anchor else side.x
        canvas.mark(start + _RADIUS, y - SIZE * 0.35, _RADIUS, lane - 1, f"f{lane}")
        canvas.text(start + gap, y, name, f"f{lane} b", size=size)
        y += _LEADING if canvas.form.narrow else 0
    return y + _LEADING + 6


def _draw_months(canvas: Canvas, library: Library, diagram: Diagram, down: Scale) -> None:
    """Draw a line with its name at the first day of each month."""
    dates = days_of(library, diagram)
    for first in _firsts(dates[0], dates[-1]):
        y = down((first - dates[0]).days)
        canvas.line(_MONTHS, y, canvas.form.width, y, "grid")
        month = canvas.language.date(first.isoformat()[:7])
        canvas.text(0, y + SIZE * 0.33, month, "m", size=SIZE - 1)


def _firsts(start: date, end: date) -> list[date]:
    """Return the first days of the months that begin between two days."""
    months = range(start.year * 12 + start.month, end.year * 12 + end.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _draw_lane(
    canvas: Canvas, labels: Sequence[_Label], sides: dict[int, _Side], axis: float, down: Scale
) -> None:
    """Draw the marks of a lane on the axis, and beside each its label, led to where it is far."""
    wanted = [down(one.days) for one in labels]
    middles = spread(wanted, [one.height for one in labels], down.start - SIZE, down.end + SIZE)
    for one, at, middle in zip(labels, wanted, middles, strict=True):
        side = sides[one.step.lane]
        end = side.x + (5 if side.anchor else -5)
        canvas.path([(axis, at), (end, middle)], "lead")
        canvas.mark(axis, at, _RADIUS, one.step.lane - 1, f"f{one.step.lane}")
        y = middle - (one.height - _ROOM) / 2 + SIZE
        for text, kind in one.lines:
            canvas.text(side.x, y, text, f"{kind} halo".strip(), side.anchor)
            y += _LEADING
        canvas.height = max(canvas.height, y)
