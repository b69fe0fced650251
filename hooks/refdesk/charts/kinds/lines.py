"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin
at zero.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refdesk.charts.cells import Drawn, Figure, Plot, told
from refdesk.charts.svg import (
    SIZE,
    Canvas,
    Form,
    Scale,
    number_label,
    spread,
    text_width,
    ticks_to,
    wrap,
)
from refdesk.charts.years import Label, colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.chart_kinds import ChartKind
from refdesk.data.models import Chart
from refdesk.data.wording import unit_name
from refdesk.files.labels import _

_GAP = 16.0  # between plots
_THOUSAND = 1000


@dataclass(frozen=True)
class _Place:
    """Where a plot stands: the scale of its years over its whole width, its upper edge, the height
    of title and unit, the height of all without the labels of events.
    """

    whole: Scale
    top: float
    head: float
    height: float

    @property
    def left(self) -> float:
        """Return its left edge."""
        return self.whole.start

    @property
    def width(self) -> float:
        """Return its width."""
        return self.whole.end - self.whole.start


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw all panels of a chart of lines in rows; a group begins a new row."""
    form, chart = canvas.form, figure.chart
    columns = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (columns - 1)) / columns
    height = _height(form, chart)
    years = [int(point.at[:4]) for _, _, point in figure.cells()]
    y = 0.0
    for number, row in enumerate(_rows(figure.plots, columns)):
        if number:
            y += _GAP
        if row[0].panel.group is not None:
            y = _draw_group(canvas, row[0].panel.group, y + (10 if number else 0))
        # The plots of a row begin at one height, under the highest title with its unit.
        head = max(_head(plot, width) for plot in row)
        ends: list[float] = []
        for column, plot in enumerate(row):
            x = column * (width + _GAP)
            whole = Scale(min(years), max(years), x, x + width)
            ends.append(_draw_plot(canvas, figure, plot, _Place(whole, y, head, height)))
        y = ends[-1]
    canvas.height = y + 4


KIND = ChartKind(draw, over_years=True, joins=True)


def _height(form: Form, chart: Chart) -> float:
    """Return the height of each plot."""
    if form.narrow:
        return 240 if len(chart.panels) == 1 else 190
    return 190 if chart.across > 1 else 270


def _rows(plots: Sequence[Plot], columns: int) -> list[list[Plot]]:
    """Return the plots in rows of so many columns; a group begins a new row."""
    rows: list[list[Plot]] = []
    for plot in plots:
        if not rows or len(rows[-1]) == columns or plot.panel.group is not None:
            rows.append([])
        rows[-1].append(plot)
    return rows


def _draw_group(canvas: Canvas, title: str, y: float) -> float:
    """Draw a heading over plots, and return where they begin."""
    canvas.text(0, y + 14, title, "b", size=SIZE + 1)
    return y + 22


def _head(plot: Plot, width: float) -> float:
    """Return the height of title and unit of a plot."""
    unit, _marks = _axis(plot)
    title = wrap(plot.panel.title or "", width, SIZE)
    return SIZE * (2 if unit else 1) + (SIZE + 3) * len(title) + 2


def _axis(plot: Plot) -> tuple[str, list[tuple[float, str]]]:
    """Return the unit of an axis and its ticks with their labels; large counts are given in
    thousands.
    """
    ticks = ticks_to(max(float(point.number) for item in plot.drawn for point in item.points))
    name = unit_name(plot.drawn[0].unit)
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        return _("thousand"), [(tick, number_label(tick / _THOUSAND)) for tick in ticks]
    return name, [(tick, number_label(tick)) for tick in ticks]


def _draw_plot(canvas: Canvas, figure: Figure, plot: Plot, place: _Place) -> float:
    """Draw a plot and return where it ends; the labels of events need some height of their own."""
    whole, (unit, marks) = place.whole, _axis(plot)
    left = place.left + max(text_width(label, SIZE - 1) for _, label in marks) + 10
    most = min(place.width * 0.4, 110 if canvas.form.narrow or figure.chart.across > 1 else 150)
    named = labels(figure.chart, plot.drawn, None, most)
    right = whole.end - max(label.width for label in named) - 12
    across = Scale(whole.low, whole.high, left, right)
    placed = flags(figure, across, whole.end)
    top = place.top + place.head + room(placed)
    end = place.top + place.height + room(placed)
    bottom = end - SIZE - 6
    up = Scale(0, marks[-1][0], bottom, top + 4)
    _draw_head(canvas, plot.panel.title or "", unit, place)
    draw_axes(canvas, across, up, marks, 4)
    draw_events(canvas, placed, top, bottom)
    ends = [_trace(canvas, item, number, across, up) for number, item in enumerate(plot.drawn)]
    middles = spread(
        [y for _, y in ends], [label.height for label in named], top - SIZE, bottom + 4
    )
    for label, line_end, middle in zip(named, ends, middles, strict=True):
        _draw_label(canvas, label, line_end, (across.end, middle))
    return end


def _draw_head(canvas: Canvas, title: str, unit: str, place: _Place) -> None:
    """Draw title and unit of a plot."""
    y = place.top
    for line in wrap(title, place.width, SIZE):
        canvas.text(place.left, y + SIZE, line, "b")
        y += SIZE + 3
    if unit:
        canvas.text(place.left, y + SIZE, unit, "m", size=SIZE - 1)


def _draw_label(
    canvas: Canvas, label: Label, line_end: tuple[float, float], place: tuple[float, float]
) -> None:
    """Draw the label of a line, which is led to from the end of the line where that is far."""
    (x, y), (right, middle) = line_end, place
    if abs(middle - y) > 8 or right - x > 12:
        canvas.path([(x + 5, y), (right + 7, middle)], "lead")
    label.draw(canvas, right + 10, middle)


def _trace(
    canvas: Canvas, item: Drawn, number: int, across: Scale, up: Scale
) -> tuple[float, float]:
    """Draw a line or a row of points, and return where it ends."""
    colour, hollow = colour_of(item, number), item.trace.style == "points"
    points = sorted(item.points, key=lambda point: point.at)
    places = [
        (int(point.at[:4]), (across(int(point.at[:4])), up(float(point.number))))
        for point in points
    ]
    if not hollow:
        _join(canvas, places, colour, item.breaks)
    for point, (_year, (x, y)) in zip(points, places, strict=True):
        about = told(item.trace.label, point.at, point)
        radius = 2.4 if len(points) > 12 and not hollow else 3.4
        canvas.mark(x, y, radius, number, f"{'h' if hollow else 'f'}{colour}", about)
    return places[-1][1]


def _join(
    canvas: Canvas,
    places: list[tuple[int, tuple[float, float]]],
    colour: int,
    breaks: Collection[int],
) -> None:
    """Draw lines through consecutive years, with gaps for years without a figure, or unlike those
    before.
    """
    runs = [[places[0][1]]]
    for (before, _place), (year, place) in pairwise(places):
        if year - before > 1 or year in breaks:
            runs.append([])
        runs[-1].append(place)
    for run in (run for run in runs if len(run) > 1):
        canvas.path(run, f"s{colour} w")
