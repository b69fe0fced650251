"""``<!-- bibliography -->``: every source, by kind, with the pages that cite it."""

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk, descriptions
from refdesk.blocks.shown import pages_naming
from refdesk.data.models import SeenAddress
from refdesk.data.wording import kinds

_IDS = {"state-media": " {#news-and-state-media}"}  # the address of the first editions


class Bibliography(FileBlock, marker="bibliography", data="sources"):
    """All sources under a heading for each kind, newest first."""

    def render(self, desk: Desk, _: str) -> list[str]:
        """Return Markdown headings with HTML lists below them."""
        sources = list(desk.library.sources.values())
        parts: list[str] = [desk.fill("bibliography.html", count=len(sources))]
        described, seen = descriptions(desk.library), desk.library.entries(SeenAddress)
        named = pages_naming(desk.site.first, "citation")
        for kind, label in kinds(2, desk.language).items():
            of_kind = [source for source in sources if source.custom.kind == kind]
            of_kind.sort(key=lambda source: (source.issued or "", source.id), reverse=True)
            if of_kind:
                html = desk.fill(
                    "sources.html",
                    sources=of_kind,
                    described=described,
                    seen=seen,
                    named=named,
                )
                parts += [f"## {label.capitalize()}{_IDS.get(kind, '')}", html]
        return parts
