"""Ranked bars and pairs of dots: one row for each country, province or performer, the largest
first.
"""

from refdesk.charts.cells import Drawn, Figure, told
from refdesk.charts.svg import SIZE, Canvas, Scale, number_label, text_width, ticks_to
from refdesk.data.values import Value, find_value
from refdesk.data.wording import in_unit, unit_name, with_sign
from refdesk.files.labels import _

_RADIUS = {"h2 open": 5.4, "f1": 2.9}  # of the marks in a row of dots


def draw_bars(canvas: Canvas, figure: Figure) -> None:
    """Draw bars with the figure at their end or, if a line of comparison would cross it, before the
    bar.
    """
    width, panel, digits = canvas.form.width, figure.plots[0].panel, figure.chart.digits
    item = figure.plots[0].drawn[0]
    points = sorted(item.points, key=lambda point: point.number, reverse=True)
    years = len({point.year for point in points}) > 1
    called = [point.dated if years else point.name for point in points]
    y = _unit(canvas, item)
    names = min(max(text_width(name, SIZE - 0.5) for name in called) + 8, width * 0.47)
    room = max(text_width(p.label(digits), SIZE - 0.5) for p in points) + 8
    compared = panel.reference is not None
    left = names + room if compared else names
    across = Scale(0, float(points[0].number), left, width - (2 if compared else room))
    step = SIZE + (5 if len(points) > 20 else 10)
    y += SIZE + 4 if compared else 0
    first = y - 2 if compared else y
    for name, point in zip(called, points, strict=True):
        kind = "b" if point.at in panel.emphasis else ""
        x, foot = across(float(point.number)), y + step / 2 + SIZE * 0.34
        about = _("{name}: {value}").format(name=point.dated, value=point.cell)
        canvas.rect(
            left, y + step * 0.13, max(x - left, 1), step * 0.74, "f1" if kind else "f2", about
        )
        canvas.text(names - 7, foot, name, kind, "e", SIZE - 0.5)
        at, anchor = (left - 7, "e") if compared else (x + 5, "")
        canvas.text(at, foot, point.label(digits), kind, anchor, SIZE - 0.5)
        y += step
    canvas.line(left, first, left, y, "axis")
    _compare(canvas, figure, across, first, y)
    canvas.height = y + 6


def _unit(canvas: Canvas, item: Drawn) -> float:
    """Draw the unit above the rows, and return where the rows begin."""
    unit = unit_name(item.unit)
    if unit:
        canvas.text(0, SIZE, unit, "m", size=SIZE - 1)
    return SIZE + 6 if unit else 2


def _compare(canvas: Canvas, figure: Figure, across: Scale, top: float, bottom: float) -> None:
    """Draw the line of comparison below its label, dashed and with a light edge, so that it is seen
    on bars.
    """
    reference = figure.plots[0].panel.reference
    found = find_value(figure.library, reference.value) if reference is not None else None
    if reference is None or not isinstance(found, Value):
        return
    number = in_unit(found.number, found.unit)
    at, label = across(float(number)), f"{reference.label} {with_sign(number, found.unit)}"
    for kind in ("under", "ref"):
        canvas.line(at, top, at, bottom, kind)
    half = text_width(label, SIZE - 0.5) / 2
    canvas.text(
        min(max(at, across.start + half), canvas.form.width - half),
        top - 3,
        label,
        "b",
        "m",
        SIZE - 0.5,
    )


def draw_dots(canvas: Canvas, figure: Figure) -> None:
    """Draw two joined figures in each row: a small dot, and a ring that is seen around it if both
    are equal.
    """
    panel, items, digits = figure.plots[0].panel, figure.plots[0].drawn, figure.chart.digits
    order = sorted(items[0].points, key=lambda point: point.number, reverse=True)
    highest = max(float(point.number) for item in items for point in item.points)
    y = _unit(canvas, items[0])
    left = max(text_width(point.name, SIZE - 0.5) for point in order) + 10
    ticks = ticks_to(highest)
    across = Scale(0, ticks[-1], left, canvas.form.width - 14)
    step = SIZE + 6
    first = y + (SIZE + 4) * len(items) + SIZE + 8
    last = first + step * len(order)
    kinds = ["h2 open" if item.trace.style == "points" else "f1" for item in items]
    for number, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        y += SIZE + 4
        canvas.mark(6, y - SIZE * 0.34, _RADIUS[kind], number, kind)
        canvas.text(16, y, item.trace.label, "f1" if kind == "f1" else "f2", size=SIZE - 0.5)
    for tick in ticks:
        canvas.line(across(tick), first, across(tick), last, "axis" if tick == 0 else "grid")
        canvas.text(across(tick), first - 4, number_label(tick), "m", "m", SIZE - 1)
    for row, one in enumerate(order):
        middle = first + step * (row + 0.5)
        bold = one.at in panel.emphasis
        pair = [
            (number, item.by_place[one.at])
            for number, item in enumerate(items)
            if one.at in item.by_place
        ]
        canvas.text(left - 7, middle + SIZE * 0.34, one.name, "b" if bold else "", "e", SIZE - 0.5)
        places = [across(float(point.number)) for _, point in pair]
        canvas.line(min(places), middle, max(places), middle, "axis")
        for number, point in reversed(pair):
            about = told(one.name, items[number].trace.label, point)
            canvas.mark(
                across(float(point.number)),
                middle,
                _RADIUS[kinds[number]],
                number,
                kinds[number],
                about,
            )
        if row == 0 or bold:
            figures = " → ".join(point.label(digits) for _, point in pair)
            fits = max(places) + 9 + text_width(figures, SIZE - 1) <= canvas.form.width
            x, anchor = (max(places) + 9, "") if fits else (min(places) - 7, "e")
            canvas.text(x, middle + SIZE * 0.34, figures, "m halo", anchor, SIZE - 1)
    canvas.height = last + 6
