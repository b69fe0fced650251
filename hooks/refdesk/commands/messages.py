"""``refdesk messages LANGUAGE [PAGE…]``: bring the translations up to date with the pages and data."""

from collections.abc import Sequence
from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.contribute.messages import texts_to_translate
from refdesk.files.catalog import LOCALES, po_path, updated
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.files.writing import write_together
from refdesk.site.site import load_site


@click.command()
@click.argument("language", metavar="LANGUAGE")
@click.argument("added", nargs=-1, metavar="[PAGE]...")
@root_option
def command(root: Path, language: str, added: Sequence[str]) -> int:
    """Write what is to be translated into docs/locale/LANGUAGE, for pages that stand there, and for those named."""
    site = load_site(root)
    named = [uri.removeprefix(f"{DOCS}/") for uri in added]
    for uri in named:
        if uri not in site.pages:
            raise UnusableSiteError(f"there is no page '{uri}'")
    known = site.translations.get(language, {})
    for problem in (problem for one in known.values() for problem in one.problems):
        raise UnusableSiteError(problem)
    uris = [uri for uri in site.pages if po_path(uri) in known or uri in named]
    folder = site.config.docs_dir / LOCALES / language
    texts = {
        folder / path: updated(known[path].file if path in known else None, language, wanted)
        for path, wanted in texts_to_translate(site, language, uris).items()
    }
    write_together(texts)
    click.echo(f"Written: {len(texts)} files in {DOCS}/{LOCALES}/{language}")
    return 0
