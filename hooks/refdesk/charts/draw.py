"""A chart or a diagram as SVG: in a page, and as a file of its own.

With the picture in a file go what it shows, where the figures come from, and the licence.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def chart_alone(library: Library, chart: Chart, palette: Palette, view: int = 0) -> str:
    """A view of a chart as an SVG file."""
    name, title = f"chart-{chart.view_name(view)}", chart.view_title(view)
    foot = [plain_text(chart.note or ""), sources_line(library, chart_sources(library, chart)), LICENCE]
    canvas = _framed(plot(library, chart, WIDE, view), plain_text(chart.headline), title, foot)
    return canvas.finish(name, title, chart.description, alone_sheet(palette))


def diagram_alone(library: Library, diagram: Diagram, palette: Palette) -> str:
    """A diagram as an SVG file."""
    keys = list(dict.fromkeys(cited(diagram.headline + (diagram.note or ""))))
    foot = [plain_text(diagram.note or ""), sources_line(library, keys), LICENCE]
    canvas = _framed(diagrams.plot(library, diagram, WIDE), plain_text(diagram.headline), diagram.title, foot)
    return canvas.finish(f"diagram-{diagram.id}", diagram.title, diagram.description, alone_sheet(palette))


def sources_line(library: Library, keys: Sequence[str]) -> str:
    """``Sources: National Bureau of Statistics 2025; …`` ('' without sources)."""
    names = list(dict.fromkeys(short_name(library.sources[key]) for key in keys if key in library.sources))
    if not names:
        return ""
    shown = names if len(names) <= _SOURCES_NAMED + 1 else names[:_SOURCES_NAMED]
    more = f" and {len(names) - len(shown)} more, named in the data" if len(names) > len(shown) else ""
    return f"Source{'s' if len(names) > 1 else ''}: {'; '.join(shown)}{more}"


def _framed(inner: Canvas, headline: str, title: str, foot: Sequence[str]) -> Canvas:
    """A drawing below its headline and title, above the lines of its foot, with a margin around all."""
    form = inner.form
    outer = Canvas(Form(form.name, form.width + 2 * _MARGIN, form.size), height=_MARGIN)
    _lines(outer, headline, form.size + 3, "b")
    _lines(outer, title, form.size, "m")
    outer.height += 8
    outer.add(f'<g transform="translate({_MARGIN:g} {outer.height:g})">{"".join(inner.parts)}</g>')
    outer.height += inner.height + 6
    for line in foot:
        _lines(outer, line, form.size - 1, "m")
    outer.height += _MARGIN - 4
    return outer


def _lines(canvas: Canvas, text: str, size: float, kind: str) -> None:
    for line in wrap(text, canvas.form.width - 2 * _MARGIN, size):
        canvas.height += size
        canvas.text(_MARGIN, canvas.height, line, kind, size=size)
        canvas.height += size * 0.35
    canvas.height += size * 0.2 if text else 0
