"""Diagrams: boxes and arrows on a grid, drawn in the style of the charts."""

from __future__ import annotations

import math
from decimal import Decimal

from refdesk.charts.cells import unit_name
from refdesk.charts.svg import Canvas, Form, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Box, Diagram
from refdesk.data.values import Value, find_value

ROW = 22.0
_COLUMNS = {"wide": 12, "narrow": 6}

Rect = tuple[float, float, float, float]


def draw(library: Library, diagram: Diagram, form: Form) -> str:
    """One drawing of a diagram, to stand in a page."""
    canvas = plot(library, diagram, form)
    return canvas.finish(f"diagram-{diagram.id}", diagram.title, diagram.description)


def plot(library: Library, diagram: Diagram, form: Form) -> Canvas:
    """What a drawing of a diagram holds."""
    canvas = Canvas(form)
    column = form.width / _COLUMNS[form.name]
    places: dict[str, Rect] = {}
    for box in diagram.boxes:
        x, y, width, height = box.narrow if form.narrow else box.at
        places[box.id] = (x * column + 1, y * ROW + 1, width * column - 2, height * ROW - 2)
    pairs = {(arrow.start, arrow.end) for arrow in diagram.arrows}
    canvas.height = max(y + height for _, y, _, height in places.values()) + 2
    labels = Canvas(form)  # drawn last, over the boxes
    for arrow in diagram.arrows:
        aside = 9.0 if (arrow.end, arrow.start) in pairs else 0.0
        _arrow(canvas, labels, places[arrow.start], places[arrow.end], arrow.text, aside, dashed=arrow.dashed)
    for box in diagram.boxes:
        _box(canvas, library, box, places[box.id])
    canvas.parts += labels.parts
    canvas.height = max(canvas.height, labels.height)
    return canvas


def value_label(library: Library, path: str) -> str:
    """A cell as a box states it: number, unit, year."""
    found = find_value(library, path)
    if not isinstance(found, Value) or found.number is None:
        return ""
    unit = unit_name(found.unit)
    amount: Decimal = found.number
    year = next((part for part in found.key.split("/") if len(part) == 4 and part.isdigit()), "")
    return f"{amount:,}{'' if unit.startswith('%') else ' '}{unit}{f', {year}' if year else ''}"


def _box(canvas: Canvas, library: Library, box: Box, place: Rect) -> None:
    x, y, width, height = place
    size = canvas.form.size
    canvas.rect(x, y, width, height, f"b{box.colour}" if box.colour else "box")
    lines = [(line, "b") for line in wrap(box.text, width - 10, size + 0.5)]
    details = [*box.detail, *([value_label(library, box.value)] if box.value else [])]
    lines += [(line, "m") for detail in details for line in wrap(detail, width - 10, size - 0.5)]
    step = size + 3
    line_y = y + (height - step * len(lines)) / 2 + size
    for line, kind in lines:
        canvas.text(x + width / 2, line_y, line, kind, "m", size if kind == "b" else size - 0.5)
        line_y += step


def _edge(place: Rect, towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box towards a point leaves it."""
    x, y, width, height = place
    cx, cy = x + width / 2, y + height / 2
    dx, dy = towards[0] - cx, towards[1] - cy
    scale = min(
        width / 2 / abs(dx) if dx else math.inf,
        height / 2 / abs(dy) if dy else math.inf,
    )
    return cx + dx * scale, cy + dy * scale


def _arrow(
    canvas: Canvas, labels: Canvas, start: Rect, end: Rect, label: str | None, aside: float, *, dashed: bool
) -> None:
    (x1, y1), (x2, y2) = _ends(start, end)
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    x1, y1, x2, y2 = x1 - uy * aside, y1 + ux * aside, x2 - uy * aside, y2 + ux * aside
    x1, y1, x2, y2 = x1 + ux * 2, y1 + uy * 2, x2 - ux * 3, y2 - uy * 3
    canvas.line(x1, y1, x2 - ux * 6, y2 - uy * 6, "axis w2 dash" if dashed else "axis w2")
    left, right = (x2 - ux * 9 - uy * 5, y2 - uy * 9 + ux * 5), (x2 - ux * 9 + uy * 5, y2 - uy * 9 - ux * 5)
    canvas.path([(x2, y2), left, right, (x2, y2)], "head")
    if label:
        if abs(ux) > abs(uy) and text_width(label, canvas.form.size) > length * 1.6:
            _outside(labels, label, start, end, above=ux < 0)
        else:
            _label(labels, label, (x1 + x2) / 2, (y1 + y2) / 2, (ux, uy), length, aside)


def _outside(canvas: Canvas, label: str, start: Rect, end: Rect, *, above: bool) -> None:
    """The text of a level arrow too short for it: above or below the two boxes."""
    size = canvas.form.size - 0.5
    x = (min(start[0], end[0]) + max(start[0] + start[2], end[0] + end[2])) / 2
    y = min(start[1], end[1]) - 6 if above else max(start[1] + start[3], end[1] + end[3]) + size + 4
    canvas.text(x, y, label, "m", "m", size)
    canvas.height = max(canvas.height, y + 6)


def _ends(start: Rect, end: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow leaves and arrives: straight where the boxes face each other, else from middle to middle."""
    low, high = max(start[0], end[0]), min(start[0] + start[2], end[0] + end[2])
    if high - low > 20:
        x = (low + high) / 2
        down = start[1] < end[1]
        return (x, start[1] + (start[3] if down else 0)), (x, end[1] + (0 if down else end[3]))
    low, high = max(start[1], end[1]), min(start[1] + start[3], end[1] + end[3])
    if high - low > 12:
        y = (low + high) / 2
        right = start[0] < end[0]
        return (start[0] + (start[2] if right else 0), y), (end[0] + (0 if right else end[2]), y)
    middle_start = start[0] + start[2] / 2, start[1] + start[3] / 2
    middle_end = end[0] + end[2] / 2, end[1] + end[3] / 2
    return _edge(start, middle_end), _edge(end, middle_start)


def _label(
    canvas: Canvas, label: str, x: float, y: float, way: tuple[float, float], length: float, aside: float
) -> None:
    """The text of an arrow: above a level one, beside an upright one."""
    size = canvas.form.size - 0.5
    level = abs(way[0]) > abs(way[1])
    lines = wrap(label, max(length - 8, 60) if level else 150, size)
    step = size + 2
    if level:
        top = y - 6 - step * (len(lines) - 1) if way[0] > 0 or not aside else y + size + 5
        for number, line in enumerate(lines):
            canvas.text(x, top + number * step, line, "m halo", "m", size)
        return
    right = way[1] < 0 or not aside
    wide = max(text_width(line, size) for line in lines)
    if right and x + 8 + wide > canvas.form.width:
        right = False
    for number, line in enumerate(lines):
        line_y = y + size * 0.35 + (number - (len(lines) - 1) / 2) * step
        canvas.text(x + 8 if right else x - 8, line_y, line, "m halo", "" if right else "e", size)
