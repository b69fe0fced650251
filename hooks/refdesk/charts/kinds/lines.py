"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin
at zero.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
from refdesk.data.models import Chart, Commitment
from refdesk.data.wording import with_sign

_GAP = 16.0  # between plots
_THOUSAND = 1000
_PROMISE = 4.4  # the size of the mark of a commitment


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
    unit, _marks = _axis(plot, ())
    title = wrap(plot.panel.title or "", width, SIZE)
    return SIZE * (2 if unit else 1) + (SIZE + 3) * len(title) + 2


def _promised(figure: Figure, plot: Plot) -> list[Commitment]:
    """Return the commitments that stand beside the lines of a plot."""
    known = figure.library.entries(Commitment)
    return [known[name] for name in plot.panel.promised]


def _axis(plot: Plot, promised: Sequence[Commitment]) -> tuple[str, list[tuple[float, str]]]:
    """Return the unit of an axis and its ticks with their labels; large counts are given in
    thousands.
    """
    highest = max(point.number for item in plot.drawn for point in item.points)
    promises = [one.reach.at_least for one in promised if one.reach is not None]
    ticks = ticks_to(max([float(highest), *promises]))
    name, language = plot.drawn[0].unit_name, plot.drawn[0].language
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        marks = [(tick, number_label(tick / _THOUSAND, language)) for tick in ticks]
        return language.gettext("thousand"), marks
    return name, [(tick, number_label(tick, language)) for tick in ticks]


def _draw_plot(canvas: Canvas, figure: Figure, plot: Plot, place: _Place) -> float:
    """Draw a plot and return where it ends; the labels of events need some height of their own."""
    whole, (unit, marks) = place.whole, _axis(plot, _promised(figure, plot))
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
    foot = _draw_head(canvas, plot.panel.title or "", unit, place)
    if plot.panel.promised:
        _draw_key(canvas, place.left + text_width(unit, SIZE - 1) + 24, foot)
    draw_axes(canvas, across, up, marks, 4)
    draw_events(canvas, placed, top, bottom)
    ends = _draw_traces(canvas, plot.drawn, across, up)
    for commitment in _promised(figure, plot):
        _draw_promise(canvas, commitment, plot.drawn, across, up)
    middles = spread(
        [y for _, y in ends], [label.height for label in named], top - SIZE, bottom + 4
    )
    for label, line_end, middle in zip(named, ends, middles, strict=True):
        _draw_label(canvas, label, line_end, (across.end, middle))
    return end


def _draw_head(canvas: Canvas, title: str, unit: str, place: _Place) -> float:
    """Draw title and unit of a plot, and return the foot of the unit."""
    y = place.top
    for line in wrap(title, place.width, SIZE):
        canvas.text(place.left, y + SIZE, line, "b")
        y += SIZE + 3
    if unit:
        canvas.text(place.left, y + SIZE, unit, "m", size=SIZE - 1)
    return y + SIZE


def _draw_key(canvas: Canvas, x: float, foot: float) -> None:
    """Draw what the mark of a commitment means, on the line of the unit."""
    canvas.mark(x, foot - SIZE * 0.33, _PROMISE, 3, "h4")
    canvas.text(x + 10, foot, canvas.language.gettext("promised"), "m", size=SIZE - 1)


def _draw_promise(
    canvas: Canvas, commitment: Commitment, drawn: Sequence[Drawn], across: Scale, up: Scale
) -> None:
    """Draw what was promised for a year, and how far the figure of that year is from it."""
    if commitment.reach is None or commitment.due is None:
        return
    year, promised = commitment.due[:4], commitment.reach.at_least
    x, y = across(int(year)), up(promised)
    reached = [item.by_place[year] for item in drawn if year in item.by_place]
    for point in reached[:1]:
        canvas.line(x, y, x, up(float(point.number)), "ref")
    canvas.mark(x, y, _PROMISE, 3, "h4", commitment.title)
    figure = with_sign(Decimal(f"{promised:g}"), drawn[0].unit, canvas.language)
    canvas.text(x - 5, y - 4, figure, "b halo", "e", SIZE - 1)


def _draw_label(
    canvas: Canvas, label: Label, line_end: tuple[float, float], place: tuple[float, float]
) -> None:
    """Draw the label of a line, which is led to from the end of the line where that is far."""
    (x, y), (right, middle) = line_end, place
    if abs(middle - y) > 8 or right - x > 12:
        canvas.path([(x + 5, y), (right + 7, middle)], "lead")
    label.draw(canvas, right + 10, middle)


def _draw_traces(
    canvas: Canvas, drawn: Sequence[Drawn], across: Scale, up: Scale
) -> list[tuple[float, float]]:
    """Draw lines over rows of hollow points, which would hide them, and return where each ends."""
    ends: dict[int, tuple[float, float]] = {}
    for number, item in sorted(enumerate(drawn), key=lambda one: not _is_hollow(one[1])):
        ends[number] = _draw_trace(canvas, item, number, across, up)
    return [ends[number] for number in range(len(drawn))]


def _is_hollow(item: Drawn) -> bool:
    return item.trace.style == "points"


def _draw_trace(
    canvas: Canvas, item: Drawn, number: int, across: Scale, up: Scale
) -> tuple[float, float]:
    """Draw a line or a row of points, and return where it ends."""
    colour, hollow = colour_of(item, number), _is_hollow(item)
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
