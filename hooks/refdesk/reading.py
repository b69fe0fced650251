"""Reads a site ahead: a helper parses data and scans pages while this process is still loading the modules of a check.

What it finds is keyed by the text it was found in, so that it never stands for another text: whoever reads a file and
finds its text here is spared the work, and all others do it themselves. The helper guesses which files there are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from refdesk.aide import begin_aide
from refdesk.helpers import Server

if TYPE_CHECKING:
    from refdesk.scan import Scan

ScanKey = tuple[str, int, bool, bool]


class Ahead(NamedTuple):
    """What was read ahead.

    ``data`` holds what a text of YAML without a mistake says, ``scans`` what a page refers to, by its text, where its
    body starts, and whether formulas and citations count; ``inlines`` what texts of the data refer to.
    """

    data: Mapping[str, object]
    scans: Mapping[ScanKey, Scan]
    inlines: Mapping[str, Scan]


NOTHING = Ahead({}, {}, {})


class Reading(NamedTuple):
    """A reading under way: the time it began, and the helper that does it, if there is one."""

    since: float
    aide: Server | None

    def finish(self) -> Ahead:
        """What was read; nothing where there is no helper or it failed."""
        from refdesk.scan import Scan  # noqa: PLC0415 - loaded while the helper reads

        if self.aide is None:
            return NOTHING
        answer = self.aide.answer()
        self.aide.end()
        match answer:
            case (dict(data), list(scans), list(inlines)):
                return Ahead(
                    data,
                    {(text, *key): Scan.from_rows(rows) for text, key, rows in scans},
                    {text: Scan.from_rows(rows) for text, rows in inlines},
                )
        return NOTHING


def begin_reading(root: Path, aide: Server | None = None) -> Reading:
    """Start to read the site in ``root``, with a helper that has begun already or another."""
    since = time.time()
    aide = aide or begin_aide()
    if aide is not None:
        aide.ask(("read", str(root)))
    return Reading(since, aide)


def read(folder: str) -> tuple[dict[str, object], list[Any], list[Any]]:
    """What there is to read in the checkout ``folder``, as ``Reading.finish`` understands it."""
    from refdesk.page import front_matter, scan_body  # noqa: PLC0415 - loaded by the helper, beside those of a check
    from refdesk.scan import scan  # noqa: PLC0415
    from refdesk.text import read_text  # noqa: PLC0415
    from refdesk.yaml_file import parse_yaml  # noqa: PLC0415

    root = Path(folder)
    docs = root / "docs"
    data: dict[str, object] = {}
    for path in (*docs.glob("data/*.yml"), *docs.glob("data/series/*.yml")):
        file = parse_yaml(read_text(path, ""))
        if not file.problems:
            data[file.file.text] = file.data
    inlines = [(text, scan(text).as_rows()) for text in {text for value in data.values() for text in _texts(value)}]
    math = "arithmatex" in read_text(root / "mkdocs.yml", "").text
    citations = os.path.lexists(docs / "data" / "sources.yml")
    scans: list[Any] = []
    for path in docs.rglob("*.md"):
        page = read_text(path, "")
        front, start = front_matter(page)
        if front is not None and not front.problems:
            data[front.file.text] = front.data
        scans.append((page.text, (start, math, citations), scan_body(page.text, start, math, citations).as_rows()))
    return data, scans, inlines


def _texts(value: object) -> Iterator[str]:
    """The texts in data that may refer to something."""
    if isinstance(value, str):
        if "[" in value:
            yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
