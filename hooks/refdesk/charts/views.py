"""The drawings of a chart: how many there are, what they are called, which the data allow."""

from __future__ import annotations

from refdesk.charts.cells import traces_of
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.rules.data.charts import problems_of_chart, problems_of_diagram


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


def drawn(library: Library) -> frozenset[str]:
    """The names of all drawings that the data allow."""
    charts = (chart for chart in library.entries("charts", Chart).values() if is_sound(library, chart))
    names = [f"chart-{view_name(chart, view)}" for chart in charts for view in range(views(chart))]
    found = library.entries("diagrams", Diagram).values()
    return frozenset([*names, *(f"diagram-{one.id}" for one in found if is_sound_diagram(library, one))])


def is_sound_diagram(library: Library, diagram: Diagram) -> bool:
    """Whether a diagram can be drawn."""
    return not any(problems_of_diagram(library, diagram))


def is_sound(library: Library, chart: Chart) -> bool:
    """Whether a chart can be drawn."""
    series = {trace.series for panel in chart.panels for trace in traces_of(panel)}
    return all(name in library.series for name in series) and not any(problems_of_chart(library, chart))
