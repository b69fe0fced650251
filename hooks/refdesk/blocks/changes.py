"""``<!-- changes -->``: additions and corrections, newest first; ``<!-- changes: latest -->``: the newest few.

CHANGELOG.md comes from the same entries.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.models import Change

_LATEST = 4  # how many changes the home page shows


class Changes(FileBlock, marker="changes"):
    """What has changed, newest first; with the name `latest`, the newest few."""

    shown: ClassVar[Mapping[str, Sequence[str]]] = {"": ("changes",), "latest": ("changes",)}

    def render(self, desk: Desk, name: str) -> str:
        """Return the changes as HTML."""
        entries = sorted(desk.library.entries(Change).values(), key=lambda one: one.date, reverse=True)
        return fill("changes.html", desk=desk, changes=entries[: _LATEST if name else None])
