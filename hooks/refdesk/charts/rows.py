"""Shared parts of charts of rows: one row for each country, province or performer."""

from collections.abc import Iterable

from refdesk.charts.svg import SIZE, Canvas, text_width
from refdesk.data.wording import unit_name

TEXT = SIZE - 0.5  # the size of names and figures
FOOT = SIZE * 0.34  # from the middle of a row to the foot of its text


def widest(texts: Iterable[str]) -> float:
    """Return the width of the widest of the names or figures."""
    return max(text_width(text, TEXT) for text in texts)


def draw_unit(canvas: Canvas, unit: str) -> float:
    """Draw the unit above the rows, and return where the rows begin."""
    name = unit_name(unit, canvas.language)
    if not name:
        return 2
    canvas.text(0, SIZE, name, "m", size=SIZE - 1)
    return SIZE + 6
