"""``refdesk changelog``: CHANGELOG.md, written from docs/data/changes.yml."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.data.library import Library
from refdesk.data.models import Change
from refdesk.data.plain_text import plain_text
from refdesk.site.site import load_site

NAME = "CHANGELOG.md"
_HEAD = "# Changelog\n\nWritten from `docs/data/changes.yml` by `make changelog`; the site shows the same list.\n"


def changelog(library: Library) -> str:
    """The changes of the site as Markdown, newest first, under a heading for each day."""
    days: dict[str, list[str]] = {}
    for change in library.entries("changes", Change).values():
        days.setdefault(change.date, []).append(f"- {change.kind.capitalize()}: {plain_text(change.text)}")
    parts = [f"## {day}\n\n" + "\n".join(lines) + "\n" for day, lines in sorted(days.items(), reverse=True)]
    return "\n".join([_HEAD, *parts])


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write CHANGELOG.md."""
    del options
    (root / NAME).write_text(changelog(load_site(root).library), encoding="utf-8")
    say(f"{NAME} written")
    return 0
