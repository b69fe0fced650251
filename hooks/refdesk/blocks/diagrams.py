"""``<!-- diagram: NAME -->``: a drawing of docs/data/diagrams.yml with a text that says the same."""

from refdesk.blocks.base import Block, downloads, drawing, drawn_figure
from refdesk.blocks.desk import Desk
from refdesk.data.models import Diagram
from refdesk.html.text import escape


class Diagrams(Block, marker="diagram", data="diagrams"):
    """A headline, the drawing, its text, downloads."""

    def render(self, desk: Desk, name: str) -> str:
        """The diagram as HTML."""
        diagram = desk.library.entries("diagrams", Diagram)[name]
        words = f"<summary>The drawing in words</summary><p>{escape(diagram.description)}</p>"
        shown = f'{drawing(f"diagram-{name}")}<details class="rd-numbers">{words}</details>'
        files = [(form.upper(), f"data/diagrams/{name}.{form}") for form in ("svg", "png")]
        caption = f"{desk.field(self.data, name, 'note')} {downloads(desk, files)}"
        return drawn_figure(desk, self.data, diagram, shown, caption, "rd-diagram")
