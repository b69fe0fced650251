"""Numbers that stand in the data and are typed as plain text beside a citation of that data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from refdesk.page import Page
from refdesk.paragraphs import paragraphs
from refdesk.problems import Problem
from refdesk.site import Site
from refdesk.values import Value, check_value, find_value

# A number with a percent sign or a scale; bare numbers are too often something else.
_STATED = re.compile(
    r"(?<![\w.,/\[(:-])(?P<number>\d[\d,]*(?:\.\d+)?)\s?"
    r"(?P<unit>%|per cent\b|percent\b|(?:thousand|million|billion|trillion)(?:\s+(?:yuan|CNY|RMB|dollars))?\b)"
)
MIN_DIGITS = 3  # "7%" equals too many cells by chance


@dataclass(frozen=True)
class _Cell:
    path: str
    value: Value
    names: tuple[str, ...]


def check(site: Site) -> Iterator[Problem]:
    """A notice for each such number, with the value link to use.

    A cell is meant only when the paragraph cites the source of its row and says the year and the name in its key.
    """
    if not site.library.present:
        return
    by_source = _cells(site)
    for page in site.pages.values():
        if page.meta.get("claims") is not False:
            for start, end in paragraphs(page):
                yield from _paragraph(page, start, end, by_source)


def _cells(site: Site) -> dict[str, list[_Cell]]:
    found: dict[str, list[_Cell]] = {}
    for series in site.library.series.values():
        for key, row in series.rows.items():
            names = tuple(part for part in key.split("/") if re.fullmatch(r"\d{4}|[A-Z][A-Za-z ]+", part))
            for column in series.spec.columns:
                path = f"{series.id}/{key}/{column}"
                value = find_value(site.library, path) if column not in series.spec.key and row[column].text else None
                if isinstance(value, Value) and value.unit != "year" and "source" in row:
                    found.setdefault(row["source"].text, []).append(_Cell(path, value, names))
    return found


def _paragraph(page: Page, start: int, end: int, by_source: dict[str, list[_Cell]]) -> Iterator[Problem]:
    spans = [span for span in page.scan.spans if start <= span.start < end]
    cited = {target.name for span in spans if span.kind == "citation" for target in span.targets}
    cells = [cell for key in sorted(cited & by_source.keys()) for cell in by_source[key]]
    if not cells:
        return
    text = page.scan.masked[start:end]
    near = [cell for cell in cells if all(name in text for name in cell.names)]
    for match in _STATED.finditer(text):
        offset = start + match.start()
        digits = match["number"].replace(",", "").replace(".", "").strip("0")
        if len(digits) < MIN_DIGITS or any(span.start <= offset < span.end for span in spans):
            continue
        for cell in near:
            if _states(match.group(), cell.value):
                link = f"[{match.group()}](value:{quote(cell.path, safe='/')})"
                message = f"'{match.group()}' stands in the data ({cell.value}) and is typed as plain text"
                yield page.problem("unlinked-value", offset, message, f"Write {link}")
                break


def _states(text: str, value: Value) -> bool:
    """Whether the text is the cell: a percentage to the last digit, an amount to the digits shown."""
    if value.unit.startswith("percent") != bool(re.search(r"%|cent", text)):
        return False
    if value.unit.startswith("percent"):
        return value.number == Decimal(re.sub(r"[^\d.]", "", text))
    return check_value(value, text) is None
