"""``refdesk check``: validate every reference."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from refdesk.check import check_root
from refdesk.commands import root_option
from refdesk.files.checkout import UnusableSiteError
from refdesk.fix import fix_root
from refdesk.problems.report import FORMATS, Report


@click.command()
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), default="text", help="How to report."
)
@click.option("--fix", is_flag=True, help="First make, and show, the changes that leave no choice.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@root_option
def command(root: Path, form: str, paths: Sequence[str], *, fix: bool) -> int:
    """Validate every reference. Where some files or folders are named, report on these only."""
    wanted = _relative(root, paths) if paths else ["."]
    if fix:
        for change in fix_root(root, wanted):
            click.echo(change, err=form != "text")
    try:
        report = check_root(root).only(wanted)
    except UnusableSiteError as error:
        if form == "github" and error.problem is not None:
            click.echo(FORMATS[form](Report((error.problem,), pages=0, references=0)))
        raise
    click.echo(FORMATS[form](report))
    return int(report.failed)


def _relative(root: Path, paths: Sequence[str]) -> list[str]:
    """Return the paths as reports write them: relative to the root; given from here, or from the
    root.
    """
    found: list[str] = []
    for path in paths:
        places = (Path(os.path.normpath(base / path)) for base in (Path.cwd(), root))
        inside = next(
            (place for place in places if os.path.lexists(place) and place.is_relative_to(root)),
            None,
        )
        if inside is None:
            raise UnusableSiteError(f"there is no file or folder '{path}' in {root}")
        found.append(inside.relative_to(root).as_posix())
    return found
