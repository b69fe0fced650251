"""``refdesk repeated``: list the quotations and numbers that stand on several pages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from refdesk.commands import root_option
from refdesk.pages.page import Page
from refdesk.site.site import Site, load_site


@click.command()
@click.option(
    "--above",
    default=2,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="List what stands on more than N pages.",
)
@root_option
def command(root: Path, above: int) -> int:
    """List quotations and checked numbers that stand on several pages, the most frequent first.

    Each finding has one home, which tells it in full; other pages have a clause and a link. Pages
    that describe the site itself, and those of single series, are left out.
    """
    found = repeated(load_site(root), above)
    for name, pages in found.items():
        click.echo(f"{len(pages)} pages: {name}")
        click.echo(f"    {', '.join(pages)}")
    click.echo(f"{len(found)} quotations and numbers stand on more than {above} pages")
    return 0


def repeated(site: Site, above: int) -> Mapping[str, list[str]]:
    """Return each quotation and number that stands on more than some pages, with these pages."""
    pages: dict[str, list[str]] = {}
    for uri, page in site.pages.items():
        if not (page.is_about_site or site.config.is_off_menu(uri)):
            for name in dict.fromkeys(_told(page)):
                pages.setdefault(name, []).append(uri)
    several = [(name, uris) for name, uris in pages.items() if len(uris) > above]
    return dict(sorted(several, key=lambda item: -len(item[1])))


def _told(page: Page) -> Iterator[str]:
    """Yield what a page quotes and which cells of the data it states."""
    for kind, target in page.references():
        if kind == "citation" and target.words:
            yield f"“{target.words}” [@{target.name}]"
        elif kind == "value":
            yield f"value:{target.name}"
