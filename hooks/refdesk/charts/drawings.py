"""All charts and diagrams of a site as SVG, for pages and as files.

With the picture in a file go what it shows, where the figures come from, and the licence. Drawings
come into a page last: until then, a short placeholder is what is converted, searched and set of
them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from refdesk.charts import diagrams, sequences
from refdesk.charts.cells import Figure, figure_of, sources_line
from refdesk.charts.colours import PALETTE, Palette, read_palette, standalone_sheet
from refdesk.charts.svg import FORMS, SIZE, WIDE, Canvas, Form, wrap
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram
from refdesk.data.wording import short_name
from refdesk.files.references import cited, plain_text
from refdesk.files.text import read_text
from refdesk.html.finish import set_type
from refdesk.problems.problem import Problem, Slip
from refdesk.site.site import Site

LICENCE = (
    "From 0 to 1 · drawing and compilation: CC BY 4.0 · figures are facts of the named sources"
)
_MARGIN = 16.0
_PLACEHOLDER = re.compile(r'<svg class="rd-place" data-drawing="(?P<name>[^"]*)">.*?</svg>')


class Drawing(NamedTuple):
    """A drawing: its name (such as ``chart-nsfc``), its texts, and its content in each form."""

    name: str
    title: str
    shown: Chart | Diagram
    sources: str
    plots: Mapping[Form, Canvas]

    def in_page(self, form: Form) -> str:
        """Return the SVG for a page."""
        return self.plots[form].finish(self.name, self.title, self.shown.description)

    def standalone(self, palette: Palette) -> str:
        """Return the SVG for a file: headline, title, drawing, note, sources and licence."""
        inner = self.plots[WIDE]
        form = Form(WIDE.name, WIDE.width + 2 * _MARGIN)
        outer = Canvas(form, inner.language, height=_MARGIN)
        _lines(outer, plain_text(self.shown.headline), SIZE + 3, "b")
        _lines(outer, self.title, SIZE, "m")
        outer.height += 8
        outer.parts.append(
            f'<g transform="translate({_MARGIN:g} {outer.height:g})">{"".join(inner.parts)}</g>'
        )
        outer.height += inner.height + 6
        for line in (plain_text(self.shown.note or ""), self.sources, LICENCE):
            _lines(outer, line, SIZE - 1, "m")
        outer.height += _MARGIN - 4
        return outer.finish(
            self.name, self.title, self.shown.description, standalone_sheet(palette)
        )


def chart_drawing(figure: Figure, view: int = 0) -> Drawing:
    """Return the drawing of a view of a chart."""
    chart = figure.chart
    shown = replace(figure, plots=[figure.plots[view]]) if chart.views > 1 else figure
    language, over_years = figure.language, chart.traits.over_years
    plots = {form: Canvas(form, language, has_years=over_years) for form in FORMS}
    for canvas in plots.values():
        chart.traits.draw(canvas, shown)
    sources = sources_told(figure.library, figure.sources())
    name, title = f"chart-{chart.view_name(view)}", chart.view_title(view, language)
    return Drawing(name, title, chart, sources, plots)


def diagram_drawing(library: Library, diagram: Diagram) -> Drawing:
    """Return the drawing of a diagram, whose sources are those that its texts cite."""
    keys = dict.fromkeys(cited(diagram.headline + (diagram.note or "")))
    sources = sources_told(library, [*keys])
    plots = {form: Canvas(form, library.language) for form in FORMS}
    draw = sequences.draw if diagram.steps else diagrams.draw
    for canvas in plots.values():
        draw(canvas, library, diagram)
    return Drawing(f"diagram-{diagram.id}", diagram.title, diagram, sources, plots)


def sources_told(library: Library, keys: Sequence[str]) -> str:
    """Return ``Sources: National Bureau of Statistics 2025; …`` ('' without sources)."""
    language = library.language
    known = (library.sources[key] for key in keys if key in library.sources)
    names = list(dict.fromkeys(short_name(source, language) for source in known))
    return sources_line(names, language.gettext("data"), language)


def _lines(canvas: Canvas, text: str, size: float, kind: str) -> None:
    for line in wrap(text, canvas.form.width - 2 * _MARGIN, size):
        canvas.height += size
        canvas.text(_MARGIN, canvas.height, line, kind, size=size)
        canvas.height += size * 0.35
    canvas.height += size * 0.2 if text else 0


class Drawings(NamedTuple):
    """Drawings by name (``chart-nsfc``, ``chart-provinces-2``, ``diagram-two-modes``), in the
    colours of a palette.

    ``pages`` holds each in both widths, of which a page shows the one that fits, set as a page is;
    ``files`` each as a file of its own, by path below the documentation folder and without its
    ending; ``problems`` tell of each that could not be drawn.
    """

    palette: Palette
    pages: dict[str, str]
    files: dict[str, str]
    problems: list[Problem]


def drawings_of(site: Site) -> Drawings:
    """Return the drawings of all charts and diagrams of a site."""
    path = site.config.theme_dir / PALETTE
    return _drawings(
        site.library, read_text(path, site.config.shown(path)).text if path.is_file() else ""
    )


@lru_cache(maxsize=2)
def _drawings(library: Library, style_sheet: str) -> Drawings:
    made = Drawings(read_palette(style_sheet), {}, {}, [])
    entries: list[Chart | Diagram] = [
        *library.entries(Chart).values(),
        *library.entries(Diagram).values(),
    ]
    for entry in entries:
        try:
            if isinstance(entry, Chart):
                figure = figure_of(library, entry)
                found = [chart_drawing(figure, view) for view in range(entry.views)]
            else:
                found = [diagram_drawing(library, entry)]
            pages = {
                one.name: set_type("".join(one.in_page(form) for form in FORMS)) for one in found
            }
            named = {f"data/{entry.data_name}/{one.name.partition('-')[2]}": one for one in found}
            files = {path: one.standalone(made.palette) for path, one in named.items()}
        except Exception as error:  # a fault of the program, which costs one drawing alone
            message = f"cannot be drawn: {type(error).__name__}: {error}"
            made.problems.append(library.problem((entry, "id"), Slip("unreadable-file", message)))
        else:
            made.pages.update(pages)
            made.files.update(files)
    return made


def with_drawings(html: str, drawings: Mapping[str, str]) -> str:
    """Replace placeholders by drawings; the placeholder of one that cannot be drawn is removed."""
    return _PLACEHOLDER.sub(lambda place: drawings.get(place["name"], ""), html)
