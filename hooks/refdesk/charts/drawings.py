"""Every drawing of a site, made once and kept in the cache by the data that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from refdesk.charts import diagrams, draw
from refdesk.charts.palette import PALETTE, Palette, read_palette
from refdesk.charts.standalone import chart_alone, diagram_alone
from refdesk.charts.svg import FORMS
from refdesk.data.chart_references import is_sound, is_sound_diagram
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.files.cache import cached_texts
from refdesk.files.text import read_text
from refdesk.html.typography import set_type
from refdesk.site.assets import source_file
from refdesk.site.site import Site

_FILES = "data/"


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
    made_from = f"{library.digest} {palette}"
    texts = cached_texts(site.config.root, "drawings", made_from, lambda: _draw_all(library, palette))
    return Drawings(
        pages={name: svg for name, svg in texts.items() if not name.startswith(_FILES)},
        files={name: svg for name, svg in texts.items() if name.startswith(_FILES)},
    )


def _draw_all(library: Library, palette: Palette) -> dict[str, str]:
    """The drawings in pages by name, those in files by path."""
    made: dict[str, str] = {}
    for chart in library.entries("charts", Chart).values():
        if not is_sound(library, chart):
            continue
        for view in range(chart.views):
            name = chart.view_name(view)
            made[f"chart-{name}"] = set_type("".join(draw.draw(library, chart, form, view) for form in FORMS))
            made[f"{_FILES}charts/{name}"] = chart_alone(library, chart, palette, view)
    for diagram in library.entries("diagrams", Diagram).values():
        if is_sound_diagram(library, diagram):
            made[f"diagram-{diagram.id}"] = set_type("".join(diagrams.draw(library, diagram, form) for form in FORMS))
            made[f"{_FILES}diagrams/{diagram.id}"] = diagram_alone(library, diagram, palette)
    return made
