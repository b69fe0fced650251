"""``refdesk export``: write all data as CSV, JSON, BibTeX and CSL-JSON."""

from pathlib import Path

import click

from refdesk.commands import is_sound, root_option
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.progress import progress
from refdesk.files.writing import write_folder
from refdesk.publish.downloads import everything
from refdesk.publish.faults import told_at
from refdesk.site.site import load_site


@click.command()
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    help="The folder to write, which must not exist or be empty.",
)
@root_option
def command(root: Path, out: str) -> int:
    """Write all data as CSV, JSON, BibTeX and CSL-JSON."""
    site, folder = load_site(root), Path(out)
    try:
        if folder.resolve().is_relative_to(site.config.docs_dir):
            raise UnusableSiteError(f"'{out}' is inside the documentation folder")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnusableSiteError(f"'{out}' exists and is not an empty folder")
        if not is_sound(site):
            return 1
        with told_at(site.library):
            files = everything(site)
        contents = (
            (path, one.read_bytes() if isinstance(one, Path) else one)
            for path, one in files.items()
        )
        write_folder(folder.resolve(), progress(contents, "Writing files"))
    except (OSError, RuntimeError, ValueError) as error:
        raise UnusableSiteError(f"'{out}' cannot be written: {error}") from None
    click.echo(f"{len(files)} files written to {out}")
    return 0
