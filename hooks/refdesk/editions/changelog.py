"""CHANGELOG.md, written from docs/data/changes.yml: ``python -m refdesk.editions.changelog [ROOT]`` prints it."""

from __future__ import annotations

import sys
from pathlib import Path

from refdesk.data.library import Library, load_library
from refdesk.data.models import Change
from refdesk.data.plain_text import plain_text
from refdesk.files.checkout import find_root
from refdesk.files.mkdocs_yml import load_config

_HEAD = "# Changelog\n\nWritten from `docs/data/changes.yml` by `make changelog`; the site shows the same list.\n"


def changelog(library: Library) -> str:
    """The changes of the site as Markdown, newest first, under a heading for each day."""
    days: dict[str, list[str]] = {}
    for change in library.entries("changes", Change).values():
        days.setdefault(change.date, []).append(f"- {change.kind.capitalize()}: {plain_text(change.text)}")
    parts = [f"## {day}\n\n" + "\n".join(lines) + "\n" for day, lines in sorted(days.items(), reverse=True)]
    return "\n".join([_HEAD, *parts])


if __name__ == "__main__":
    config = load_config(Path(sys.argv[1]) if len(sys.argv) > 1 else find_root(Path.cwd()))
    sys.stdout.write(changelog(load_library(config.docs_dir, config.docs_shown)))
