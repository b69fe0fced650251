"""Labels at the lines and parts of a chart: a name in bold and the last figure, in the colour of what they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from refdesk.charts.cells import Drawn, with_unit
from refdesk.charts.svg import Canvas, text_width, wrap
from refdesk.data.models import Chart

_LEADING = 1.5  # between lines of text


class Block(NamedTuple):
    """A label in lines of text: the name, then the figure with its year."""

    name: list[str]
    figure: list[str]
    colour: int


def blocks(chart: Chart, drawn: Sequence[Drawn], latest: str | None, most: float, size: float) -> list[Block]:
    """The labels, none wider than ``most`` but for a long word; the figure is that of ``latest``, or the last one."""
    found: list[Block] = []
    for number, item in enumerate(drawn):
        by_year = {point.at: point for point in item.points}
        point = by_year[latest or max(by_year)]
        figure = wrap(f"{with_unit(point, chart.digits)} ({point.at})", most, size)
        found.append(Block(wrap(item.trace.label, most, size), figure, colour_of(item, number)))
    return found


def colour_of(item: Drawn, number: int) -> int:
    """The colour of a trace: its own, or that of its place."""
    return item.trace.colour or number % 4 + 1


def width(found: Sequence[Block], size: float) -> float:
    """How wide the widest label is."""
    return max(text_width(line, size) for block in found for line in (*block.name, *block.figure))


def height(block: Block, size: float) -> float:
    """How high a label is, with the space to the next one."""
    return (len(block.name) + len(block.figure)) * (size + _LEADING) + 3


def draw(canvas: Canvas, block: Block, x: float, middle: float, size: float) -> None:
    """A label that begins at ``x``, with its middle at a height."""
    y = middle - height(block, size) / 2 + size
    for lines, kind in ((block.name, " b"), (block.figure, "")):
        for line in lines:
            canvas.text(x, y, line, f"f{block.colour}{kind}", size=size)
            y += size + _LEADING
