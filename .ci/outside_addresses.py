"""Asks the address of every source whether its text is still there, and a web archive for a copy of
it; records both in docs/data/addresses_seen.yml.

``outside_addresses.py [ROOT] [--archive HOST] [--minutes N]`` prints a report in Markdown. A host
is asked for one address at a time; an answer that turns programs away says nothing of the page.
What came is written at once: after a stop the next start asks for the rest.
"""

from __future__ import annotations

import argparse
import datetime
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from refdesk.data.library import load_library
from refdesk.data.models import SeenAddress, Source
from refdesk.files.progress import progress
from refdesk.files.web_address import unsafe
from refdesk.files.writing import write_whole
from web_archive import ArchiveError, Copy, WebArchive
from web_pages import Answer, ask

RECORD = "docs/data/addresses_seen.yml"
HOSTS_AT_ONCE, PAUSE = 16, 1.0  # seconds between two questions to a host
TRIES = 3  # of a host with many addresses that does not answer at all: each more would cost as long
RECENT = 7  # days for which an answer is not asked for again
MINUTES = 40  # for which copies are asked for; the rest waits for the next time


def today() -> str:
    """Today, in UTC."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


class Record:
    """What is known of the address of each source, in a file that is written with each change."""

    def __init__(self, root: Path) -> None:
        library = load_library(root / "docs")
        self.path = root / RECORD
        self.sources = {
            source.id: source
            for source in library.sources.values()
            if source.address and unsafe(source.address) is None
        }
        known = library.entries(SeenAddress)
        self.entries = {
            source_id: known[source_id]
            for source_id, source in self.sources.items()
            if source_id in known and known[source_id].address == source.address
        }

    def of(self, source: Source) -> SeenAddress:
        """What is known of the address of a source, which is nothing at first."""
        empty = SeenAddress.model_construct(id=source.id, address=source.address)
        return self.entries.get(source.id, empty)

    def change(self, source: Source, **fields: object) -> None:
        """Change what is known of the address of a source."""
        self.entries[source.id] = self.of(source).model_copy(update=fields)

    def write(self) -> None:
        """Write the file, in order of the ids, below its comments."""
        lines = self.path.read_text(encoding="utf-8").splitlines(keepends=True)
        comments = "".join(line for line in lines if line.startswith("#"))
        entries = [
            self.entries[source_id].model_dump(exclude_defaults=True)
            for source_id in sorted(self.entries)
        ]
        text = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=1000)
        write_whole(self.path, comments + text)


# --- whether the texts are there ------------------------------------------------------------------


def ask_pages(record: Record) -> dict[str, Answer]:
    """Ask for the addresses that were not asked for of late; return the answers by source."""
    since = datetime.date.fromisoformat(today()) - datetime.timedelta(days=RECENT)
    hosts: dict[str, list[Source]] = {}
    for source in record.sources.values():
        known = record.entries.get(source.id)
        if known is None or known.asked < since.isoformat():
            hosts.setdefault(urlsplit(source.address or "").netloc, []).append(source)
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        waiting = [pool.submit(ask_in_turn, of_host, record) for of_host in hosts.values()]
        for done in progress(as_completed(waiting), "Asking hosts"):
            found = done.result()
            answers |= found
            for source_id, answer in found.items():
                note(record, record.sources[source_id], answer)
            record.write()
    return answers


def ask_in_turn(sources: Iterable[Source], record: Record) -> dict[str, Answer]:
    """What came of the addresses of one host; where the first ones had no answer, the others are
    not asked.
    """
    found: dict[str, Answer] = {}
    of_address: dict[str, Answer] = {}
    for source in sources:
        address = source.address or ""
        if address not in of_address:
            is_silent = all(answer.state == "silent" for answer in of_address.values())
            if len(of_address) >= TRIES and is_silent:
                found[source.id] = Answer("silent", "no answer: the host was silent before")
                continue
            if of_address:
                time.sleep(PAUSE)
            title = "" if source.custom.title_note else source.title
            was_titled = record.of(source).titled
            of_address[address] = ask(address, title, was_titled=was_titled)
        found[source.id] = of_address[address]
    return found


def note(record: Record, source: Source, answer: Answer) -> None:
    """Record what came of an address; one that did not say leaves what is known of it."""
    record.change(source, asked=today())
    match answer.state:
        case "there":
            record.change(source, seen=today(), titled=answer.is_titled, gone=None)
        case "gone":
            record.change(source, gone=record.of(source).gone or today())


# --- copies in an archive -------------------------------------------------------------------------


def ask_for_copies(record: Record, archive: WebArchive, minutes: float) -> str:
    """Ask for a copy of each address that has none; return why it ended early, '' where it did not.

    Those that were looked for longest ago come first.
    """
    end = time.monotonic() + 60 * minutes
    without = [source for source in record.sources.values() if record.of(source).archived is None]
    without.sort(key=lambda source: record.of(source).looked or "")
    for source in progress(without, "Asking for copies"):
        if time.monotonic() > end:
            return f"{minutes:g} minutes were over"
        try:
            copy = copy_of(source, archive, is_there=record.of(source).gone is None)
        except ArchiveError as error:
            return f"the archive refuses: {error}"
        record.change(source, looked=today())
        if copy is not None:
            record.change(source, archived=copy.address, archived_on=copy.day)
        record.write()
    return ""


def copy_of(source: Source, archive: WebArchive, *, is_there: bool) -> Copy | None:
    """Return the copy of a source nearest to the day of reading, or else a new one."""
    address = source.address or ""
    found = archive.nearest(address, source.accessed, earliest=source.issued or "")
    return archive.save(address) if found is None and is_there else found


# --- the command ----------------------------------------------------------------------------------


def report(record: Record, answers: Mapping[str, Answer], stopped: str) -> Iterator[str]:
    """What was found, line by line."""
    there = [answer for answer in answers.values() if answer.state == "there"]
    yield f"## {len(there)} of {len(answers)} addresses answered\n"
    copies = [one for one in record.entries.values() if one.archived]
    yield f"{len(copies)} of {len(record.sources)} have an archived copy.\n"
    if stopped:
        yield f"Copies were not asked for to the end: {stopped}. The next start goes on.\n"
    others = [(one.said, source_id) for source_id, one in answers.items() if one.state != "there"]
    for said, source_id in sorted(others):
        yield f"- `{source_id}`: {said}: <{record.sources[source_id].address}>"


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, write the record, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", default=".", type=Path)
    parser.add_argument("--archive", help="a host that stands for the Web Archive, in a test")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="to ask for copies")
    given = parser.parse_args(arguments)
    archive = WebArchive(given.archive, given.archive, 0, 0) if given.archive else WebArchive()
    record = Record(given.root.resolve())
    answers = ask_pages(record)
    stopped = ask_for_copies(record, archive, given.minutes)
    record.write()
    print("\n".join(report(record, answers, stopped)))


if __name__ == "__main__":
    main()
