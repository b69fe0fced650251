"""Stacked columns by year: parts of a total; what is preliminary or undivided is drawn apart."""

from __future__ import annotations

from refdesk.charts.cells import Drawn, Point, points_of, unit_name, with_unit
from refdesk.charts.lines import colour_of
from refdesk.charts.scale import Scale, number_label, spread, ticks_to, year_ticks
from refdesk.charts.svg import Canvas, text_width, wrap
from refdesk.library import Library
from refdesk.models import Chart, Panel, Trace


def draw(canvas: Canvas, library: Library, chart: Chart) -> None:
    """The one panel of a chart of columns."""
    panel = chart.panels[0]
    drawn = [item for trace in panel.traces if (item := Drawn(trace, points_of(library, trace))).points]
    if not drawn:
        return
    whole = _by_year(library, panel.total)
    early = _by_year(library, panel.preliminary)
    parts = [{point.at: point for point in item.points} for item in drawn]
    divided = {year for year in parts[0] if all(year in part for part in parts)}
    plain = {year: point for year, point in whole.items() if year not in divided}
    early = {year: point for year, point in early.items() if year not in divided and year not in plain}
    years = sorted({*divided, *plain, *early})
    sums = [float(sum(part[year].value for part in parts)) for year in divided]
    highest = max([*sums, *(float(point.value) for point in (*plain.values(), *early.values()))])
    form, size = canvas.form, canvas.form.size
    top, height = size + 14, 250.0 if form.narrow else 280.0
    bottom = top + height
    canvas.text(0, size, unit_name(drawn[0].unit), "m", size=size - 1)
    ticks = ticks_to(highest, 4)
    left = max(text_width(number_label(tick), size - 1) for tick in ticks) + 6
    most = 112.0 if form.narrow else 150.0
    up = Scale(0, ticks[-1], bottom, top)
    across = Scale(int(years[0]) - 0.5, int(years[-1]) + 0.5, left, form.width - most)
    for tick in ticks:
        canvas.line(left, up(tick), across.end, up(tick), "axis" if tick == 0 else "grid")
        canvas.text(left - 5, up(tick) + size * 0.33, number_label(tick), "m", "e", size - 1)
    broad = (across.end - across.start) / (int(years[-1]) - int(years[0]) + 1)
    bar = broad * 0.78
    fit = max(2, int((across.end - across.start) / (text_width("2000", size) + 12)))
    for tick_year in year_ticks(int(years[0]), int(years[-1]), fit):
        canvas.text(across(tick_year), bottom + size + 3, str(tick_year), "m", "m", size - 1)
    last = max(divided)
    wanted: list[float] = []
    for number, item in enumerate(drawn):
        colour = colour_of(item, number)
        for year in sorted(divided):
            base = float(sum(part[year].value for part in parts[:number]))
            point = parts[number][year]
            y, foot = up(base + float(point.value)), up(base)
            about = f"{item.trace.label}, {year}: {with_unit(point)}"
            canvas.rect(across(int(year)) - bar / 2, y, bar, max(foot - y - 0.6, 0.5), f"f{colour}", about)
            if year == last:
                wanted.append((y + foot) / 2)
    _whole(canvas, plain, "none", across, up, bar, panel.total)
    _whole(canvas, early, "none pre", across, up, bar, panel.preliminary)
    blocks = [
        [*wrap(item.trace.label, most - 14, size - 0.5), f"{with_unit(parts[number][last])} ({last})"]
        for number, item in enumerate(drawn)
    ]
    heights = [len(block) * (size + 1) + 4 for block in blocks]
    for number, (block, tall, middle, aim) in enumerate(
        zip(blocks, heights, spread(wanted, heights, top, bottom + 6), wanted, strict=True)
    ):
        colour = colour_of(drawn[number], number)
        canvas.path([(across(int(last)) + bar / 2 + 1, aim), (across.end + 8, middle)], f"s{colour}")
        y = middle - tall / 2 + size
        for index, line in enumerate(block):
            canvas.text(
                across.end + 12, y, line, f"f{colour}" + (" b" if index < len(block) - 1 else ""), size=size - 0.5
            )
            y += size + 1
    canvas.height = bottom + size + 8
    _key(canvas, panel, plain, early)


def _by_year(library: Library, trace: Trace | None) -> dict[str, Point]:
    return {} if trace is None else {point.at: point for point in points_of(library, trace)}


def _whole(
    canvas: Canvas, points: dict[str, Point], kind: str, across: Scale, up: Scale, bar: float, trace: Trace | None
) -> None:
    for year, point in sorted(points.items()):
        label = trace.label if trace is not None else ""
        y = up(float(point.value))
        about = f"{label}, {year}: {with_unit(point)}"
        canvas.rect(across(int(year)) - bar / 2, y, bar, up(0) - y, kind, about)


def _key(canvas: Canvas, panel: Panel, plain: dict[str, Point], early: dict[str, Point]) -> None:
    """What the pale columns are: those of the total alone, and those of preliminary figures."""
    size = canvas.form.size
    for trace, points, kind in ((panel.total, plain, "none"), (panel.preliminary, early, "none pre")):
        if trace is None or not points:
            continue
        canvas.height += size + 6
        canvas.rect(0, canvas.height - size, 16, size - 1, kind)
        years = ", ".join(f"{year}: {with_unit(point)}" for year, point in sorted(points.items()))
        for line in wrap(f"{trace.label} ({years})", canvas.form.width - 24, size - 1):
            canvas.text(22, canvas.height - 1.5, line, "m", size=size - 1)
            canvas.height += size + 1
        canvas.height -= size + 1
    canvas.height += 6
