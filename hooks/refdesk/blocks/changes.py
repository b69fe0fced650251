"""``<!-- changes -->``: what changed in the last quarter, newest first, and where the rest is
found.

CHANGELOG.md comes from the same entries.
"""

from datetime import date, timedelta

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import table_files
from refdesk.data.library import Library
from refdesk.data.models import Change

_QUARTER = timedelta(days=92)


class Changes(FileBlock, marker="changes"):
    """What changed in the last quarter, newest first, and files with all changes."""

    def render(self, desk: Desk, _name: str) -> str:
        """Return the changes of the last quarter as HTML."""
        entries, files = recent_changes(desk.library), table_files("changes", desk.language)
        return desk.fill("changes.html", entries=entries, files=files)


def recent_changes(library: Library) -> list[Change]:
    """Return the changes of the quarter that ends with the newest, which comes first."""
    changes = sorted(library.entries(Change).values(), key=_day, reverse=True)
    return [change for change in changes if _day(change) >= _day(changes[0]) - _QUARTER]


def _day(change: Change) -> date:
    """Return the day of a change, the first where only the year or month is known."""
    year, month, day, *_ = [*map(int, change.date.split("-")), 1, 1]
    return date(year, month, day)
