"""Diagrams: boxes and arrows on a grid, drawn in the style of the charts."""

import math

from refdesk.charts.svg import SIZE, Canvas, text_width, wrap
from refdesk.data.library import Library
from refdesk.data.models import Arrow, Box, Diagram
from refdesk.data.values import Value, find_value

ROW = 22.0

Rect = tuple[float, float, float, float]


def draw(canvas: Canvas, library: Library, diagram: Diagram) -> None:
    """Draw a diagram: the boxes over the arrows, and over these what stands on them."""
    form = canvas.form
    column = form.width / (6 if form.narrow else 12)
    places: dict[str, Rect] = {}
    for box in diagram.boxes:
        x, y, width, height = box.narrow if form.narrow else box.at
        places[box.id] = (x * column + 1, y * ROW + 1, width * column - 2, height * ROW - 2)
    canvas.height = max(y + height for _, y, _, height in places.values()) + 2
    labels = Canvas(form, canvas.language)
    for arrow in diagram.arrows:
        _arrow(canvas, labels, arrow, places[arrow.start], places[arrow.end])
    for box in diagram.boxes:
        _box(canvas, library, box, places[box.id])
    canvas.parts += labels.parts
    canvas.height = max(canvas.height, labels.height)


def value_label(library: Library, path: str) -> str:
    """Return a cell as the text of a box: number, unit, year."""
    found = find_value(library, path)
    if not isinstance(found, Value):
        return ""
    if not found.year:
        return str(found)
    return found.language.gettext("{value}, {year}").format(value=found, year=found.year)


def _box(canvas: Canvas, library: Library, box: Box, place: Rect) -> None:
    x, y, width, height = place
    canvas.rect(x, y, width, height, f"b{box.colour}" if box.colour else "box")
    lines = [(line, "b", SIZE) for line in wrap(box.text, width - 10, SIZE + 0.5)]
    details = [*box.detail, *([value_label(library, box.value)] if box.value else [])]
    lines += [
        (line, "m", SIZE - 0.5)
        for detail in details
        for line in wrap(detail, width - 10, SIZE - 0.5)
    ]
    top = y + (height - (SIZE + 3) * len(lines)) / 2 + SIZE
    for number, (line, kind, own) in enumerate(lines):
        canvas.text(x + width / 2, top + number * (SIZE + 3), line, kind, "m", own)


def _arrow(canvas: Canvas, labels: Canvas, arrow: Arrow, start: Rect, end: Rect) -> None:
    (x1, y1), (x2, y2) = _ends(start, end)
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    x1, y1, x2, y2 = x1 + ux * 2, y1 + uy * 2, x2 - ux * 3, y2 - uy * 3
    canvas.line(x1, y1, x2 - ux * 6, y2 - uy * 6, "axis w2 dash" if arrow.dashed else "axis w2")
    left, right = (
        (x2 - ux * 9 - uy * 5, y2 - uy * 9 + ux * 5),
        (x2 - ux * 9 + uy * 5, y2 - uy * 9 - ux * 5),
    )
    canvas.path([(x2, y2), left, right, (x2, y2)], "head")
    if arrow.text and abs(ux) > abs(uy) and text_width(arrow.text, SIZE) > length * 1.6:
        _outside(labels, arrow.text, start, end, above=ux < 0)
    elif arrow.text:
        room = max(length - 8, 60) if abs(ux) > abs(uy) else 0
        _label(labels, arrow.text, (x1 + x2) / 2, (y1 + y2) / 2, room)


def _ends(start: Rect, end: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return both ends of an arrow, which is straight if the boxes face each other, else joins
    their middles.
    """
    (x1, y1, width1, height1), (x2, y2, width2, height2) = start, end
    low, high = max(x1, x2), min(x1 + width1, x2 + width2)
    if high - low > 20:
        x = (low + high) / 2
        return ((x, y1 + height1), (x, y2)) if y1 < y2 else ((x, y1), (x, y2 + height2))
    low, high = max(y1, y2), min(y1 + height1, y2 + height2)
    facing = high - low > 12
    at1, at2 = ((low + high) / 2,) * 2 if facing else (y1 + height1 / 2, y2 + height2 / 2)
    return ((x1 + width1, at1), (x2, at2)) if x1 < x2 else ((x1, at1), (x2 + width2, at2))


def _outside(canvas: Canvas, label: str, start: Rect, end: Rect, *, above: bool) -> None:
    """Draw the text of a horizontal arrow that is too short for it, above or below the two
    boxes.
    """
    x = (min(start[0], end[0]) + max(start[0] + start[2], end[0] + end[2])) / 2
    y = (
        min(start[1], end[1]) - 6
        if above
        else max(start[1] + start[3], end[1] + end[3]) + SIZE + 3.5
    )
    canvas.text(x, y, label, "m", "m", SIZE - 0.5)
    canvas.height = max(canvas.height, y + 6)


def _label(canvas: Canvas, label: str, x: float, y: float, room: float) -> None:
    """Draw the text of an arrow: above a horizontal one, within ``room``, or beside a vertical one
    (``room`` is 0).
    """
    size = SIZE - 0.5
    lines = wrap(label, room or 150, size)
    if room:
        first, anchor = y - 6 - (size + 2) * (len(lines) - 1), "m"
    else:
        first, anchor = y + size * 0.35 - (len(lines) - 1) / 2 * (size + 2), ""
        fits = x + 8 + max(text_width(line, size) for line in lines) <= canvas.form.width
        x, anchor = (x + 8, "") if fits else (x - 8, "e")
    for number, line in enumerate(lines):
        canvas.text(x, first + number * (size + 2), line, "m halo", anchor, size)
