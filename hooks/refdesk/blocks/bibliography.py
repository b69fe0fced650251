"""``<!-- bibliography -->``: every source, by kind, with the pages that cite it."""

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk, descriptions
from refdesk.blocks.template import fill
from refdesk.data.models import SeenAddress, Source
from refdesk.data.sources import kinds

_IDS = {"state-media": " {#news-and-state-media}"}  # the address of the first editions


class Bibliography(FileBlock, marker="bibliography", data="sources"):
    """All sources under a heading for each kind, newest first."""

    def render(self, desk: Desk, _: str) -> str:
        """Return Markdown headings with HTML lists below them."""
        sources = list(desk.library.sources.values())
        parts = [desk.block(fill("bibliography.html", desk=desk, count=len(sources)))]
        described = descriptions(desk.library, desk.library.sources)
        pages = {uri: desk.page_link(uri) for uri in desk.site.pages}
        for kind, label in kinds(2).items():
            of_kind = [source for source in sources if source.custom.kind == kind]
            of_kind.sort(key=lambda source: (source.issued or "", source.id), reverse=True)
            listed = [
                (
                    one.id,
                    described[one.id],
                    _last_seen(desk, one),
                    [pages[uri] for uri in desk.citing_pages.get(one.id, ())],
                )
                for one in of_kind
            ]
            if listed:
                heading = f"## {label.capitalize()}{_IDS.get(kind, '')}"
                parts += [heading, desk.block(fill("sources.html", desk=desk, sources=listed))]
        return "\n\n".join(parts)


def _last_seen(desk: Desk, source: Source) -> str:
    """Return the day on which the address of a source last answered, '' where none is known."""
    asked = desk.library.entries(SeenAddress).get(source.id)
    return asked.seen if asked is not None and asked.address == source.address else ""
