"""The tile map: every province-level unit is a square of the same size, near where it lies. No
border is drawn.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from refdesk.charts.cells import Figure
from refdesk.charts.svg import SIZE, Canvas, number_label, wrap
from refdesk.data.models import Panel, Province
from refdesk.data.wording import in_digits, in_unit, unit_name
from refdesk.files.labels import _, called

_GAP = 3.0


def shade(value: float, steps: Sequence[float]) -> int:
    """Return the number of the shade of a value, of which 1 is the palest."""
    return 1 + len([step for step in steps if value >= step])


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw a view of a map: the first trace of its panel."""
    panel = figure.plots[0].panel
    form, item = canvas.form, figure.plots[0].drawn[0]
    units = figure.library.entries(Province).values()
    side = form.width / (max(unit.tile[0] for unit in units) + 1)
    high = side if form.narrow else side * 0.66
    top = _legend(canvas, panel, item.unit)
    for unit in units:
        point = item.by_place.get(unit.name)
        x, y = unit.tile[0] * side, top + unit.tile[1] * high
        level = shade(float(point.cell.number), panel.steps) if point is not None else 1
        name = called(unit.name, unit.zh)
        about = (
            _("{name}: {value}").format(name=name, value=point.cell) if point is not None else name
        )
        canvas.rect(x, y, side - _GAP, high - _GAP, f"q{level}", about)
        figure_text = in_digits(point.number) if point is not None else _("not found")
        lines = (
            [called(unit.code, unit.zh)] if form.narrow else wrap(name, side - _GAP - 4, SIZE - 0.5)
        )
        texts = [*((line, f"t{level}") for line in lines), (figure_text, f"t{level} b")]
        line_y = y + (high - _GAP - len(texts) * (SIZE + 1)) / 2 + SIZE - 0.5
        for text, kind in texts:
            canvas.text(x + (side - _GAP) / 2, line_y, text, kind, "m", SIZE - 0.5)
            line_y += SIZE + 1
    canvas.height = top + (max(unit.tile[1] for unit in units) + 1) * high + 2


def _legend(canvas: Canvas, panel: Panel, unit: str) -> float:
    """Draw the shades with their limits, and return where the map begins."""
    limits = [number_label(float(in_unit(Decimal(step), unit))) for step in panel.steps]
    names = [
        _("under {}").format(limits[0]),
        *(f"{a}–{b}" for a, b in pairwise(limits)),
        f"{limits[-1]}+",
    ]
    canvas.text(0, SIZE, unit_name(unit), "m", size=SIZE - 1)
    wide = canvas.form.width / len(names) if canvas.form.narrow else 84.0
    for number, name in enumerate(names):
        canvas.rect(number * wide, SIZE + 8, wide - 2, 10, f"q{number + 1}")
        canvas.text(number * wide + (wide - 2) / 2, 2 * SIZE + 18, name, "m", "m", SIZE - 1)
    return 2 * SIZE + 30
