"""What changed in the last year, in words made from the cells of a chart."""

from decimal import Decimal

from refdesk.charts.cells import Point, points_of
from refdesk.data.library import Library
from refdesk.data.models import Chart


def last_change(library: Library, chart: Chart) -> str:
    """``2023 to 2024: Basic research +10.7%, …`` for every line and part that has both years ('' without any)."""
    told: dict[tuple[str, str], dict[str | None, list[str]]] = {}
    for panel in chart.panels if chart.kind in {"lines", "columns"} else ():
        for trace in panel.traces:
            points = sorted(points_of(library, trace), key=lambda point: point.at)[-2:]
            if trace.style == "line" and len(points) == 2 and _follows(*points):
                said = f"{trace.label} {_difference(*points)}"
                told.setdefault((points[0].at, points[1].at), {}).setdefault(panel.title, []).append(said)
    return "; ".join(
        f"{first} to {last}: "
        + ", ".join(f"{title} ({', '.join(items)})" if title else ", ".join(items) for title, items in panels.items())
        for (first, last), panels in sorted(told.items())
    )


def _follows(before: Point, after: Point) -> bool:
    """Whether two points are of one year and the next, and the first can be compared with (0 cannot)."""
    first, second = before.at[:4], after.at[:4]
    return first.isdecimal() and second.isdecimal() and int(second) - int(first) == 1 and before.value != 0


def _difference(before: Point, after: Point) -> str:
    """``+10.7%`` of an amount, ``+0.11 points`` of a share."""
    if after.unit.startswith("percent"):
        return f"{_signed(after.value - before.value)} points"
    return f"{_signed(((after.value / before.value - 1) * 100).quantize(Decimal('0.1')))}%"


def _signed(value: Decimal) -> str:
    return f"+{value}" if value > 0 else f"\u2212{abs(value)}" if value < 0 else "\u00b10"
