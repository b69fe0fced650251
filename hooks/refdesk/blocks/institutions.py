"""``<!-- institutions -->`` and ``<!-- people -->``: the bodies and the persons that the record
names, by kind.
"""

from typing import ClassVar

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk


class Institutions(FileBlock, marker="institutions"):
    """All institutions, under a heading for each kind."""

    kinds: ClassVar[dict[str, str]] = {
        "party": "Party bodies",
        "government": "Government",
        "funder": "Funders",
        "academy": "Academies",
        "university": "Universities",
        "laboratory": "Laboratories",
        "company": "Companies",
    }

    def render(self, desk: Desk, name: str) -> list[str]:
        """Return Markdown headings with HTML below them."""
        entries = self.file(desk.library, name).entries.values()
        parts: list[str] = [desk.fill("downloads.html", data=self.data)]
        for kind, label in self.kinds.items():
            of_kind = [entry for entry in entries if entry.kind == kind]
            html = desk.fill("institutions.html", data=self.data, entries=of_kind)
            parts += [f"## {label}", html] if of_kind else []
        return parts


class People(Institutions, marker="people"):
    """All persons, by where they hold office."""

    kinds: ClassVar[dict[str, str]] = {
        "leadership": "Party and state leadership",
        "ministry": "Ministries and the science foundation",
        "science": "Academies, laboratories and universities",
        "province": "Provinces",
        "firm": "Firms",
    }
