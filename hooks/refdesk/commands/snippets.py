"""``refdesk snippets``: let an editor complete the keys, terms and values of the data."""

import json
from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.data.library import load_library
from refdesk.data.series import path_of
from refdesk.data.soundness import sound_library
from refdesk.data.values import Value, find_value
from refdesk.files.checkout import DOCS
from refdesk.files.writing import write_whole

_FILE = ".vscode/refdesk.code-snippets"


@click.command()
@root_option
def command(root: Path) -> int:
    """Write the keys, terms and values of the data as snippets, which VS Code lists at
    Ctrl+Space.
    """
    library = sound_library(load_library(root / DOCS))
    sources, terms = library.sources.values(), library.terms.values()
    said: list[tuple[str, ...]]  # what is written, what it stands for, by what else it is found
    said = [
        (f"[@{one.id}]", f"{one.publisher}, {one.issued or 'undated'}", f"[@{one.title}]")
        for one in sources
    ]
    said += [(f"(term:{one.id})", one.en, f"(term:{one.zh})") for one in terms]
    for series in library.series.values():
        figures = [name for name in series.spec.columns if name not in series.spec.key]
        for path in (path_of(series.id, key, name) for key in series.rows for name in figures):
            value = find_value(library, path)
            said += [(f"(value:{path})", f"{value}")] if isinstance(value, Value) else []
    snippets = {
        body: {
            "scope": "markdown,yaml",
            "prefix": [body, *names],
            "body": body,
            "description": text,
        }
        for body, text, *names in said
    }
    write_whole(root / _FILE, json.dumps(snippets, ensure_ascii=False))
    click.echo(f"{_FILE}: {len(snippets)} keys, terms and values")
    return 0
