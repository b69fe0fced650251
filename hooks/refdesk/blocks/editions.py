"""``<!-- editions -->``: the dated editions of the site, newest first, with what identifies their files."""

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import Edition
from refdesk.html.text import address, escape, join

_FILES = {"offline": "offline bundle", "pdf": "PDF", "data": "data archive"}


class Editions(FileBlock, marker="editions"):
    """Editions as a list."""

    def render(self, desk: Desk, _: str) -> str:
        """The editions as HTML."""
        entries = desk.library.entries("editions", Edition).values()
        if not entries:
            return '<p class="rd-none">No edition has been released yet.</p>'
        items = join(_entry(entry) for entry in sorted(entries, key=lambda entry: entry.id, reverse=True))
        return f'<ul class="rd-editions">{items}</ul>'


def _entry(entry: Edition) -> str:
    digests = join(
        f"<li>SHA-256 of the {label}&#58; <code>{getattr(entry, name)}</code></li>" for name, label in _FILES.items()
    )
    return (
        f'<li id="edition-{address(entry.id)}"><time datetime="{entry.id}">{spoken_date(entry.id)}</time>&#58; '
        f"<strong>{escape(entry.title)}</strong>. {escape(entry.contents)} "
        f"Release <code>edition-{entry.id}</code>.<ul>{digests}</ul></li>"
    )
