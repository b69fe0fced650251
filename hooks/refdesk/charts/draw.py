"""A chart as SVG."""

from __future__ import annotations

from refdesk.charts import bars, columns, lines, tiles
from refdesk.charts.svg import Canvas, Form
from refdesk.data.library import Library
from refdesk.data.models import Chart


def draw(library: Library, chart: Chart, form: Form, view: int = 0) -> str:
    """One drawing of a chart, to stand in a page."""
    canvas = plot(library, chart, form, view)
    return canvas.finish(f"chart-{chart.view_name(view)}", chart.view_title(view), chart.description)


def plot(library: Library, chart: Chart, form: Form, view: int = 0) -> Canvas:
    """What a drawing of a chart holds."""
    canvas = Canvas(form)
    match chart.kind:
        case "lines":
            lines.draw(canvas, library, chart)
        case "columns":
            columns.draw(canvas, library, chart)
        case "tiles":
            tiles.draw(canvas, library, chart.panels[view])
        case _:
            bars.draw(canvas, library, chart)
    return canvas
