"""Ranked bars and pairs of dots: one row for each country, province or performer, the largest first."""

from __future__ import annotations

from refdesk.charts.cells import Drawn, drawn, in_words, name_of, unit_name, with_unit
from refdesk.charts.scale import Scale, number_label, ticks_to
from refdesk.charts.svg import Canvas, text_width
from refdesk.data.library import Library
from refdesk.data.models import Chart, Panel
from refdesk.data.values import Value, find_value

_RADIUS = {"h2 open": 5.4, "f1": 2.9}  # of the marks in a row of dots


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """All panels, one below the other; bars share one scale."""
    panels = [(panel, drawn(library, panel)) for panel in chart.panels]
    highest = max(float(point.value) for _, items in panels for item in items for point in item.points)
    for panel, items in panels:
        if chart.kind == "bars":
            _bars(canvas, library, chart, panel, items[0], highest)
        else:
            _dots(canvas, chart, panel, items, highest)
    canvas.height += 2


def _head(canvas: Canvas, panel: Panel, unit: str) -> float:
    size = canvas.form.size
    y = canvas.height
    if panel.title:
        y += size + (8 if canvas.height else 0)
        canvas.text(0, y, panel.title, "b")
        y += 4
    if unit and not panel.title:
        y += size
        canvas.text(0, y, unit, "m", size=size - 1)
        y += 4
    return y + 2


def _bars(canvas: Canvas, library: Library, chart: Chart, panel: Panel, item: Drawn, highest: float) -> None:
    """Bars, each with its figure at the end; with a line of comparison, which would cross them, before the bar."""
    size = canvas.form.size
    points = sorted(item.points, key=lambda point: point.value, reverse=True)
    years = len({point.year for point in points}) > 1
    y = _head(canvas, panel, unit_name(item.unit))
    names = min(max(text_width(name_of(p, years=years), size - 0.5) for p in points) + 8, canvas.form.width * 0.47)
    room = max(text_width(with_unit(p, chart.digits), size - 0.5) for p in points) + 8
    left = names if panel.reference is None else names + room
    across = Scale(0, highest, left, canvas.form.width - (room if panel.reference is None else 2))
    step = size + (5 if len(points) > 20 else 10)
    reference = _reference(library, panel, across)
    if reference is not None:
        y += size + 4
    first = y - (0 if reference is None else 2)
    for point in points:
        emphasis = " b" if point.at in panel.emphasis else ""
        x, foot = across(float(point.value)), y + step / 2 + size * 0.34
        about = f"{name_of(point, years=True)}: {in_words(point)}"
        canvas.rect(left, y + step * 0.13, max(x - left, 1), step * 0.74, "f1" if emphasis else "f2", about)
        canvas.text(names - 7, foot, name_of(point, years=years), emphasis.strip(), "e", size - 0.5)
        figure = with_unit(point, chart.digits)
        if panel.reference is None:
            canvas.text(x + 5, foot, figure, emphasis.strip(), size=size - 0.5)
        else:
            canvas.text(left - 7, foot, figure, emphasis.strip(), "e", size - 0.5)
        y += step
    canvas.line(left, first, left, y, "axis")
    if reference is not None:
        _compare(canvas, reference, left, (first, y))
    canvas.height = y + 4


def _compare(canvas: Canvas, reference: tuple[float, str], left: float, ends: tuple[float, float]) -> None:
    """The line of comparison below its label: dashes of ink and between them the ground, so that it shows on bars."""
    size = canvas.form.size - 0.5
    at, label = reference
    for kind in ("under", "ref"):
        canvas.line(at, ends[0], at, ends[1], kind)
    wide = text_width(label, size)
    x = min(max(at, left + wide / 2), canvas.form.width - wide / 2)
    canvas.text(x, ends[0] - 3, label, "b", "m", size)


def _reference(library: Library, panel: Panel, across: Scale) -> tuple[float, str] | None:
    """The line of comparison: where it stands, and its label."""
    found = find_value(library, panel.reference.value) if panel.reference is not None else None
    if panel.reference is None or not isinstance(found, Value) or found.number is None:
        return None
    unit = "%" if found.unit.startswith("percent") else ""
    return across(float(found.number)), f"{panel.reference.label} {found.cell.text}{unit}"


def _dots(canvas: Canvas, chart: Chart, panel: Panel, items: list[Drawn], highest: float) -> None:
    """Two figures a row, joined: a small full mark and a ring that is seen around it where both are equal."""
    size = canvas.form.size
    by_name = [{point.at: point for point in item.points} for item in items]
    order = sorted(items[0].points, key=lambda point: point.value, reverse=True)
    y = _head(canvas, panel, unit_name(items[0].unit))
    left = max(text_width(name_of(point, years=False), size - 0.5) for point in order) + 10
    ticks = ticks_to(highest, 4)
    across = Scale(0, max(ticks[-1], highest), left, canvas.form.width - 14)
    step = size + 6
    first = y + (size + 4) * len(items) + size + 8
    last = first + step * len(order)
    for number, item in enumerate(items):
        y += size + 4
        kind = "h2 open" if item.trace.style == "points" else "f1"
        canvas.mark(6, y - size * 0.34, _RADIUS[kind], number, kind)
        canvas.text(16, y, item.trace.label, "f1" if kind == "f1" else "f2", size=size - 0.5)
    for tick in ticks:
        canvas.line(across(tick), first, across(tick), last, "axis" if tick == 0 else "grid")
        canvas.text(across(tick), first - 4, number_label(tick), "m", "m", size - 1)
    for row, one in enumerate(order):
        middle = first + step * (row + 0.5)
        bold = one.at in panel.emphasis
        pair = [(number, names[one.at]) for number, names in enumerate(by_name) if one.at in names]
        canvas.text(left - 7, middle + size * 0.34, name_of(one, years=False), "b" if bold else "", "e", size - 0.5)
        places = [across(float(point.value)) for _, point in pair]
        canvas.line(min(places), middle, max(places), middle, "axis")
        for number, point in reversed(pair):
            kind = "h2 open" if items[number].trace.style == "points" else "f1"
            about = f"{one.at}, {items[number].trace.label}: {in_words(point)}"
            canvas.mark(across(float(point.value)), middle, _RADIUS[kind], number, kind, about)
        if row == 0 or bold:
            figures = " → ".join(with_unit(point, chart.digits) for _, point in pair)
            _beside(canvas, figures, (min(places), max(places)), middle + size * 0.34)
    canvas.height = last + 4


def _beside(canvas: Canvas, text: str, marks: tuple[float, float], y: float) -> None:
    """A text to the right of the marks of a row, or to their left where there is no room."""
    size = canvas.form.size - 1
    right = marks[1] + 9 + text_width(text, size) <= canvas.form.width
    canvas.text(marks[1] + 9 if right else marks[0] - 7, y, text, "m halo", "" if right else "e", size)
