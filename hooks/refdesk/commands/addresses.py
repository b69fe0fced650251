"""``refdesk addresses``: add the addresses of the site to those that were published,
docs/data/addresses.txt.
"""

from pathlib import Path

import click

from refdesk.check import render_pages
from refdesk.commands import is_sound, root_option
from refdesk.files.checkout import DOCS
from refdesk.files.writing import write_whole
from refdesk.site.addresses import NAME, address_list
from refdesk.site.site import load_site


@click.command()
@root_option
def command(root: Path) -> int:
    """Add the addresses of the site to those that were published."""
    site = load_site(root)
    if not is_sound(site):
        return 1
    ids = {uri: page.ids for uri, page in render_pages(site)[0].items()}
    write_whole(root / DOCS / "data" / NAME, address_list(site.addresses, ids))
    click.echo(f"{DOCS}/data/{NAME} written")
    return 0
