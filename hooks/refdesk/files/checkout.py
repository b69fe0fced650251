"""What stands where in a checkout, and the error of one that cannot be read."""

import click

from refdesk.problems.problem import Problem
from refdesk.problems.report import line_of

CONFIG = "mkdocs.yml"
DOCS = "docs"  # beside mkdocs.yml: pages, data, pictures


class UnusableSiteError(click.ClickException):
    """The site cannot be read at all, which ends a command with one line; ``problem`` where that
    has a place.
    """

    def __init__(self, reason: str | Problem) -> None:
        super().__init__(reason if isinstance(reason, str) else line_of(reason))
        self.problem = None if isinstance(reason, str) else reason
