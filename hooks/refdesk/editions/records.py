"""``refdesk changelog`` and ``refdesk addresses``: write the two generated files of the repository.

CHANGELOG.md comes from docs/data/changes.yml; docs/data/addresses.txt holds all addresses that were ever published.
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.check import check, render_pages
from refdesk.data.library import Library
from refdesk.data.models import Change
from refdesk.data.plain_text import plain_text
from refdesk.files.checkout import DOCS
from refdesk.problems.report import as_text
from refdesk.site.addresses import NAME as ADDRESSES
from refdesk.site.addresses import address_list
from refdesk.site.site import load_site

CHANGELOG = "CHANGELOG.md"
_HEAD = "# Changelog\n\nWritten from `docs/data/changes.yml` by `make changelog`; the site shows the same list.\n"


def changelog(library: Library) -> str:
    """Returns the changes of the site as Markdown, newest first, under a heading for each day."""
    days: dict[str, list[str]] = {}
    for change in library.entries("changes", Change).values():
        days.setdefault(change.date, []).append(f"- {change.kind.capitalize()}: {plain_text(change.text)}")
    parts = [f"## {day}\n\n" + "\n".join(lines) + "\n" for day, lines in sorted(days.items(), reverse=True)]
    return "\n".join([_HEAD, *parts])


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Writes one of the two files; reports the problems of a site in place of its addresses."""
    site = load_site(root)
    if options.command == "changelog":
        (root / CHANGELOG).write_text(changelog(site.library), encoding="utf-8")
        say(f"{CHANGELOG} written")
        return 0
    report = check(site)
    say(as_text(report))
    if not report.failed:
        ids = {uri: page.ids for uri, page in render_pages(site)[0].items()}
        (root / DOCS / "data" / ADDRESSES).write_text(address_list(site.addresses, ids), encoding="utf-8")
    return int(report.failed)
