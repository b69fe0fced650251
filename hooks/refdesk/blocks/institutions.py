"""``<!-- institutions -->`` and ``<!-- people -->``: the bodies and the persons that the record names, by kind."""

from typing import ClassVar

from refdesk.blocks.base import FileBlock, downloads, named_entry, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.models import Institution, Named, Person
from refdesk.html.text import join


class Institutions(FileBlock, marker="institutions"):
    """Institutions under a heading for each kind."""

    model: type[Named] = Institution
    kinds: ClassVar[dict[str, str]] = {
        "party": "Party bodies",
        "government": "Government",
        "funder": "Funders",
        "academy": "Academies",
        "university": "Universities",
        "laboratory": "Laboratories",
        "company": "Companies",
    }

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML below them."""
        entries = desk.library.entries(self.data, self.model).values()
        parts = [desk.pieces.block(f'<p class="rd-files">{downloads(desk, table_files(self.data))}</p>')]
        for kind, label in self.kinds.items():
            of_kind = [entry for entry in entries if entry.kind == kind]
            texts = (f"<p>{desk.field(self.data, entry.id, 'text')}</p>" for entry in of_kind)
            items = join(named_entry(entry, entry.name, text) for entry, text in zip(of_kind, texts, strict=True))
            parts += [f"## {label}", desk.pieces.block(f'<div class="rd-glossary">{items}</div>')] if items else []
        return "\n\n".join(parts)


class People(Institutions, marker="people"):
    """Persons, by where they hold office."""

    model = Person
    kinds: ClassVar[dict[str, str]] = {
        "leadership": "Party and state leadership",
        "ministry": "Ministries and the science foundation",
        "science": "Academies, laboratories and universities",
        "province": "Provinces",
        "firm": "Firms",
    }
