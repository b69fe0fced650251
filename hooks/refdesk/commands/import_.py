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
from refdesk.data.entries import EntryFile
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
    file = _readable_sources(root)
    proposals = Proposals(cast("Iterable[Source]", file.entries.values()))
    known = _Known(file)
    new: dict[str, str] = {}
    items = [(name, item, as_source(item)) for name in names for item in read_items(Path(name))]
    for name, item, entry in items:
        proposed: list[str] = []
        if not isinstance(item.get("custom"), dict):
            entry["custom"] |= {"kind": kind or TODO, "read": read or TODO}
            proposed = [*proposals.fill(entry)]
        entry["accessed"] = entry["accessed"].replace(TODO, accessed)
        marks = [*_marks(entry, item)]
        if (same := known.same_as(marks)) is not None:
            click.echo(f"{name}: '{entry['title']}' is there already: {same}")
            continue
        entry["id"] = known.free_id(entry["id"])
        known.add(entry["id"], marks)
        new[entry["id"]] = as_own_file(entry)
        click.echo(f"{name}: '{entry['title']}' is new: {entry['id']}")
        others, lost = proposals.alike(entry), [*left_out(item, entry)]
        for doubt in _doubts(proposed, others, lost):
            click.echo(f"{name}: {entry['id']} {doubt}")
    if new:
        draft = Draft(root)
        for key, text in new.items():
            draft.put(own_file(key), text)
        draft.write_and_tell()
    return 0


def _readable_sources(root: Path) -> EntryFile[Any]:
    """Return the file of the sources; raise UnusableSiteError where it cannot be read."""
    file = load_library(root / DOCS).files.get("sources")
    if file is None:
        raise UnusableSiteError(f"there is no {LARGE_FILE}")
    if not file.readable:
        raise UnusableSiteError(file.problems[0])
    return file


class _Known:
    """The sources that are there: their ids, and what no two sources share."""

    def __init__(self, file: EntryFile[Any]) -> None:
        self.ids = {*file.paths}
        self.marks = {
            mark: str(item.get("id")) for _, item in file.items for mark in _marks(item, item)
        }

    def same_as(self, marks: Iterable[tuple[str, str]]) -> str | None:
        """Return which source has one of some marks, in words, or None."""
        mark = next((mark for mark in marks if mark in self.marks), None)
        return None if mark is None else f"{self.marks[mark]} has the same {mark[0]}"

    def free_id(self, first: str) -> str:
        """Return an id that no source has: the one given, or with a number behind it."""
        key, number = first, 1
        while key in self.ids:
            number += 1
            key = f"{first}-{number}"
        return key

    def add(self, key: str, marks: Iterable[tuple[str, str]]) -> None:
        """Add a source; the chapters of a book may share its address, but no DOI."""
        self.ids.add(key)
        self.marks |= {mark: key for mark in marks if mark[0] != "address"}


def _doubts(proposed: Sequence[str], others: Sequence[str], lost: Sequence[str]) -> Iterator[str]:
    """Yield what a person should look at in a new entry."""
    if proposed:
        yield f"has by proposal: {', '.join(proposed)}"
    if others:
        yield f"may be another name of {', '.join(others)}"
    if lost:
        yield f"has no field for all that stands in {', '.join(lost)}"


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
