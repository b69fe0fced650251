"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin at zero."""

from dataclasses import dataclass
from itertools import pairwise

from refdesk.charts.cells import Drawn, drawn, in_words, unit_name
from refdesk.charts.scale import Scale, number_label, spread, ticks_to
from refdesk.charts.svg import SIZE, Canvas, text_width, wrap
from refdesk.charts.years import Flag, Label, colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel

_GAP = 16.0
_THOUSAND = 1000


@dataclass(frozen=True)
class _Plot:
    """What depends on the width of a plot alone, not on its place; ``across`` starts at its own left edge."""

    panel: Panel
    drawn: list[Drawn]
    title: list[str]
    unit: str
    marks: list[tuple[float, str]]
    across: Scale
    labels: list[Label]
    flags: list[Flag]


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """Draws all panels of a chart of lines in rows; a group begins a new row."""
    form = canvas.form
    columns = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (columns - 1)) / columns
    height = 240.0 if form.narrow and len(chart.panels) == 1 else 190.0 if form.narrow or columns > 1 else 270.0
    panels = [(panel, drawn(library, panel)) for panel in chart.panels]
    years = [int(point.at[:4]) for _, items in panels for item in items for point in item.points]
    rows: list[list[_Plot]] = []
    for panel, items in panels:
        if not rows or len(rows[-1]) == columns or panel.group is not None:
            rows.append([])
        rows[-1].append(_plan(canvas, library, chart, panel, items, Scale(min(years), max(years), 0, width)))
    y = 0.0
    for number, row in enumerate(rows):
        y += _GAP if number else 0
        group = row[0].panel.group
        if group is not None:
            y += 16 + (10 if number else 0)
            canvas.text(0, y - 2, group, "b", size=SIZE + 1)
            y += 6
        # A plot begins under its title, its unit and the labels of events.
        heads = [SIZE * (2 if plot.unit else 1) + (SIZE + 3) * len(plot.title) + 2 + room(plot.flags) for plot in row]
        top = y + max(heads)
        bottom = y + height + max(room(plot.flags) for plot in row)
        for column, plot in enumerate(row):
            _draw(canvas, plot, (column * (width + _GAP), y), (top, bottom - SIZE - 6))
        y = bottom
    canvas.height = y + 4


def _plan(canvas: Canvas, library: Library, chart: Chart, panel: Panel, items: list[Drawn], whole: Scale) -> _Plot:
    """Returns the plot of a panel; ``whole`` is the scale of its years over its whole width."""
    unit, marks = _axis(items[0].unit, ticks_to(max(float(p.value) for item in items for p in item.points)))
    left = max(text_width(figure, SIZE - 1) for _, figure in marks) + 10
    most = min(whole.end * 0.4, 110 if canvas.form.narrow or chart.across > 1 else 150)
    named = labels(chart, items, None, most)
    across = Scale(whole.low, whole.high, left, whole.end - max(label.width for label in named) - 12)
    title = wrap(panel.title, whole.end, SIZE) if panel.title else []
    return _Plot(panel, items, title, unit, marks, across, named, flags(library, chart, across, whole.end))


def _axis(unit: str, ticks: list[float]) -> tuple[str, list[tuple[float, str]]]:
    """Returns the unit of an axis and its ticks with their labels; large counts are given in thousands."""
    name = unit_name(unit)
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        return "thousand", [(tick, number_label(tick / _THOUSAND)) for tick in ticks]
    return name, [(tick, number_label(tick)) for tick in ticks]


def _draw(canvas: Canvas, plot: _Plot, corner: tuple[float, float], ends: tuple[float, float]) -> None:
    """Draws a plot: ``corner`` is the upper left corner of its panel, ``ends`` are its own top and bottom."""
    x, y = corner
    top, bottom = ends
    for line in plot.title:
        y += SIZE
        canvas.text(x, y, line, "b")
        y += 3
    if plot.unit:
        canvas.text(x, y + SIZE, plot.unit, "m", size=SIZE - 1)
    across = Scale(plot.across.low, plot.across.high, x + plot.across.start, x + plot.across.end)
    up = Scale(0, plot.marks[-1][0], bottom, top + 4)
    draw_axes(canvas, across, up, plot.marks, 4)
    draw_events(canvas, plot.flags, x, ends)
    last = [_trace(canvas, item, number, across, up) for number, item in enumerate(plot.drawn)]
    middles = spread([y for _, y in last], [label.height for label in plot.labels], top - SIZE, bottom + 4)
    for label, (end, y), middle in zip(plot.labels, last, middles, strict=True):
        if abs(middle - y) > 8 or across.end - end > 12:
            canvas.path([(end + 5, y), (across.end + 7, middle)], "lead")
        label.draw(canvas, across.end + 10, middle)


def _trace(canvas: Canvas, item: Drawn, number: int, across: Scale, up: Scale) -> tuple[float, float]:
    """Draws a line or a row of points; returns where it ends."""
    colour, hollow = colour_of(item, number), item.trace.style == "points"
    points = sorted(item.points, key=lambda point: point.at)
    places = [(int(point.at[:4]), (across(int(point.at[:4])), up(float(point.value)))) for point in points]
    if not hollow:
        _join(canvas, places, colour)
    for point, (_, (x, y)) in zip(points, places, strict=True):
        about = f"{item.trace.label}, {point.at}: {in_words(point)}"
        radius = 2.4 if len(points) > 12 and not hollow else 3.4
        canvas.mark(x, y, radius, number, f"{'h' if hollow else 'f'}{colour}", about)
    return places[-1][1]


def _join(canvas: Canvas, places: list[tuple[int, tuple[float, float]]], colour: int) -> None:
    """Draws lines through consecutive years, with gaps for years without a figure."""
    runs = [[places[0][1]]]
    for (before, _), (year, place) in pairwise(places):
        if year - before > 1:
            runs.append([])
        runs[-1].append(place)
    for run in (run for run in runs if len(run) > 1):
        canvas.path(run, f"s{colour} w")
