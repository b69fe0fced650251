"""Every drawing of a site, made once and kept in the cache by the data that it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from refdesk.charts import diagrams, draw
from refdesk.charts.alone import chart_alone, diagram_alone
from refdesk.charts.palette import Palette
from refdesk.charts.svg import FORMS
from refdesk.charts.views import is_sound, is_sound_diagram, view_name, views
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
        sound = is_sound(library, chart)
        for view in range(views(chart)):
            name = view_name(chart, view)
            pages[f"chart-{name}"] = "".join(draw.draw(library, chart, f, view) for f in FORMS) if sound else ""
            files[f"data/charts/{name}"] = chart_alone(library, chart, palette, view) if sound else ""
    for diagram in library.entries("diagrams", Diagram).values():
        sound = is_sound_diagram(library, diagram)
        pages[f"diagram-{diagram.id}"] = "".join(diagrams.draw(library, diagram, f) for f in FORMS) if sound else ""
        files[f"data/diagrams/{diagram.id}"] = diagram_alone(library, diagram, palette) if sound else ""
    return {"pages": pages, "files": {name: svg for name, svg in files.items() if svg}}
