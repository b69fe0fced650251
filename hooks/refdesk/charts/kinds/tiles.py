"""The tile map: every province-level unit is a square of the same size, near where it lies. No
border is drawn.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from refdesk.charts.cells import Figure, Point
from refdesk.charts.svg import SIZE, Canvas, number_label, wrap
from refdesk.data.chart_kinds import ChartKind
from refdesk.data.models import Panel, Province
from refdesk.data.wording import in_unit, unit_name

_GAP = 3.0  # between tiles


def draw(canvas: Canvas, figure: Figure) -> None:
    """Draw a view of a map: the first trace of its panel."""
    panel, item = figure.plots[0].panel, figure.plots[0].drawn[0]
    units = figure.library.entries(Province).values()
    columns = max(unit.tile[0] for unit in units) + 1
    rows = max(unit.tile[1] for unit in units) + 1
    width = canvas.form.width / columns
    height = width if canvas.form.narrow else width * 0.66
    top = _legend(canvas, panel, item.unit)
    for unit in units:
        point = item.by_place.get(unit.name)
        level = shade(float(point.cell.number), panel.steps) if point is not None else 1
        x, y = unit.tile[0] * width, top + unit.tile[1] * height
        _draw_tile(canvas, (x, y, width - _GAP, height - _GAP), unit, point, level)
    canvas.height = top + rows * height + 2


KIND = ChartKind(draw, maps=True, explored_as="map")


def shade(value: float, steps: Sequence[float]) -> int:
    """Return the number of the shade of a value, of which 1 is the palest."""
    return 1 + len([step for step in steps if value >= step])


def _draw_tile(
    canvas: Canvas,
    place: tuple[float, float, float, float],
    unit: Province,
    point: Point | None,
    level: int,
) -> None:
    """Draw a tile with the name of its unit and the figure in it."""
    x, y, width, height = place
    language = canvas.language
    name = language.called(unit.name, unit.zh)
    about, figure = name, language.gettext("not found")
    if point is not None:
        about = language.gettext("{name}: {value}").format(name=name, value=point.cell)
        figure = language.number(point.number)
    canvas.rect(x, y, width, height, f"q{level}", about)
    lines = wrap(name, width - 4, SIZE - 0.5)
    if canvas.form.narrow:
        lines = [language.called(unit.code, unit.zh)]
    texts = [*((line, f"t{level}") for line in lines), (figure, f"t{level} b")]
    foot = y + (height - len(texts) * (SIZE + 1)) / 2 + SIZE - 0.5
    for text, kind in texts:
        canvas.text(x + width / 2, foot, text, kind, "m", SIZE - 0.5)
        foot += SIZE + 1


def _legend(canvas: Canvas, panel: Panel, unit: str) -> float:
    """Draw the shades with their limits, and return where the map begins."""
    language = canvas.language
    steps = (float(in_unit(Decimal(step), unit, language)) for step in panel.steps)
    limits = [number_label(step, language) for step in steps]
    names = [
        language.gettext("under {}").format(limits[0]),
        *(f"{a}–{b}" for a, b in pairwise(limits)),
        f"{limits[-1]}+",
    ]
    canvas.text(0, SIZE, unit_name(unit, language), "m", size=SIZE - 1)
    wide = canvas.form.width / len(names) if canvas.form.narrow else 84.0
    for number, name in enumerate(names):
        canvas.rect(number * wide, SIZE + 8, wide - 2, 10, f"q{number + 1}")
        canvas.text(number * wide + (wide - 2) / 2, 2 * SIZE + 18, name, "m", "m", SIZE - 1)
    return 2 * SIZE + 30
