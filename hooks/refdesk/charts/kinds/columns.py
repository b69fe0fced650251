"""Stacked columns by year: the parts of a total, and pale columns for totals without parts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from refdesk.charts.cells import Drawn, Figure, Plot, Point, told
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, spread, text_width, ticks_to, wrap
from refdesk.charts.years import Label, colour_of, draw_axes, draw_events, flags, labels, room
from refdesk.data.chart_kinds import ChartKind

# Undivided columns, which are drawn pale: what they show, their class.
_Pale = tuple[Drawn, str]


@dataclass(frozen=True)
class _Axes:
    """Where years and amounts stand."""

    across: Scale
    up: Scale

    @property
    def width(self) -> float:
        """Return the width of a column."""
        years = self.across.high - self.across.low
        return (self.across.end - self.across.start) / years * 0.78

    def draw_column(
        self, canvas: Canvas, point: Point, top: float, height: float, kind: str, label: str
    ) -> None:
        """Draw a column, or a part of one, at the year of a figure."""
        x = self.across(int(point.at)) - self.width / 2
        canvas.rect(x, top, self.width, height, kind, told(label, point.at, point))


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw the only panel of a chart of columns."""
    form, items = canvas.form, figure.plots[0].drawn
    divided = _divided_years(items)
    pale = _pale(figure.plots[0], divided)
    heights = _heights(items, divided, pale)
    ticks = ticks_to(max(heights.values()))
    marks = [(tick, number_label(tick, canvas.language)) for tick in ticks]
    named = labels(figure.chart, items, divided[-1], 100 if form.narrow else 136)
    left = max(text_width(words, SIZE - 1) for _, words in marks) + 6
    right = form.width - max(label.width for label in named) - 14
    across = Scale(min(heights) - 0.5, max(heights) + 0.5, left, right)
    placed = flags(figure, across, form.width)
    top = SIZE + 14 + room(placed)
    axes = _Axes(across, Scale(0, ticks[-1], top + (250 if form.narrow else 280), top))
    canvas.text(0, SIZE, items[0].unit_name, "m", size=SIZE - 1)
    draw_axes(canvas, across, axes.up, marks, 0)
    draw_events(canvas, placed, axes.up.end, axes.up.start)
    _draw_parts(canvas, axes, items, divided)
    _draw_pale(canvas, axes, pale)
    _label(canvas, named, across(int(divided[-1])) + axes.width / 2 + 1, across.end, axes.up)
    canvas.height = axes.up.start + SIZE + 8
    _key(canvas, pale)


KIND = ChartKind(draw, over_years=True, stacks=True, panels=1)


def _divided_years(parts: Sequence[Drawn]) -> list[str]:
    """Return the years that have every part."""
    return [
        year for year in sorted(parts[0].by_place) if all(year in part.by_place for part in parts)
    ]


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


def _heights(
    parts: Sequence[Drawn], divided: Sequence[str], pale: Sequence[_Pale]
) -> dict[int, float]:
    """Return how high the column of each year is."""
    heights = {
        int(year): math.fsum(part.by_place[year].number for part in parts) for year in divided
    }
    for item, _kind in pale:
        heights |= {int(point.at): float(point.number) for point in item.points}
    return heights


def _draw_parts(canvas: Canvas, axes: _Axes, parts: Sequence[Drawn], years: Sequence[str]) -> None:
    """Draw the parts of each year, one upon the other."""
    below = dict.fromkeys(years, Decimal(0))  # how high each column is so far
    for number, part in enumerate(parts):
        kind = f"f{colour_of(part, number)}"
        for year in years:
            point = part.by_place[year]
            foot = axes.up(float(below[year]))
            below[year] += point.number
            top = axes.up(float(below[year]))
            height = max(foot - top - 0.6, 0.5)
            axes.draw_column(canvas, point, top, height, kind, part.trace.label)


def _draw_pale(canvas: Canvas, axes: _Axes, pale: Sequence[_Pale]) -> None:
    """Draw the undivided columns."""
    for item, kind in pale:
        for point in item.points:
            top = axes.up(float(point.number))
            axes.draw_column(canvas, point, top, axes.up(0) - top, kind, item.trace.label)


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
    gettext = canvas.language.gettext
    for shown, kind in pale:
        canvas.height += SIZE + 6
        canvas.rect(0, canvas.height - SIZE, 16, SIZE - 1, kind)
        item = gettext("{name}: {value}")
        years = gettext(", ").join(
            item.format(name=point.at, value=point.label()) for point in shown.points
        )
        words = gettext("{value} ({at})").format(value=shown.trace.label, at=years)
        for line in wrap(words, canvas.form.width - 24, SIZE - 1):
            canvas.text(22, canvas.height - 1.5, line, "m", size=SIZE - 1)
            canvas.height += SIZE + 1
        canvas.height -= SIZE + 1
    canvas.height += 6
