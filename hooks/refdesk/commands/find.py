"""``refdesk find WORD…``: find the key of a source."""

from collections.abc import Sequence
from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.data.library import load_library
from refdesk.files.checkout import DOCS
from refdesk.search.sources import find_sources

_SHOWN = 20


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@root_option
def command(root: Path, words: Sequence[str]) -> int:
    """Find a source by words of its title, publisher, authors, year or key, in English, Chinese or
    pinyin.
    """
    found = find_sources(load_library(root / DOCS), " ".join(words))
    for source in found[:_SHOWN]:
        gloss = f" [{source.custom.gloss}]" if source.custom.gloss else ""
        click.echo(
            f"[@{source.id}]  {source.publisher}, {source.issued or 'undated'}: "
            f"{source.title}{gloss}"
        )
    if len(found) > _SHOWN or not found:
        click.echo(
            f"and {len(found) - _SHOWN} more: add a word"
            if found
            else "no source has any of these words"
        )
    return int(not found)
