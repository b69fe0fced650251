"""``<!-- editions -->``: the dated editions of the site, newest first, with what identifies their files."""

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.models import Edition


class Editions(FileBlock, marker="editions"):
    """The dated editions, newest first."""

    def render(self, desk: Desk, _: str) -> str:
        """Return the editions as HTML."""
        entries = desk.library.entries(Edition).values()
        return fill("editions.html", editions=sorted(entries, key=lambda entry: entry.id, reverse=True))
