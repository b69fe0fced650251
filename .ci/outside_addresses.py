"""Asks the address of every source whether it still answers, and records the day in
docs/data/addresses_seen.yml.

``outside_addresses.py [ROOT]`` prints a report in Markdown. A host is asked for one address at a
time. An answer that turns programs away says nothing of the page: the record stays as it was.
"""

from __future__ import annotations

import datetime
import http.client
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from refdesk.data.library import load_library
from refdesk.data.models import SeenAddress
from refdesk.files.progress import progress
from refdesk.files.web_address import unsafe
from refdesk.files.writing import write_whole
from refdesk.problems.report import printable

RECORD = "docs/data/addresses_seen.yml"
HOSTS_AT_ONCE, PAUSE, PATIENCE = 16, 1.0, 30.0  # the last two in seconds
TRIES = 3  # of a host with many addresses that does not answer at all: each more would cost as long
SILENT = "no answer: "
TURNED_AWAY = {401, 403, 405, 406, 412, 418, 429, 451, 500, 502, 503, 504, 521, 567}
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; refdesk, looks whether cited pages are still there)"
}


class OnlyOutside(urllib.request.HTTPRedirectHandler):
    """Follows a host that leads on, but only to an address that a source may have."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        if (slip := unsafe(newurl)) is not None:
            raise urllib.error.URLError(f"it leads on, and {slip.message}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = urllib.request.build_opener(OnlyOutside)


def ask(address: str) -> str:
    """'alive', or what came instead: for one that turns programs away, 'no answer for programs'."""
    spelled = quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")
    request = urllib.request.Request(spelled, headers=HEADERS)  # noqa: S310
    try:
        with OPENER.open(request, timeout=PATIENCE) as answer:
            answer.read(1)
            return "alive"
    except urllib.error.HTTPError as error:
        return "no answer for programs" if error.code in TURNED_AWAY else f"status {error.code}"
    except (OSError, ValueError, http.client.HTTPException) as error:
        return SILENT + printable(
            str(getattr(error, "reason", "") or error or type(error).__name__)
        )


def ask_in_turn(addresses: list[str]) -> dict[str, str]:
    """What came of some addresses of one host; where the first ones had no answer, the others are
    not asked.
    """
    found: dict[str, str] = {}
    for address in addresses:
        if len(found) >= TRIES and all(answer.startswith(SILENT) for answer in found.values()):
            found[address] = f"{SILENT}the host was silent before"
            continue
        if found:
            time.sleep(PAUSE)
        found[address] = ask(address)
    return found


def ask_all(addresses: list[str]) -> dict[str, str]:
    """What came of every address; hosts are asked side by side."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc, []).append(address)
    found: dict[str, str] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        waiting = [pool.submit(ask_in_turn, of_host) for of_host in hosts.values()]
        for done in progress(as_completed(waiting), "Asking hosts"):
            found |= done.result()
    return found


def record(
    asked: Mapping[str, str], found: Mapping[str, str], known: Mapping[str, SeenAddress]
) -> Iterator[str]:
    """The entries of the record: what answered today, and what is known of the same address from
    before.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for source_id, address in sorted(asked.items()):
        before = known.get(source_id)
        seen = before.seen if before is not None and before.address == address else ""
        if found[address] == "alive":
            seen = today
        if seen:
            yield f'- id: {source_id}\n  address: "{address}"\n  seen: "{seen}"\n'


def main() -> None:
    """Ask, write the record, report."""
    root = Path(*sys.argv[1:2]).resolve()
    library = load_library(root / "docs")
    asked = {source.id: source.address for source in library.sources.values() if source.address}
    found = ask_all(list(dict.fromkeys(asked.values())))
    path = root / RECORD
    comments = "".join(
        f"{line}\n"
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    )
    entries = "".join(record(asked, found, library.entries(SeenAddress)))
    write_whole(path, comments + (entries or "[]\n"))
    silent = {
        source_id: found[address]
        for source_id, address in asked.items()
        if found[address] != "alive"
    }
    print(f"## {len(asked) - len(silent)} of {len(asked)} addresses answered\n")
    for source_id, answer in sorted(silent.items(), key=lambda item: item[::-1]):
        print(f"- `{source_id}`: {answer}: <{asked[source_id]}>")


if __name__ == "__main__":
    main()
