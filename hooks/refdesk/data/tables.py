"""The entries of a data file as a table: its title, what its columns mean, its rows, the sources that they cite."""

import csv
import inspect
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from refdesk.data.library import Library
from refdesk.data.models import Entry
from refdesk.files.references import cited, plain_text

Row = dict[str, Any]
SOURCES = "sources"
OF_SOURCES = "Ids of the sources of the row, as in sources.json, separated by “; ”"
CELLS = (
    "In a cell, the items of a list are separated by “; ” and the parts of an item by “: ”. Texts stand without the "
    "links and citations that they have on the site; what they cite is listed in the column sources."
)


def table_names(library: Library) -> list[str]:
    """Return the data files whose entries are published as a table; sources have formats of their own."""
    return [name for name, file in library.files.items() if file.model.table_title]


def row_of(model: type[Entry]) -> str:
    """Return what a row of a table is, as its model says."""
    return (inspect.getdoc(model) or "").partition("\n\n")[0]


def plain_entry(entry: Entry) -> Row:
    """Return an entry as JSON: text fields plain, the sources they cite listed."""
    raw = entry.model_dump(by_alias=True, exclude_none=True)
    keys = list(dict.fromkeys(_cited(raw)))
    plain = {key: _strip(value) for key, value in raw.items()}
    return {**plain, SOURCES: keys} if keys else plain


def columns(model: type[Entry], rows: Sequence[Row]) -> dict[str, str]:
    """Return column -> what it holds: the fields that one of the rows has; without rows, those they may have."""
    said = {field.alias or name: field.description or "" for name, field in model.model_fields.items()}
    used = {key for row in rows for key in row} or set(said)
    return {key: said[key] for key in said if key in used and key != SOURCES} | {SOURCES: OF_SOURCES}


def as_csv(columns: Iterable[str], rows: Iterable[Row]) -> str:
    """Return rows of entries as CSV."""
    names = list(columns)
    return csv_text([names, *([_cell(row.get(name)) for name in names] for row in rows)])


def csv_text(rows: Iterable[list[str]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _strip(value: object) -> object:
    match value:
        case str():
            return plain_text(value)
        case list():
            return [_strip(item) for item in value]
        case dict():
            return {key: _strip(item) for key, item in value.items()}
    return value


def _cited(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from cited(value)
        case list():
            for item in value:
                yield from _cited(item)
        case dict():
            for key, item in value.items():
                yield from item if key == SOURCES else _cited(item)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return "; ".join(_cell(item) for item in value)
        case dict():
            return ": ".join(str(item) for item in value.values())
    return str(value)
