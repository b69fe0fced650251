"""``<!-- bibliography -->``: every source, by kind, with the pages that cite it."""

from refdesk.blocks.base import FileBlock, anchor, downloads, find_field
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import SeenAddress, Source
from refdesk.data.sources import describe
from refdesk.html.text import escape, join

_KINDS = {
    "official": "Official texts",
    "statistics": "Statistics",
    "state-media": "State media {#news-and-state-media}",  # the address of the first editions
    "media": "Other press",
    "scholarly": "Scholarly works",
    "analysis": "Analyses",
}


class Bibliography(FileBlock, marker="bibliography", data="sources"):
    """Sources under a heading for each kind, newest first."""

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML lists below them."""
        sources = list(desk.library.sources.values())
        files = [("BibTeX", "data/sources.bib"), ("CSL-JSON", "data/sources.json"), ("CSL-YAML", "data/sources.yml")]
        head = (
            f"<p>{len(sources)} sources. {downloads(desk, files)}</p>{find_field('Filter sources', '.rd-sources > li')}"
        )
        parts = [desk.pieces.block(head)]
        for kind, label in _KINDS.items():
            of_kind = [source for source in sources if source.custom.kind == kind]
            of_kind.sort(key=lambda source: (source.issued or "", source.id), reverse=True)
            if of_kind:
                items = join(_entry(desk, source) for source in of_kind)
                parts += [f"## {label}", desk.pieces.block(f'<ul class="rd-sources">{items}</ul>')]
        return "\n\n".join(parts)


def _entry(desk: Desk, source: Source) -> str:
    links = [desk.page_link(uri) for uri in desk.citing_pages.get(source.id, ())]
    cited = f'<span class="rd-cited" data-search-exclude>Cited on: {", ".join(links)}</span>' if links else ""
    asked = desk.library.entries("addresses_seen", SeenAddress).get(source.id)
    if asked is not None and asked.address == source.address:
        cited = f"<span data-search-exclude>Last seen alive {escape(spoken_date(asked.seen))}.</span> {cited}"
    element_id = f"source-{source.id}"
    link = anchor(element_id, "Link to this source")
    return f'<li id="{escape(element_id)}">{describe(source)}{link} {cited}</li> '
