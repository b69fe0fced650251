"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin at zero."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from refdesk.charts.cells import Drawn, Figure, Plot, told
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, spread, text_width, ticks_to, wrap
from refdesk.charts.years import Flag, Label, colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.models import Panel
from refdesk.data.units import unit_name
from refdesk.files.labels import _

_GAP = 16.0
_THOUSAND = 1000


@dataclass(frozen=True)
class _Plan:
    """What depends on the width of a plot alone, not on its place; ``across`` starts at its own left edge."""

    panel: Panel
    drawn: list[Drawn]
    title: list[str]
    unit: str
    marks: list[tuple[float, str]]
    across: Scale
    labels: list[Label]
    flags: list[Flag]


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw all panels of a chart of lines in rows; a group begins a new row."""
    canvas.has_years = True
    form, chart = canvas.form, figure.chart
    columns = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (columns - 1)) / columns
    height = 240.0 if form.narrow and len(chart.panels) == 1 else 190.0 if form.narrow or columns > 1 else 270.0
    years = [int(point.at[:4]) for _, _, point in figure.cells()]
    rows: list[list[_Plan]] = []
    for plot in figure.plots:
        if not rows or len(rows[-1]) == columns or plot.panel.group is not None:
            rows.append([])
        rows[-1].append(_plan(canvas, figure, plot, Scale(min(years), max(years), 0, width)))
    y = 0.0
    for number, row in enumerate(rows):
        y += _GAP if number else 0
        group = row[0].panel.group
        if group is not None:
            y += 16 + (10 if number else 0)
            canvas.text(0, y - 2, group, "b", size=SIZE + 1)
            y += 6
        # A plot begins under its title, its unit and the labels of events.
        heads = [SIZE * (2 if plan.unit else 1) + (SIZE + 3) * len(plan.title) + 2 + room(plan.flags) for plan in row]
        top = y + max(heads)
        bottom = y + height + max(room(plan.flags) for plan in row)
        for column, plan in enumerate(row):
            _draw(canvas, plan, (column * (width + _GAP), y), (top, bottom - SIZE - 6))
        y = bottom
    canvas.height = y + 4


def _plan(canvas: Canvas, figure: Figure, plot: Plot, whole: Scale) -> _Plan:
    """Return the plan of a plot; ``whole`` is the scale of its years over its whole width."""
    chart, panel, items = figure.chart, plot.panel, plot.drawn
    unit, marks = _axis(items[0].unit, ticks_to(max(float(p.number) for item in items for p in item.points)))
    left = max(text_width(figure, SIZE - 1) for _, figure in marks) + 10
    most = min(whole.end * 0.4, 110 if canvas.form.narrow or chart.across > 1 else 150)
    named = labels(chart, items, None, most)
    across = Scale(whole.low, whole.high, left, whole.end - max(label.width for label in named) - 12)
    title = wrap(panel.title, whole.end, SIZE) if panel.title else []
    return _Plan(panel, items, title, unit, marks, across, named, flags(figure, across, whole.end))


def _axis(unit: str, ticks: list[float]) -> tuple[str, list[tuple[float, str]]]:
    """Return the unit of an axis and its ticks with their labels; large counts are given in thousands."""
    name = unit_name(unit)
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        return _("thousand"), [(tick, number_label(tick / _THOUSAND)) for tick in ticks]
    return name, [(tick, number_label(tick)) for tick in ticks]


def _draw(canvas: Canvas, plan: _Plan, corner: tuple[float, float], ends: tuple[float, float]) -> None:
    """Draw a plot: ``corner`` is the upper left corner of its panel, ``ends`` are its own top and bottom."""
    x, y = corner
    top, bottom = ends
    for line in plan.title:
        y += SIZE
        canvas.text(x, y, line, "b")
        y += 3
    if plan.unit:
        canvas.text(x, y + SIZE, plan.unit, "m", size=SIZE - 1)
    across = Scale(plan.across.low, plan.across.high, x + plan.across.start, x + plan.across.end)
    up = Scale(0, plan.marks[-1][0], bottom, top + 4)
    draw_axes(canvas, across, up, plan.marks, 4)
    draw_events(canvas, plan.flags, x, ends)
    last = [_trace(canvas, item, number, across, up) for number, item in enumerate(plan.drawn)]
    middles = spread([y for _, y in last], [label.height for label in plan.labels], top - SIZE, bottom + 4)
    for label, (end, y), middle in zip(plan.labels, last, middles, strict=True):
        if abs(middle - y) > 8 or across.end - end > 12:
            canvas.path([(end + 5, y), (across.end + 7, middle)], "lead")
        label.draw(canvas, across.end + 10, middle)


def _trace(canvas: Canvas, item: Drawn, number: int, across: Scale, up: Scale) -> tuple[float, float]:
    """Draw a line or a row of points, and return where it ends."""
    colour, hollow = colour_of(item, number), item.trace.style == "points"
    points = sorted(item.points, key=lambda point: point.at)
    places = [(int(point.at[:4]), (across(int(point.at[:4])), up(float(point.number)))) for point in points]
    if not hollow:
        _join(canvas, places, colour, item.breaks)
    for point, (_year, (x, y)) in zip(points, places, strict=True):
        about = told(item.trace.label, point.at, point)
        radius = 2.4 if len(points) > 12 and not hollow else 3.4
        canvas.mark(x, y, radius, number, f"{'h' if hollow else 'f'}{colour}", about)
    return places[-1][1]


def _join(canvas: Canvas, places: list[tuple[int, tuple[float, float]]], colour: int, breaks: Collection[int]) -> None:
    """Draw lines through consecutive years, with gaps for years without a figure, or unlike those before."""
    runs = [[places[0][1]]]
    for (before, _place), (year, place) in pairwise(places):
        if year - before > 1 or year in breaks:
            runs.append([])
        runs[-1].append(place)
    for run in (run for run in runs if len(run) > 1):
        canvas.path(run, f"s{colour} w")
