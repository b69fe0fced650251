"""Lines over years: one plot or several small ones; labels stand at the lines, axes begin
at zero.
"""

from collections.abc import Collection
from itertools import pairwise

from refdesk.charts.cells import Drawn, Figure, Plot, told
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, spread, text_width, ticks_to, wrap
from refdesk.charts.years import colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.wording import unit_name
from refdesk.files.labels import _

_GAP = 16.0
_THOUSAND = 1000


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw all panels of a chart of lines in rows; a group begins a new row."""
    form, chart = canvas.form, figure.chart
    columns = 1 if form.narrow else chart.across
    width = (form.width - _GAP * (columns - 1)) / columns
    height = (
        240.0
        if form.narrow and len(chart.panels) == 1
        else 190.0
        if form.narrow or columns > 1
        else 270.0
    )
    years = [int(point.at[:4]) for _, _, point in figure.cells()]
    rows: list[list[Plot]] = []
    for plot in figure.plots:
        if not rows or len(rows[-1]) == columns or plot.panel.group is not None:
            rows.append([])
        rows[-1].append(plot)
    y = 0.0
    for number, row in enumerate(rows):
        y += _GAP if number else 0
        group = row[0].panel.group
        if group is not None:
            y += 16 + (10 if number else 0)
            canvas.text(0, y - 2, group, "b", size=SIZE + 1)
            y += 6
        # The plots of a row begin at one height, under the highest title with its unit.
        heads = [
            SIZE * (2 if _axis(plot)[0] else 1)
            + (SIZE + 3) * len(wrap(plot.panel.title or "", width, SIZE))
            + 2
            for plot in row
        ]
        for column, plot in enumerate(row):
            x = column * (width + _GAP)
            end = _draw(
                canvas,
                figure,
                plot,
                Scale(min(years), max(years), x, x + width),
                y,
                max(heads),
                height,
            )
        y = end
    canvas.height = y + 4


def _axis(plot: Plot) -> tuple[str, list[tuple[float, str]]]:
    """Return the unit of an axis and its ticks with their labels; large counts are given in
    thousands.
    """
    ticks = ticks_to(max(float(point.number) for item in plot.drawn for point in item.points))
    name = unit_name(plot.drawn[0].unit)
    if not name and ticks[-1] >= 10 * _THOUSAND and all(tick % _THOUSAND == 0 for tick in ticks):
        return _("thousand"), [(tick, number_label(tick / _THOUSAND)) for tick in ticks]
    return name, [(tick, number_label(tick)) for tick in ticks]


def _draw(
    canvas: Canvas, figure: Figure, plot: Plot, whole: Scale, y: float, head: float, height: float
) -> float:
    """Draw a plot below ``y`` and return where it ends; ``whole`` is the scale of its years over
    its whole width.

    ``height`` is that of all, ``head`` that of title and unit; the labels of events need some more.
    """
    unit, marks = _axis(plot)
    left = whole.start + max(text_width(label, SIZE - 1) for _, label in marks) + 10
    width = whole.end - whole.start
    most = min(width * 0.4, 110 if canvas.form.narrow or figure.chart.across > 1 else 150)
    named = labels(figure.chart, plot.drawn, None, most)
    across = Scale(
        whole.low, whole.high, left, whole.end - max(label.width for label in named) - 12
    )
    placed = flags(figure, across, whole.end)
    top, end = y + head + room(placed), y + height + room(placed)
    bottom = end - SIZE - 6
    for line in wrap(plot.panel.title or "", width, SIZE):
        y += SIZE
        canvas.text(whole.start, y, line, "b")
        y += 3
    if unit:
        canvas.text(whole.start, y + SIZE, unit, "m", size=SIZE - 1)
    up = Scale(0, marks[-1][0], bottom, top + 4)
    draw_axes(canvas, across, up, marks, 4)
    draw_events(canvas, placed, top, bottom)
    last = [_trace(canvas, item, number, across, up) for number, item in enumerate(plot.drawn)]
    middles = spread(
        [y for _, y in last], [label.height for label in named], top - SIZE, bottom + 4
    )
    for label, (x, y), middle in zip(named, last, middles, strict=True):
        if abs(middle - y) > 8 or across.end - x > 12:
            canvas.path([(x + 5, y), (across.end + 7, middle)], "lead")
        label.draw(canvas, across.end + 10, middle)
    return end


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
