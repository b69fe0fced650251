"""Every drawing of a site, and how it comes into a page.

Drawings come into a page last: until then, a short placeholder is what is converted, searched and set of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from refdesk.charts.draw import Drawing, chart_drawing, diagram_drawing
from refdesk.charts.palette import PALETTE, Palette, read_palette
from refdesk.charts.svg import FORMS, ids_of
from refdesk.data.chart_references import is_sound, is_sound_diagram
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.files.text import read_text
from refdesk.html.text import join
from refdesk.html.typography import set_type
from refdesk.site.assets import source_file
from refdesk.site.site import Site

_PLACEHOLDER = re.compile(r'<svg class="rd-place" data-drawing="(?P<name>[^"]*)">.*?</svg>')


class Drawings(NamedTuple):
    """Drawings by name (``chart-nsfc``, ``chart-provinces-2``, ``diagram-two-modes``).

    ``pages`` holds each in both widths, of which a page shows the one that fits, set as a page is; ``files`` each as a
    file of its own, by path below the documentation folder and without its ending. What has a mistake in its data is
    not drawn.
    """

    pages: dict[str, str]
    files: dict[str, str]


@lru_cache(maxsize=2)
def palette_of(site: Site) -> Palette:
    """The colours of the site."""
    path = source_file(site, PALETTE)
    return read_palette(read_text(path, site.config.shown(path)).text if path.is_file() else "")


@lru_cache(maxsize=2)
def drawings_of(site: Site) -> Drawings:
    """The drawings of the charts and diagrams of a site."""
    palette = palette_of(site)
    found = Drawings({}, {})
    for drawing in _drawings(site.library):
        kind, _, name = drawing.name.partition("-")
        found.pages[drawing.name] = set_type("".join(drawing.in_page(form) for form in FORMS))
        found.files[f"data/{kind}s/{name}"] = drawing.alone(palette)
    return found


def _drawings(library: Library) -> Iterator[Drawing]:
    for chart in library.entries("charts", Chart).values():
        if is_sound(library, chart):
            yield from (chart_drawing(library, chart, view) for view in range(chart.views))
    for diagram in library.entries("diagrams", Diagram).values():
        if is_sound_diagram(library, diagram):
            yield diagram_drawing(library, diagram)


def placeholder(name: str) -> str:
    """What holds the place of a drawing: it has the ids of the drawing, and no text."""
    ids = join(f'<g id="{element_id}"/>' for form in FORMS for element_id in ids_of(name, form))
    return f'<svg class="rd-place" data-drawing="{name}">{ids}</svg>'


def with_drawings(html: str, drawings: Mapping[str, str]) -> str:
    """The page with each drawing in its place; one that the data do not allow leaves nothing behind."""
    return _PLACEHOLDER.sub(lambda place: drawings.get(place["name"], ""), html)
