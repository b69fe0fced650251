"""A chart as SVG: for the page in two widths, for the disk alone."""

from __future__ import annotations

from refdesk.charts import bars, columns, lines, tiles
from refdesk.charts.style import alone_sheet
from refdesk.charts.svg import FORMS, WIDE, Canvas, Form
from refdesk.library import Library
from refdesk.models import Chart


def views(chart: Chart) -> int:
    """How many drawings a chart has: a map one for each panel, others one."""
    return len(chart.panels) if chart.kind == "tiles" else 1


def view_title(chart: Chart, view: int) -> str:
    """The title of a drawing."""
    own = chart.panels[view].title if chart.kind == "tiles" else None
    return f"{chart.title}: {own}" if own else chart.title


def draw(library: Library, chart: Chart, form: Form, view: int = 0, *, style: str = "") -> str:
    """One drawing of a chart."""
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
    name = f"chart-{chart.id}" + (f"-{view + 1}" if view else "")
    return canvas.finish(name, view_title(chart, view), chart.description, style)


def page_drawings(library: Library, chart: Chart, view: int = 0) -> str:
    """The drawing in both widths, made once; the page shows the one that fits."""
    key = ("drawing", chart.id, view)
    if key not in library.memo:
        library.memo[key] = "".join(draw(library, chart, form, view) for form in FORMS)
    return str(library.memo[key])


def alone(library: Library, chart: Chart, view: int = 0) -> str:
    """The drawing as a file of its own."""
    return draw(library, chart, WIDE, view, style=alone_sheet())
