"""``refdesk import FILE…``: add the sources of other people's bibliographies, each as a file in
docs/data/sources/.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

import click

from refdesk.commands import root_option
from refdesk.contribute.formats import Item, read_items
from refdesk.contribute.proposals import Proposals
from refdesk.contribute.sources import as_source, left_out
from refdesk.contribute.writing import Draft, checked_date
from refdesk.data.fields import TODO
from refdesk.data.library import load_library
from refdesk.data.models import Source, SourceExtra
from refdesk.data.source_files import LARGE_FILE, as_own_file, own_file
from refdesk.files.checkout import DOCS, UnusableSiteError


def _choice(field: str) -> click.Choice[str]:
    return click.Choice(get_args(SourceExtra.model_fields[field].annotation))


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
@click.option("--kind", type=_choice("kind"), help="What kind of source all of them are.")
@click.option("--read", type=_choice("read"), help="How all of them were read.")
@click.option(
    "--accessed",
    metavar="DAY",
    default=TODO,
    help="When they were read, where a file does not say it.",
)
@root_option
def command(
    root: Path, names: Sequence[str], kind: str | None, read: str | None, accessed: str
) -> int:
    """Add sources from other bibliographies. A FILE ends in .bib, .ris, .json or .yml; a mistake in
    one stops all.
    """
    if accessed != TODO:
        checked_date(accessed)
    file = load_library(root / DOCS).files.get("sources")
    if file is None or not file.readable:
        raise UnusableSiteError(file.problems[0] if file else f"there is no {LARGE_FILE}")
    known = {mark: str(item.get("id")) for _, item in file.items for mark in _marks(item, item)}
    proposals = Proposals(cast("Iterable[Source]", file.entries.values()))
    new: dict[str, str] = {}
    items = [(name, item, as_source(item)) for name in names for item in read_items(Path(name))]
    for name, item, entry in items:
        proposed: list[str] = []
        if not isinstance(item.get("custom"), dict):
            entry["custom"] |= {"kind": kind or TODO, "read": read or TODO}
            proposed = [*proposals.fill(entry)]
        entry["accessed"] = entry["accessed"].replace(TODO, accessed)
        marks = [*_marks(entry, item)]
        same = next((mark for mark in marks if mark in known), None)
        if same is not None:
            click.echo(
                f"{name}: '{entry['title']}' is there already: {known[same]} has the same {same[0]}"
            )
            continue
        first, number = entry["id"], 1
        while entry["id"] in new or entry["id"] in file.paths:
            number += 1
            entry["id"] = f"{first}-{number}"
        # the chapters of a book may share its address, but no DOI
        known |= {mark: entry["id"] for mark in marks if mark[0] != "address"}
        new[entry["id"]] = as_own_file(entry)
        click.echo(f"{name}: '{entry['title']}' is new: {entry['id']}")
        if proposed:
            click.echo(f"{name}: {entry['id']} has by proposal: {', '.join(proposed)}")
        if others := proposals.alike(entry):
            click.echo(f"{name}: {entry['id']} may be another name of {', '.join(others)}")
        if lost := [*left_out(item, entry)]:
            click.echo(
                f"{name}: {entry['id']} has no field for all that stands in {', '.join(lost)}"
            )
    if new:
        draft = Draft(root)
        for key, text in new.items():
            draft.put(own_file(key), text)
        draft.write_and_tell()
    return 0


def _marks(source: Mapping[str, Any], item: Item) -> Iterator[tuple[str, str]]:
    """Yield what no two sources share: address; DOI, also as address; title with date; the id, if
    it is the item's.
    """
    address = (
        str(source.get("URL") or "").casefold().partition("://")[2].removeprefix("www.").rstrip("/")
    )
    doi = str(source.get("DOI") or "").casefold()
    yield from (("address", mark) for mark in (address, doi and f"doi.org/{doi}") if "/" in mark)
    if doi:
        yield "DOI", doi
    if source.get("title") != TODO:
        yield "title and date", f"{source.get('title')} ({source.get('issued')})".casefold()
    if source.get("id") == item.get("id"):
        yield "id", str(source.get("id"))
