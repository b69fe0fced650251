"""``<!-- changes -->``: additions and corrections, newest first; CHANGELOG.md comes from the same entries."""

from __future__ import annotations

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import Change
from refdesk.html.text import address, escape, join


class Changes(FileBlock):
    """Dated changes as a list."""

    data = "changes"

    def render(self, desk: Desk, _: str) -> str:
        """The changes as HTML."""
        entries = desk.library.entries("changes", Change).values()
        items = join(_entry(desk, entry) for entry in sorted(entries, key=lambda entry: entry.date, reverse=True))
        return f'<ul class="rd-changes">{items}</ul>'


def _entry(desk: Desk, entry: Change) -> str:
    text = desk.field("changes", entry.id, "text")
    page = f" ({desk.page_link(entry.page)})" if entry.page else ""
    return (
        f'<li id="change-{address(entry.id)}"><time datetime="{entry.date}">{spoken_date(entry.date)}</time>, '
        f"{escape(entry.kind)}: {text}{page}</li>"
    )
