"""The tables that are published: the series, the cells of charts, the entries of data files; as CSV
and as JSON.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from refdesk.charts.cells import figure_of
from refdesk.data.library import Library
from refdesk.data.models import Chart, Entry, Source
from refdesk.data.series import Series, is_number
from refdesk.data.wording import short_name
from refdesk.files.csv import csv_text
from refdesk.files.references import cited, plain_text
from refdesk.publish.faults import told_at
from refdesk.publish.publication import (
    AUTHOR,
    LICENCE,
    Publication,
    doi_address,
    filled,
    json_lines,
    json_text,
    last_review,
)

# Column of the cells of a chart -> what it holds.
_CHART_COLUMNS = {
    "panel": "The title of the plot; empty where the chart has one plot without a title",
    "line": "The name of the line, or of the set of bars or points",
    "at": "Where on its axis the figure stands: a year, a country, a province or a name",
    "value": "The figure, as the series has it",
    "unit": "The unit of the figure",
    "series": "The series that the figure comes from",
    "row": "The key of its row in the series",
    "column": "Its column in the series",
    "year": "The year or period of the figure",
    "source": "Ids of the sources of the figure, as in sources.json, separated by “; ”",
    "source_name": "The same sources by publisher and year",
    "note": "What is to be known of the figure",
}
# In the order of _CHART_COLUMNS.
_CELL = attrgetter(
    "at", "cell.cell.text", "cell.unit", "cell.series.id", "cell.key", "cell.column", "year"
)

Row = dict[str, Any]
_OF_SOURCES = "Ids of the sources of the row, as in sources.json, separated by “; ”"
_CELLS = (
    "In a cell, the items of a list are separated by “; ” and the parts of an item by “: ”. "
    "Texts stand without the "
    "links and citations that they have on the site; what they cite is listed in the column "
    "sources."
)
Field = dict[str, object]


class Table(NamedTuple):
    """A published table: its path below data/ without extension, its metadata, its columns, its CSV
    and its JSON.
    """

    path: str
    title: str
    description: str
    sources: list[Source]
    notes: list[str]
    fields: list[Field]
    key: list[str]
    csv: str
    json: str


def tables(library: Library) -> list[Table]:
    """Return every table that is published as CSV, with the byte order mark by which spreadsheets
    read Chinese.
    """
    found: list[Table] = []
    for series in library.series.values():
        with told_at(library, series):
            found.append(_of_series(library, series))
    for chart in library.entries(Chart).values():
        with told_at(library, chart):
            found.append(_of_chart(library, chart))
    found += [_of_entries(library, name) for name in library.published_tables()]
    return [table._replace(csv=f"\ufeff{table.csv}") for table in found]


def _of_series(library: Library, series: Series) -> Table:
    spec, sources = series.spec, _known(library, series.sources())
    definition = plain_text(spec.definition)
    limitations, notes = (
        [plain_text(text) for text in texts] for texts in (spec.limitations, spec.notes)
    )
    numbers = {name for name, column in spec.columns.items() if is_number(column)}
    texts = [
        {name: row[name].text for name in spec.columns if row[name].text}
        for row in series.rows.values()
    ]
    rows = [row | {name: json.loads(row[name]) for name in numbers & row.keys()} for row in texts]
    said = {
        "definition": definition,
        "limitations": limitations,
        "notes": notes,
        "sources": _titles(sources),
    }
    return Table(
        path=f"series/{series.id}",
        title=spec.title,
        description=definition,
        sources=sources,
        notes=[*limitations, *notes],
        fields=_series_fields(series),
        key=spec.key,
        csv=series.csv.file.text,
        json=_json_with_rows(spec.model_dump(exclude_none=True) | said, rows),
    )


def _of_chart(library: Library, chart: Chart) -> Table:
    """Return the cells of a chart as a table; its JSON holds the texts of the chart as well."""
    figure = figure_of(library, chart)
    sources = _known(library, figure.sources())
    note = plain_text(chart.note or "")
    rows = []
    for panel, trace, point in figure.cells():
        keys = point.cell.sources()
        named = (short_name(source, library.language) for source in _known(library, keys))
        rows.append(
            [
                panel.title or "",
                trace.label,
                *_CELL(point),
                "; ".join(keys),
                "; ".join(named),
                point.note,
            ]
        )
    cells = [dict(zip(_CHART_COLUMNS, row, strict=True)) for row in rows]
    said = {
        "id": chart.id,
        "title": chart.title,
        "headline": plain_text(chart.headline),
        "description": chart.description,
        "note": note,
        "sources": _titles(sources),
    }
    return Table(
        path=f"charts/{chart.id}",
        title=chart.title,
        description=chart.description,
        sources=sources,
        notes=[note] if note else [],
        fields=[
            _field(name, what, "number" if name == "value" else "string")
            for name, what in _CHART_COLUMNS.items()
        ],
        key=[],
        csv=csv_text([list(_CHART_COLUMNS), *rows]),
        json=_json_with_rows(said, [cell | {"value": json.loads(cell["value"])} for cell in cells]),
    )


def _of_entries(library: Library, name: str) -> Table:
    file = library.files[name]
    rows: list[Row] = []
    for entry in file.entries.values():
        with told_at(library, entry):
            rows.append(plain_entry(entry))
    described = _columns(file.model, rows)
    words = file.model.described()
    return Table(
        path=name,
        title=file.model.table_title,
        description=f"Each row: {words[:1].lower()}{words[1:]}",
        sources=_known(
            library, list(dict.fromkeys(key for row in rows for key in row.get("sources", ())))
        ),
        notes=[_CELLS],
        fields=[_field(column, words) for column, words in described.items()],
        key=["id"],
        csv=csv_text(
            [[*described], *([_cell(row.get(name)) for name in described] for row in rows)]
        ),
        json=json_lines(rows) + "\n",
    )


def plain_entry(entry: Entry) -> Row:
    """Return an entry as JSON: text fields plain, the sources they cite listed."""
    raw = entry.model_dump(by_alias=True, exclude_none=True)
    keys = list(dict.fromkeys(_cited(raw)))
    plain = {key: _strip(value) for key, value in raw.items()}
    return {**plain, "sources": keys} if keys else plain


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
                yield from item if key == "sources" else _cited(item)


def _columns(model: type[Entry], rows: Sequence[Row]) -> dict[str, str]:
    """Return column -> what it holds: the fields that one of the rows has; without rows, those they
    may have.
    """
    said = {
        field.alias or name: field.description or "" for name, field in model.model_fields.items()
    }
    used = {key for row in rows for key in row} or set(said)
    return {key: said[key] for key in said if key in used and key != "sources"} | {
        "sources": _OF_SOURCES
    }


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return "; ".join(_cell(item) for item in value)
        case dict():
            return ": ".join(str(item) for item in value.values())
    return str(value)


def _json_with_rows(about: Mapping[str, object], rows: Iterable[object]) -> str:
    """Return a mapping over several lines, and under ``rows`` one row a line."""
    return json_text(about)[:-3] + f',\n "rows": {json_lines(rows)}\n}}\n'


def _titles(sources: Sequence[Source]) -> dict[str, str]:
    return {source.id: source.title for source in sources}


def _field(name: str, description: str, kind: str = "string") -> Field:
    return {"name": name, "type": kind, "description": description}


def _series_fields(series: Series) -> list[Field]:
    """Return the columns of a series as fields of a table schema, in the order of the CSV."""
    fields: list[Field] = []
    for cell in series.csv.header:
        column = series.spec.columns[cell.text]
        kind = "year" if column.unit == "year" else "number" if is_number(column) else "string"
        field: Field = {"name": cell.text, "title": column.title, "type": kind}
        if kind == "number":
            field["unit"] = column.unit or f"see column {column.unit_column}"
            field["description"] = f"Unit: {field['unit']}"
        elif column.names_sources:
            field["description"] = _OF_SOURCES
        fields.append(field)
    return fields


def _known(library: Library, keys: Sequence[str]) -> list[Source]:
    return [library.sources[key] for key in keys if key in library.sources]


def data_package(publication: Publication, tables: Iterable[Table]) -> str:
    """Return the description of all tables as a Frictionless Data Package, in JSON; its version is
    the edition, or the day of the last review.
    """
    of_edition = {
        "version": publication.edition or last_review(publication.site),
        "id": doi_address(publication.doi),
        "homepage": publication.root,
    }
    return json_text(
        {
            "profile": "tabular-data-package",
            "name": "from-0-to-1",
            **filled(of_edition),
            "title": "From 0 to 1: data on basic research in China",
            "description": "Every series, table and chart of the site. Each row names its source.",
            "contributors": [{"title": AUTHOR, "role": "author"}],
            "licenses": [
                {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE}
            ],
            "resources": [_resource(table) for table in tables],
        }
    )


def _resource(table: Table) -> dict[str, object]:
    data = table.csv.encode()
    return {
        "profile": "tabular-data-resource",
        "name": re.sub("[/_]", "-", table.path).lower(),
        "path": f"{table.path}.csv",
        "title": table.title,
        "description": table.description,
        "notes": table.notes,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "sources": [
            filled({"title": source.title, "path": source.url}) for source in table.sources
        ],
        "schema": {
            "fields": table.fields,
            **filled({"primaryKey": table.key}),
            "missingValues": [""],
        },
    }
