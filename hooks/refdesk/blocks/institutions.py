"""``<!-- institutions -->``: the bodies that the record names, by kind."""

from __future__ import annotations

from refdesk.blocks.base import FileBlock, downloads, named_entry, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.models import Institution
from refdesk.html.text import join

_KINDS = {
    "party": "Party bodies",
    "government": "Government",
    "funder": "Funders",
    "academy": "Academies",
    "university": "Universities",
    "laboratory": "Laboratories",
    "company": "Companies",
}


class Institutions(FileBlock):
    """Institutions under a heading for each kind."""

    data = "institutions"

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML below them."""
        entries = desk.library.entries("institutions", Institution).values()
        parts = [f'<p class="rd-files">{downloads(desk, table_files(self.data))}</p>']
        for kind, label in _KINDS.items():
            items = join(_entry(desk, entry) for entry in entries if entry.kind == kind)
            if items:
                parts.append(f'## {label}\n\n<div class="rd-glossary">{items}</div>')
        return "\n\n".join(parts)


def _entry(desk: Desk, entry: Institution) -> str:
    return named_entry(entry, entry.name, f"<p>{desk.field('institutions', entry.id, 'text')}</p>")
