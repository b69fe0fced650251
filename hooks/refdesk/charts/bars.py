"""Ranked bars and pairs of dots: one row for each country, province or performer, the largest first."""

from __future__ import annotations

from refdesk.charts.cells import Drawn, name_of, points_of, unit_name, with_unit
from refdesk.charts.scale import Scale, number_label, ticks_to
from refdesk.charts.svg import Canvas, text_width
from refdesk.library import Library
from refdesk.models import Chart, Panel
from refdesk.values import Value, find_value

_RADIUS = {"h2 open": 5.4, "f1": 2.9}  # of the marks in a row of dots


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """All panels, one below the other; bars share one scale."""
    highest = max(
        (float(p.value) for panel in chart.panels for trace in panel.traces for p in points_of(library, trace)),
        default=1.0,
    )
    for panel in chart.panels:
        drawn = [item for trace in panel.traces if (item := Drawn(trace, points_of(library, trace))).points]
        if drawn:
            (_bars if chart.kind == "bars" else _dots)(canvas, library, chart, panel, drawn, highest)
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


def _bars(canvas: Canvas, library: Library, chart: Chart, panel: Panel, drawn: list[Drawn], highest: float) -> None:
    size = canvas.form.size
    points = sorted(drawn[0].points, key=lambda point: point.value, reverse=True)
    years = len({point.year for point in points}) > 1
    y = _head(canvas, panel, unit_name(drawn[0].unit))
    left = min(max(text_width(name_of(p, years=years), size - 0.5) for p in points) + 8, canvas.form.width * 0.47)
    room = max(text_width(with_unit(p, chart.digits), size - 0.5) for p in points) + 8
    across = Scale(0, highest, left, canvas.form.width - room)
    step = size + (5 if len(points) > 20 else 10)
    first = y
    if panel.reference is not None:
        y += size + 4
        first = y - 2
    labels: list[tuple[float, float, str, str]] = []
    for point in points:
        bold = point.at in panel.emphasis
        middle = y + step / 2
        x = across(float(point.value))
        kind = "f1" if bold else "f2"
        about = f"{name_of(point, years=True)}: {with_unit(point)}"
        canvas.rect(left, middle - step * 0.37, max(x - left, 1), step * 0.74, kind, about)
        canvas.text(left - 7, middle + size * 0.34, name_of(point, years=years), "b" if bold else "", "e", size - 0.5)
        labels.append((x + 5, middle + size * 0.34, with_unit(point, chart.digits), "halo b" if bold else "halo"))
        y += step
    canvas.line(left, first, left, y, "axis")
    if panel.reference is not None:
        _reference(canvas, library, panel, across, first, y)
    for x, at, label, kind in labels:
        canvas.text(x, at, label, kind, size=size - 0.5)
    canvas.height = y + 4


def _reference(canvas: Canvas, library: Library, panel: Panel, across: Scale, first: float, last: float) -> None:
    assert panel.reference is not None  # noqa: S101 - asked by the caller
    size = canvas.form.size
    found = find_value(library, panel.reference.value)
    if not isinstance(found, Value) or found.number is None:
        return
    x = across(float(found.number))
    canvas.line(x, first, x, last, "ref")
    unit = "%" if found.unit.startswith("percent") else ""
    label = f"{panel.reference.label} {found.cell.text}{unit}"
    wide = text_width(label, size - 0.5)
    at = min(max(x, across.start + wide / 2), canvas.form.width - wide / 2)
    canvas.text(at, first - 3, label, "b", "m", size - 0.5)


def _dots(canvas: Canvas, library: Library, chart: Chart, panel: Panel, drawn: list[Drawn], highest: float) -> None:
    """Two figures a row, joined: a small full mark and a ring that is seen around it where both are equal."""
    del library
    size = canvas.form.size
    by_name = [{point.at: point for point in item.points} for item in drawn]
    order = sorted(drawn[0].points, key=lambda point: point.value, reverse=True)
    y = _head(canvas, panel, unit_name(drawn[0].unit))
    left = max(text_width(name_of(point, years=False), size - 0.5) for point in order) + 10
    ticks = ticks_to(highest, 4)
    across = Scale(0, max(ticks[-1], highest), left, canvas.form.width - 14)
    step = size + 6
    first = y + (size + 4) * len(drawn) + size + 8
    last = first + step * len(order)
    for number, item in enumerate(drawn):
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
            kind = "h2 open" if drawn[number].trace.style == "points" else "f1"
            about = f"{one.at}, {drawn[number].trace.label}: {with_unit(point, chart.digits)}"
            canvas.mark(across(float(point.value)), middle, _RADIUS[kind], number, kind, about)
    canvas.height = last + 4
