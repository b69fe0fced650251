"""Which checkout a command is about."""

from pathlib import Path

import click

from refdesk.problems.problem import Problem
from refdesk.problems.report import line_of

CONFIG = "mkdocs.yml"
DOCS = "docs"  # beside mkdocs.yml: pages, data, pictures
SPELLING = f"{DOCS}/data/spelling.txt"  # the words that the checker of spelling does not know
CACHE = Path(".cache") / "refdesk"  # below the root of a checkout: what is kept from one run to the next


class UnusableSiteError(click.ClickException):
    """The site cannot be read at all, which ends a command with one line; ``problem`` where that has a place."""

    def __init__(self, reason: str | Problem) -> None:
        super().__init__(reason if isinstance(reason, str) else line_of(reason))
        self.problem = None if isinstance(reason, str) else reason


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` that holds mkdocs.yml; UnusableSiteError when there is none."""
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise UnusableSiteError(f"no {CONFIG} in {start} or above it; name a checkout with --root")
