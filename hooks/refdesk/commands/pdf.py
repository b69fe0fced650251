"""``refdesk pdf``: write the whole site as one PDF."""

from pathlib import Path

import click

from refdesk.book.press import pdf
from refdesk.commands import dist_option, is_sound, root_option
from refdesk.files.writing import write_whole
from refdesk.site.edition import site_and_edition

NAME = "from-0-to-1.pdf"


@click.command()
@dist_option
@root_option
def command(root: Path, out: str) -> int:
    """Write the whole site as one PDF."""
    return write(root, root / out)


def write(root: Path, folder: Path) -> int:
    """Write the PDF of a checkout into a folder and return the exit status."""
    site, edition = site_and_edition(root)
    if not is_sound(site):
        return 1
    write_whole(folder / NAME, pdf(site, edition))
    click.echo(f"{folder / NAME}: edition {edition}, {(folder / NAME).stat().st_size / 1e6:.1f} MB")
    return 0
