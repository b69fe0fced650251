"""``<!-- editions -->``: the dated editions of the site, newest first, with what identifies their files."""

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import Edition
from refdesk.html.text import escape, join

_FILES = {"offline": "offline bundle", "pdf": "PDF", "data": "data archive"}


class Editions(FileBlock, marker="editions"):
    """Editions as a list."""

    def render(self, desk: Desk, _: str) -> str:
        """The editions as HTML."""
        entries = desk.library.entries("editions", Edition).values()
        if not entries:
            return '<p class="rd-none">No edition has been released yet.</p>'
        items: list[str] = []
        for entry in sorted(entries, key=lambda entry: entry.id, reverse=True):
            digests = {label: getattr(entry, name) for name, label in _FILES.items()}
            listed = join(f"<li>SHA-256 of the {label}&#58; <code>{one}</code></li>" for label, one in digests.items())
            items.append(
                f'<li id="edition-{escape(entry.id)}"><time datetime="{entry.id}">{spoken_date(entry.id)}</time>&#58; '
                f"<strong>{escape(entry.title)}</strong>. {escape(entry.contents)} "
                f"Release <code>edition-{entry.id}</code>.<ul>{listed}</ul></li>"
            )
        return f'<ul class="rd-editions">{join(items)}</ul>'
