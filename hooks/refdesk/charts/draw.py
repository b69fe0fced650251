"""A chart or a diagram as SVG: in a page, and as a file of its own.

With the picture in a file go what it shows, where the figures come from, and the licence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from refdesk.charts import bars, columns, diagrams, lines, tiles
from refdesk.charts.cells import chart_sources
from refdesk.charts.palette import Palette
from refdesk.charts.style import alone_sheet
from refdesk.charts.svg import WIDE, Canvas, Form, wrap
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.data.plain_text import cited, plain_text
from refdesk.data.sources import short_name

LICENCE = "From 0 to 1 · drawing and compilation: CC BY 4.0 · figures are facts of the named sources"
_MARGIN = 16.0
_SOURCES_NAMED = 4
_KINDS = {"lines": lines.draw, "columns": columns.draw, "bars": bars.draw_bars, "dots": bars.draw_dots}


class Drawing(NamedTuple):
    """What every form of a drawing says, and how its content is drawn; the name is one such as ``chart-nsfc``."""

    name: str
    title: str
    shown: Chart | Diagram
    sources: str
    plot: Callable[[Form], Canvas]

    def in_page(self, form: Form) -> str:
        """The drawing as it stands in a page."""
        return self.plot(form).finish(self.name, self.title, self.shown.description)

    def alone(self, palette: Palette) -> str:
        """The drawing as a file: below its headline and title, above note, sources and licence."""
        inner = self.plot(WIDE)
        outer = Canvas(Form(WIDE.name, WIDE.width + 2 * _MARGIN, WIDE.size), height=_MARGIN)
        _lines(outer, plain_text(self.shown.headline), WIDE.size + 3, "b")
        _lines(outer, self.title, WIDE.size, "m")
        outer.height += 8
        outer.parts.append(f'<g transform="translate({_MARGIN:g} {outer.height:g})">{"".join(inner.parts)}</g>')
        outer.height += inner.height + 6
        for line in (plain_text(self.shown.note or ""), self.sources, LICENCE):
            _lines(outer, line, WIDE.size - 1, "m")
        outer.height += _MARGIN - 4
        return outer.finish(self.name, self.title, self.shown.description, alone_sheet(palette))


def chart_drawing(library: Library, chart: Chart, view: int = 0) -> Drawing:
    """A view of a chart."""

    def plot(form: Form) -> Canvas:
        canvas = Canvas(form)
        if chart.kind == "tiles":
            tiles.draw(canvas, library, chart.panels[view])
        else:
            _KINDS[chart.kind](canvas, library, chart)
        return canvas

    sources = _sources(library, chart_sources(library, chart))
    return Drawing(f"chart-{chart.view_name(view)}", chart.view_title(view), chart, sources, plot)


def diagram_drawing(library: Library, diagram: Diagram) -> Drawing:
    """A diagram; its sources are those that its words cite."""
    sources = _sources(library, list(dict.fromkeys(cited(diagram.headline + (diagram.note or "")))))
    name = f"diagram-{diagram.id}"
    return Drawing(name, diagram.title, diagram, sources, lambda form: diagrams.plot(library, diagram, form))


def _sources(library: Library, keys: Sequence[str]) -> str:
    """``Sources: National Bureau of Statistics 2025; …`` ('' without sources)."""
    names = list(dict.fromkeys(short_name(library.sources[key]) for key in keys if key in library.sources))
    if not names:
        return ""
    shown = names if len(names) <= _SOURCES_NAMED + 1 else names[:_SOURCES_NAMED]
    more = f" and {len(names) - len(shown)} more, named in the data" if len(names) > len(shown) else ""
    return f"Source{'s' if len(names) > 1 else ''}: {'; '.join(shown)}{more}"


def _lines(canvas: Canvas, text: str, size: float, kind: str) -> None:
    for line in wrap(text, canvas.form.width - 2 * _MARGIN, size):
        canvas.height += size
        canvas.text(_MARGIN, canvas.height, line, kind, size=size)
        canvas.height += size * 0.35
    canvas.height += size * 0.2 if text else 0
