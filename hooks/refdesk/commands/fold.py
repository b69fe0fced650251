"""``refdesk fold``: put the sources that have files of their own into docs/data/sources.yml."""

from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.contribute.writing import Draft
from refdesk.data.library import load_library
from refdesk.data.source_files import LARGE_FILE, folded
from refdesk.files.checkout import DOCS, UnusableSiteError


@click.command()
@root_option
def command(root: Path) -> int:
    """Put the sources that have files of their own into the file of all sources, in its order, and
    remove their files.
    """
    sources = load_library(root / DOCS).files["sources"]
    for problem in sources.problems:
        raise UnusableSiteError(problem)
    if not sources.others:
        click.echo("No source has a file of its own.")
        return 0
    draft = Draft(root)
    draft.put(LARGE_FILE, folded(sources))
    for yaml in sources.others.values():
        draft.put(yaml.file.path, None)
    draft.write_and_tell()
    return 0
