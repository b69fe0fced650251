"""Ranked bars: one row for each country, province or performer, the largest first."""

from collections.abc import Sequence

from refdesk.charts.cells import Figure, Point
from refdesk.charts.rows import FOOT, TEXT, draw_unit, widest
from refdesk.charts.svg import SIZE, Canvas, Scale, text_width, wrap
from refdesk.data.chart_kinds import ChartKind
from refdesk.data.library import Library
from refdesk.data.models import Reference
from refdesk.data.values import Value, find_value
from refdesk.data.wording import in_unit, with_sign

_MANY = 20  # rows, which stand closer
_GAP = 8.0  # beside names and figures
_LEADING = TEXT + 2  # of a name of several lines


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw bars with the figure at their end or, if a line of comparison would cross it, before the
    bar.
    """
    panel, item = figure.plots[0].panel, figure.plots[0].drawn[0]
    points, digits = item.ranked, figure.chart.digits
    reference, width = panel.reference, canvas.form.width
    names = _names(points)
    names_end = min(widest(names) + _GAP, width * 0.47)
    figures = widest(point.label(digits) for point in points) + _GAP
    top = y = draw_unit(canvas, item.unit)
    if reference is None:
        across = Scale(0, float(points[0].number), names_end, width - figures)
    else:
        across = Scale(0, float(points[0].number), names_end + figures, width - 2)
        y += SIZE + 4  # its label
        top = y - 2
    step = SIZE + (5 if len(points) > _MANY else 10)
    for name, point in zip(names, points, strict=True):
        bold = "b" if point.at in panel.emphasis else ""
        lines = wrap(name, names_end - _GAP, TEXT)
        more = (len(lines) - 1) * _LEADING  # than a row with a name of one line
        _draw_bar(canvas, across, y + more / 2, step, point, bold)
        for number, line in enumerate(lines):
            at = y + step / 2 + FOOT + number * _LEADING
            canvas.text(names_end - 7, at, line, bold, "e", TEXT)
        foot = y + (step + more) / 2 + FOOT
        if reference is None:
            canvas.text(across(float(point.number)) + 5, foot, point.label(digits), bold, "", TEXT)
        else:
            canvas.text(across.start - 7, foot, point.label(digits), bold, "e", TEXT)
        y += step + more
    canvas.line(across.start, top, across.start, y, "axis")
    if reference is not None:
        _compare(canvas, figure.library, reference, across, top, y)
    canvas.height = y + 6


KIND = ChartKind(draw, panels=1, explored_as="bars")


def _names(points: Sequence[Point]) -> list[str]:
    """Return what the rows are called: with the year, where the years differ."""
    years = {point.year for point in points}
    return [point.dated if len(years) > 1 else point.name for point in points]


def _draw_bar(
    canvas: Canvas, across: Scale, y: float, step: float, point: Point, bold: str
) -> None:
    """Draw the bar of a row that begins at ``y``."""
    length = max(across(float(point.number)) - across.start, 1)
    about = canvas.language.gettext("{name}: {value}").format(name=point.dated, value=point.cell)
    colour = "f1" if bold else "f2"
    canvas.rect(across.start, y + step * 0.13, length, step * 0.74, colour, about)


def _compare(
    canvas: Canvas,
    library: Library,
    reference: Reference,
    across: Scale,
    top: float,
    bottom: float,
) -> None:
    """Draw the line of comparison below its label, dashed and with a light edge, so that it is seen
    on bars.
    """
    found = find_value(library, reference.value)
    if not isinstance(found, Value):
        return
    number = in_unit(found.number, found.unit, canvas.language)
    figure = with_sign(number, found.unit, canvas.language)
    x, label = across(float(number)), f"{reference.label} {figure}"
    for kind in ("under", "ref"):
        canvas.line(x, top, x, bottom, kind)
    half = text_width(label, TEXT) / 2
    middle = min(max(x, across.start + half), canvas.form.width - half)
    canvas.text(middle, top - 3, label, "b", "m", TEXT)
