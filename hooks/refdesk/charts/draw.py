"""A chart as SVG."""

from __future__ import annotations

from refdesk.charts import bars, columns, lines, tiles
from refdesk.charts.svg import Canvas, Form
from refdesk.library import Library
from refdesk.models import Chart


def views(chart: Chart) -> int:
    """How many drawings a chart has: a map one for each panel, others one."""
    return len(chart.panels) if chart.kind == "tiles" else 1


def view_title(chart: Chart, view: int) -> str:
    """The title of a drawing."""
    own = chart.panels[view].title if chart.kind == "tiles" else None
    return f"{chart.title}: {own}" if own else chart.title


def view_name(chart: Chart, view: int) -> str:
    """The name of a drawing: that of the chart, with a number from the second view on."""
    return chart.id + (f"-{view + 1}" if view else "")


def draw(library: Library, chart: Chart, form: Form, view: int = 0) -> str:
    """One drawing of a chart, to stand in a page."""
    canvas = plot(library, chart, form, view)
    return canvas.finish(f"chart-{view_name(chart, view)}", view_title(chart, view), chart.description)


def plot(library: Library, chart: Chart, form: Form, view: int = 0) -> Canvas:
    """What a drawing of a chart holds."""
    canvas = Canvas(form)
    match chart.kind:
        case "lines":
            lines.draw(canvas, library, chart)
        case "columns":
            columns.draw(canvas, library, chart)
        case "tiles":
            tiles.draw(canvas, library, chart, chart.panels[view])
        case _:
            bars.draw(canvas, library, chart)
    return canvas
