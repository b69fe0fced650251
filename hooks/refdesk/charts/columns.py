"""Stacked columns by year: the parts of a total, and pale columns for totals without parts."""

import math
from decimal import Decimal
from itertools import accumulate, pairwise

from refdesk.charts.cells import Drawn, Figure, Plot, told
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, spread, text_width, ticks_to, wrap
from refdesk.charts.years import Label, colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.wording import unit_name
from refdesk.files.labels import _

# Undivided columns, which are drawn pale: what they show, their class.
_Pale = tuple[Drawn, str]


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw the only panel of a chart of columns."""
    form, chart, items = canvas.form, figure.chart, figure.plots[0].drawn
    divided = [
        year for year in sorted(items[0].by_place) if all(year in item.by_place for item in items)
    ]
    pale = _pale(figure.plots[0], divided)
    undivided = [point for item, _ in pale for point in item.points]
    years = sorted(map(int, [*divided, *(point.at for point in undivided)]))
    sums = [math.fsum(item.by_place[year].number for item in items) for year in divided]
    highest = max([*sums, *(float(point.number) for point in undivided)])
    marks = [(tick, number_label(tick)) for tick in ticks_to(highest)]
    named = labels(chart, items, divided[-1], 100 if form.narrow else 136)
    left = max(text_width(figure, SIZE - 1) for _, figure in marks) + 6
    right = form.width - max(label.width for label in named) - 14
    across = Scale(years[0] - 0.5, years[-1] + 0.5, left, right)
    placed = flags(figure, across, form.width)
    top, height = SIZE + 14 + room(placed), 250.0 if form.narrow else 280.0
    up = Scale(0, marks[-1][0], top + height, top)
    bar = (right - left) / (years[-1] - years[0] + 1) * 0.78
    canvas.text(0, SIZE, unit_name(items[0].unit), "m", size=SIZE - 1)
    draw_axes(canvas, across, up, marks, 0)
    draw_events(canvas, placed, up.end, up.start)
    below = dict.fromkeys(divided, Decimal(0))  # how high each column is so far
    for number, item in enumerate(items):
        for year in divided:
            point = item.by_place[year]
            foot, y = up(float(below[year])), up(float(below[year] + point.number))
            below[year] += point.number
            about = told(item.trace.label, year, point)
            kind = f"f{colour_of(item, number)}"
            canvas.rect(across(int(year)) - bar / 2, y, bar, max(foot - y - 0.6, 0.5), kind, about)
    for item, kind in pale:
        for point in item.points:
            y, about = up(float(point.number)), told(item.trace.label, point.at, point)
            canvas.rect(across(int(point.at)) - bar / 2, y, bar, up(0) - y, kind, about)
    _label(canvas, named, across(int(divided[-1])) + bar / 2 + 1, across.end, up)
    canvas.height = up.start + SIZE + 8
    _key(canvas, pale)


def _pale(plot: Plot, divided: list[str]) -> list[_Pale]:
    """Return the totals of years without parts, and the preliminary figures of years without a
    total.
    """
    found: list[_Pale] = []
    known = set(divided)
    for item in plot.beside:
        points = [item.by_place[year] for year in sorted(item.by_place.keys() - known)]
        known |= item.by_place.keys()
        kind = "none pre" if item.trace is plot.panel.preliminary else "none"
        found += [(Drawn(item.trace, points), kind)] if points else []
    return found


def _label(canvas: Canvas, named: list[Label], x: float, end: float, up: Scale) -> None:
    """Draw name and last figure of every part beside the last divided column, which ends at
    ``x``.
    """
    edges = accumulate((label.point.number for label in named), initial=Decimal(0))
    wanted = [up(float(low + high) / 2) for low, high in pairwise(edges)]
    middles = spread(wanted, [label.height for label in named], up.end, up.start + 6)
    for label, at, middle in zip(named, wanted, middles, strict=True):
        canvas.path([(x, at), (end + 8, middle)], f"s{label.colour}")
        label.draw(canvas, end + 12, middle)


def _key(canvas: Canvas, pale: list[_Pale]) -> None:
    """Draw the key of the pale columns."""
    for shown, kind in pale:
        canvas.height += SIZE + 6
        canvas.rect(0, canvas.height - SIZE, 16, SIZE - 1, kind)
        item = _("{name}: {value}")
        years = _(", ").join(
            item.format(name=point.at, value=point.label()) for point in shown.points
        )
        words = _("{value} ({at})").format(value=shown.trace.label, at=years)
        for line in wrap(words, canvas.form.width - 24, SIZE - 1):
            canvas.text(22, canvas.height - 1.5, line, "m", size=SIZE - 1)
            canvas.height += SIZE + 1
        canvas.height -= SIZE + 1
    canvas.height += 6
