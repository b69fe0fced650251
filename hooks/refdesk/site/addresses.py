"""The addresses that editions have published: docs/data/addresses.txt, a page a line, its ids
indented below it.

``refdesk addresses`` adds what the site has now. None is ever taken out: a copied link must keep
working.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from refdesk.files.checkout import DOCS
from refdesk.files.text import TextFile, read_text

NAME = "addresses.txt"
_HEAD = (
    "# Every address that was published: a page, and below it its headings, rows, terms and "
    "figures.\n"
    "# Written by `make addresses`. Each of them has to keep working, if need be by an entry in "
    "redirects.yml.\n"
)
# Ids that nobody links to: they are numbered in the order of the text, or belong to a drawing. A
# figure that is gone leads to its row (links.js).
_PASSING = re.compile(
    r"cite-\d|ref-|row-.*\.|.*(?:_\d+|-note-\d+|-(?:wide|narrow)(?:-\d+)?-[td])$|references$"
)


class Addresses(NamedTuple):
    """For each page its line in the file and its ids; the file itself."""

    lines: Mapping[str, int]
    ids: Mapping[str, tuple[str, ...]]
    file: TextFile


def load_addresses(docs_dir: Path) -> Addresses:
    """Read the file of published addresses; without one, no addresses are known."""
    path, shown = docs_dir / "data" / NAME, f"{DOCS}/data/{NAME}"
    file = read_text(path, shown) if path.is_file() else TextFile(shown, "")
    lines: dict[str, int] = {}
    ids: dict[str, list[str]] = {}
    page = ""
    for number, line in enumerate(file.text.split("\n"), 1):
        if line.startswith(" ") and lines:
            ids[page].append(line.strip())
        elif line and not line.startswith("#"):
            page = line.strip()
            lines[page], ids[page] = number, []
    return Addresses(lines, {page: tuple(found) for page, found in ids.items()}, file)


def lasting(ids: Iterable[str]) -> list[str]:
    """Return the ids that readers may link to, sorted by name."""
    return sorted(
        {element_id for element_id in ids if element_id and not _PASSING.match(element_id)}
    )


def address_list(known: Addresses, present: Mapping[str, Iterable[str]]) -> str:
    """Return the content of the file: the known addresses and those that the site has now."""
    parts = [_HEAD]
    for page in sorted({*known.ids, *present}):
        parts.append(f"{page}\n")
        parts += [
            f"  {name}\n" for name in lasting([*known.ids.get(page, ()), *present.get(page, ())])
        ]
    return "".join(parts)
