"""``refdesk pdf``: write the whole site as one PDF."""

from pathlib import Path

import click

from refdesk.book.press import pdf
from refdesk.commands import dist_option, edition_of, is_sound, root_option, told
from refdesk.files.writing import write_whole
from refdesk.site.site import load_site

NAME = "from-0-to-1.pdf"


@click.command()
@dist_option
@root_option
def command(root: Path, out: str) -> int:
    """Write the whole site as one PDF."""
    site = load_site(root)
    edition = edition_of(site)
    if not is_sound(site):
        return 1
    path = root / out / NAME
    write_whole(path, pdf(site, edition))
    return told(path, edition)
