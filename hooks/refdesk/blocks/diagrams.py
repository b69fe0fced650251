"""``<!-- diagram: NAME -->``: a drawing of docs/data/diagrams.yml with a text that says the same."""

from __future__ import annotations

from refdesk.blocks.base import Block, downloads, drawing, field_of
from refdesk.blocks.desk import Desk
from refdesk.data.models import Diagram
from refdesk.html.text import address, escape


class Diagrams(Block):
    """A headline, the drawing, its text, downloads."""

    data = "diagrams"

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
            f"{drawing(f'diagram-{name}')}"
            f'<details class="rd-numbers"><summary>The drawing in words</summary><p>{escape(diagram.description)}</p>'
            f"</details><figcaption>{desk.inline(note) if note is not None else ''} "
            f"{downloads(desk, files)}</figcaption></figure>"
        )
