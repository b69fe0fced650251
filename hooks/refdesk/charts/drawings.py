"""Every drawing of a site, made once and kept in the cache by the data that it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from refdesk.charts import diagrams, draw
from refdesk.charts.alone import chart_alone, diagram_alone
from refdesk.charts.cells import traces_of
from refdesk.charts.check import problems_of_chart, problems_of_diagram
from refdesk.charts.palette import Palette
from refdesk.charts.svg import FORMS
from refdesk.kept import kept
from refdesk.library import Library
from refdesk.models import Chart, Diagram


@dataclass(frozen=True)
class Drawings:
    """Drawings by name (``chart-nsfc``, ``chart-provinces-2``, ``diagram-two-modes``).

    ``pages`` holds each in both widths, of which a page shows the one that fits; ``files`` each as a file of its own,
    by path below the documentation folder and without its ending. What has a mistake in its data is not drawn.
    """

    pages: Mapping[str, str]
    files: Mapping[str, str]


def load_drawings(root: Path, library: Library, palette: Palette) -> Drawings:
    """The drawings of a site."""
    made_from = f"{library.digest} {palette}"
    made = json.loads(kept(root, "drawings", made_from, lambda: json.dumps(_draw_all(library, palette)).encode()))
    return Drawings(made["pages"], made["files"])


def _draw_all(library: Library, palette: Palette) -> dict[str, dict[str, str]]:
    pages: dict[str, str] = {}
    files: dict[str, str] = {}
    for chart in library.entries("charts", Chart).values():
        sound = _is_sound(library, chart)
        for view in range(draw.views(chart)):
            name = draw.view_name(chart, view)
            pages[f"chart-{name}"] = "".join(draw.draw(library, chart, f, view) for f in FORMS) if sound else ""
            files[f"data/charts/{name}"] = chart_alone(library, chart, palette, view) if sound else ""
    for diagram in library.entries("diagrams", Diagram).values():
        sound = _is_sound_diagram(library, diagram)
        pages[f"diagram-{diagram.id}"] = "".join(diagrams.draw(library, diagram, f) for f in FORMS) if sound else ""
        files[f"data/diagrams/{diagram.id}"] = diagram_alone(library, diagram, palette) if sound else ""
    return {"pages": pages, "files": {name: svg for name, svg in files.items() if svg}}


def drawn(library: Library) -> frozenset[str]:
    """The names of all drawings that the data allow."""
    charts = (chart for chart in library.entries("charts", Chart).values() if _is_sound(library, chart))
    names = [f"chart-{draw.view_name(chart, view)}" for chart in charts for view in range(draw.views(chart))]
    found = library.entries("diagrams", Diagram).values()
    return frozenset([*names, *(f"diagram-{one.id}" for one in found if _is_sound_diagram(library, one))])


def _is_sound_diagram(library: Library, diagram: Diagram) -> bool:
    return not any(problems_of_diagram(library, diagram))


def _is_sound(library: Library, chart: Chart) -> bool:
    series = {trace.series for panel in chart.panels for trace in traces_of(panel)}
    return all(name in library.series for name in series) and not any(problems_of_chart(library, chart))
