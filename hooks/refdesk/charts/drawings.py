"""Every drawing of a site, and how it comes into a page.

Drawings come into a page last: until then, a short placeholder is what is converted, searched and set of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from refdesk.charts import diagrams
from refdesk.charts.draw import chart_alone, diagram_alone, draw
from refdesk.charts.palette import PALETTE, Palette, read_palette
from refdesk.charts.svg import FORMS, ids_of
from refdesk.data.chart_references import is_sound
from refdesk.data.models import Chart, Diagram
from refdesk.files.text import read_text
from refdesk.html.text import join
from refdesk.html.typography import set_type
from refdesk.site.assets import source_file
from refdesk.site.site import Site

_PLACEHOLDER = re.compile(r'<svg class="rd-place" data-drawing="(?P<name>[^"]*)">.*?</svg>')


@dataclass(frozen=True)
class Drawings:
    """Drawings by name (``chart-nsfc``, ``chart-provinces-2``, ``diagram-two-modes``).

    ``pages`` holds each in both widths, of which a page shows the one that fits, set as a page is; ``files`` each as a
    file of its own, by path below the documentation folder and without its ending. What has a mistake in its data is
    not drawn.
    """

    pages: Mapping[str, str]
    files: Mapping[str, str]


@lru_cache(maxsize=2)
def palette_of(site: Site) -> Palette:
    """The colours of the site."""
    path = source_file(site, PALETTE)
    return read_palette(read_text(path, site.config.shown(path)).text if path.is_file() else "")


@lru_cache(maxsize=2)
def drawings_of(site: Site) -> Drawings:
    """The drawings of the charts and diagrams of a site."""
    library, palette = site.library, palette_of(site)
    pages: dict[str, str] = {}
    files: dict[str, str] = {}
    for chart in library.entries("charts", Chart).values():
        for view in range(chart.views) if is_sound(library, chart) else ():
            name = chart.view_name(view)
            pages[f"chart-{name}"] = set_type("".join(draw(library, chart, form, view) for form in FORMS))
            files[f"data/charts/{name}"] = chart_alone(library, chart, palette, view)
    for diagram in library.entries("diagrams", Diagram).values():
        if is_sound(library, diagram):
            pages[f"diagram-{diagram.id}"] = set_type("".join(diagrams.draw(library, diagram, form) for form in FORMS))
            files[f"data/diagrams/{diagram.id}"] = diagram_alone(library, diagram, palette)
    return Drawings(pages, files)


def placeholder(name: str) -> str:
    """What holds the place of a drawing: it has the ids of the drawing, and no text."""
    ids = join(f'<g id="{element_id}"/>' for form in FORMS for element_id in ids_of(name, form))
    return f'<svg class="rd-place" data-drawing="{name}">{ids}</svg>'


def with_drawings(html: str, drawings: Mapping[str, str]) -> str:
    """The page with each drawing in its place; one that the data do not allow leaves nothing behind."""
    return _PLACEHOLDER.sub(lambda place: drawings.get(place["name"], ""), html)
