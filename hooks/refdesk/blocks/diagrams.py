"""``<!-- diagram: NAME -->``: a drawing of docs/data/diagrams.yml with a text that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Desk, downloads, field_of
from refdesk.data.entries import InlineText
from refdesk.data.library import Library
from refdesk.data.models import Diagram
from refdesk.html.text import address, escape


class Diagrams:
    """A headline, the drawing, its text, downloads."""

    def names(self, library: Library) -> Iterable[str]:
        """The ids in diagrams.yml."""
        return library.entries("diagrams", Diagram)

    def accepts(self, library: Library, name: str) -> bool:
        """Whether diagrams.yml has the diagram."""
        return name in library.entries("diagrams", Diagram)

    def is_broken(self, library: Library, name: str) -> bool:
        """Whether diagrams.yml has a mistake in the diagram."""
        return name not in self.names(library) and library.is_known("diagrams", name)

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Headline and note."""
        yield from library.files["diagrams"].inlines(name)

    def sources(self, library: Library, name: str) -> Iterator[str]:
        """None beyond the citations."""
        del library, name
        return iter(())

    def render(self, desk: Desk, name: str) -> str:
        """The diagram as HTML."""
        diagram = desk.library.entries("diagrams", Diagram)[name]
        inlines = list(desk.library.files["diagrams"].inlines(name))
        headline, note = field_of(inlines, "headline"), field_of(inlines, "note")
        files = [(form.upper(), f"data/diagrams/{name}.{form}") for form in ("svg", "png")]
        return (
            f'<figure class="rd-figure rd-chart rd-diagram" id="diagram-{address(name)}">'
            f'<p class="rd-headline">{desk.inline(headline) if headline is not None else ""}</p>'
            f'<p class="rd-subject">{escape(diagram.title)}</p>'
            f'<div class="rd-plot">{desk.drawing(f"diagram-{name}")}</div>'
            f'<details class="rd-numbers"><summary>The drawing in words</summary><p>{escape(diagram.description)}</p>'
            f"</details><figcaption>{desk.inline(note) if note is not None else ''} "
            f"{downloads(desk, files)}</figcaption></figure>"
        )
