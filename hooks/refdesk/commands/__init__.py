"""The commands of ``refdesk``: each module is one, with its options, and is found by its name (less ``_`` at its end).

A command returns its exit status: 0 (clean), 1 (problems), 2 by raising UnusableSiteError.
"""

from pathlib import Path

import click

from refdesk.check import check as check_site
from refdesk.files.checkout import find_root
from refdesk.problems.report import as_text
from refdesk.site.site import Site

root_option = click.option(
    "--root",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    default=lambda: find_root(Path.cwd()),
    help="The checkout (default: the folder that holds mkdocs.yml).",
)
dist_option = click.option("--out", metavar="DIR", default="dist", help="The folder to write into (default: dist).")


def is_sound(site: Site) -> bool:
    """Return whether a check finds no mistake in a site; otherwise print its report."""
    report = check_site(site)
    if report.failed:
        click.echo(as_text(report))
    return not report.failed
