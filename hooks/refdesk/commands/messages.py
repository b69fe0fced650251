"""``refdesk messages LANGUAGE [PAGE…]``: bring the translations up to date with the pages and data."""

from collections.abc import Sequence
from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.contribute.messages import texts_to_translate
from refdesk.files.catalog import LOCALES, translations_of, updated
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.files.writing import write_together
from refdesk.problems.report import line_of
from refdesk.site.site import in_language, load_site


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
    uris = [*dict.fromkeys([*in_language(site, language).translations, *named])]
    docs_dir = site.config.docs_dir
    texts: dict[Path, str] = {}
    for path, wanted in texts_to_translate(site, uris).items():
        known = translations_of(docs_dir, language, path)
        for problem in known.problems if known is not None else ():
            raise UnusableSiteError(line_of(problem))
        texts[docs_dir / LOCALES / language / path] = updated(known.file if known else None, language, wanted)
    write_together(texts)
    click.echo(f"Written: {len(texts)} files in {DOCS}/{LOCALES}/{language}")
    return 0
