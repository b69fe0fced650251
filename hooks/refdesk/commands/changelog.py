"""``refdesk changelog``: write CHANGELOG.md from docs/data/changes.yml."""

from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.data.library import Library
from refdesk.data.models import Change
from refdesk.files.references import plain_text
from refdesk.files.writing import write_whole
from refdesk.site.site import load_site

CHANGELOG = "CHANGELOG.md"
_HEAD = (
    "# Changelog\n\nWritten from `docs/data/changes.yml` by `make changelog`; the site "
    "shows the same list.\n"
)


@click.command()
@root_option
def command(root: Path) -> int:
    """Write CHANGELOG.md from docs/data/changes.yml."""
    write_whole(root / CHANGELOG, changelog(load_site(root).library))
    click.echo(f"{CHANGELOG} written")
    return 0


def changelog(library: Library) -> str:
    """Return the changes of the site as Markdown, newest first, under a heading for each day."""
    days: dict[str, list[str]] = {}
    for change in library.entries(Change).values():
        days.setdefault(change.date, []).append(
            f"- {change.kind.capitalize()}: {plain_text(change.text)}"
        )
    parts = [
        f"## {day}\n\n" + "\n".join(lines) + "\n"
        for day, lines in sorted(days.items(), reverse=True)
    ]
    return "\n".join([_HEAD, *parts])
