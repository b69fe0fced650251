"""``<!-- changes -->``: additions and corrections, newest first; ``<!-- changes: latest -->``: the newest few.

CHANGELOG.md comes from the same entries.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import Change
from refdesk.html.text import escape, join

_LATEST = 4  # how many changes the home page shows


class Changes(FileBlock, marker="changes"):
    """Dated changes as a list."""

    shown: ClassVar[Mapping[str, Sequence[str]]] = {"": ("changes",), "latest": ("changes",)}

    def render(self, desk: Desk, name: str) -> str:
        """The changes as HTML."""
        entries = sorted(desk.library.entries("changes", Change).values(), key=lambda one: one.date, reverse=True)
        items: list[str] = []
        for entry in entries[: _LATEST if name else None]:
            page = f" ({desk.page_link(entry.page)})" if entry.page else ""
            when = f'<time datetime="{entry.date}">{spoken_date(entry.date)}</time>'
            text = f"{escape(entry.kind)}: {desk.field('changes', entry.id, 'text')}{page}"
            items.append(f'<li id="change-{escape(entry.id)}">{when}, {text}</li>')
        return f'<ul class="rd-changes">{join(items)}</ul>'
