"""``<!-- explorer -->``: a measure, lines and years that readers choose, as a chart and a table."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Explored, Question
from refdesk.files.yaml import InlineText

_ENV = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


class Explorer(Block, marker="explorer", data="questions"):
    """The controls, which a script fills; without scripts, a link to the tables."""

    script = "assets/scripts/explorer.js"

    def names(self, library: Library) -> Iterable[str]:
        """Return no name, on a site with a series that can be explored."""
        return [""] if library.entries("explorer", Explored) else []

    def inlines(self, _: Library, __: str) -> Iterator[InlineText]:
        """Yield nothing: questions hold no references."""
        return iter(())

    def render(self, desk: Desk, _: str) -> str:
        """Return the explorer as HTML."""
        pages = {name: desk.holder("series", name) for name in desk.library.series}
        links = {name: desk.link_to(page) for name, page in pages.items() if page is not None}
        sources = desk.holder("bibliography")
        questions = desk.library.entries("questions", Question).values()
        return (
            _ENV.get_template("explorer.html")
            .render(
                pages={**links, "sources": desk.link_to(sources) if sources else ""},
                data=desk.link_to(desk.holder("catalogue") or ""),
                questions=[{"text": one.text, "address": address_of(one)} for one in questions],
            )
            .replace("\n", "")
        )


def address_of(question: Question) -> str:
    """Return the query of an address of the explorer, as its script writes it."""
    parts = {
        "m": question.measure,
        "p": "~".join(question.lines),
        "y": f"{question.since}.." if question.since else "",
        "v": question.view or "",
    }
    return urlencode({name: value for name, value in parts.items() if value}, safe="~.")
