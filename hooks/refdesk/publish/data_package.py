"""The data as a package: a sidecar of metadata beside every CSV, a schema for every data file, one descriptor, one zip.

Sidecars follow CSV on the Web, schemas JSON Schema, the descriptor the Frictionless Data Package.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from refdesk.blocks.shown import holder
from refdesk.blocks.timeline import FILES as TIMELINES
from refdesk.charts.cells import chart_sources
from refdesk.charts.files import COLUMNS
from refdesk.data.library import Library
from refdesk.data.models import DATA_PATHS, ENTRY_FILES, TITLES, Chart, SeriesSpec, Source
from refdesk.data.plain_text import plain_text
from refdesk.data.series import Series, is_number
from refdesk.data.tables import CELLS, OF_SOURCES, about, cited_by, columns, table_names
from refdesk.files.json import json_text
from refdesk.publish.zip_file import zipped
from refdesk.site.edition import last_review
from refdesk.site.site import Site

ARCHIVE = "data/from-0-to-1-data.zip"
DESCRIPTOR = "data/datapackage.json"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_OWN_LICENCE = "Facts from the named publications; this compilation CC BY 4.0"
_SIDECAR = ".csv-metadata.json"
_DATATYPES = {"number": "decimal", "year": "gYear"}

Field = dict[str, object]


class Table(NamedTuple):
    """A published table: its path below data/ without ending, what it says of itself, its columns as fields."""

    path: str
    name: str
    title: str
    description: str
    licence: str
    reviewed: str
    sources: list[Source]
    notes: list[str]
    fields: list[Field]
    key: list[str]


def tables(site: Site) -> Iterator[Table]:
    """Every table that is published as CSV: the series, the charts, the entries of data files."""
    library = site.library
    for series in library.series.values():
        spec = series.spec
        yield Table(
            f"series/{series.id}",
            f"series-{series.id}",
            spec.title,
            plain_text(spec.definition),
            spec.licence,
            _reviewed(site, [("series", series.id)]),
            _known(library, series.sources()),
            [plain_text(note) for note in (*spec.limitations, *spec.notes)],
            series_fields(series),
            spec.key,
        )
    for chart in library.entries("charts", Chart).values():
        yield Table(
            f"charts/{chart.id}",
            f"chart-{chart.id}",
            chart.title,
            chart.description,
            _OWN_LICENCE,
            _reviewed(site, [("chart", chart.id)]),
            _known(library, chart_sources(library, chart)),
            [plain_text(chart.note)] if chart.note else [],
            [_field(name, words, "number" if name == "value" else "string") for name, words in COLUMNS.items()],
            [],
        )
    for name in table_names(library):
        entries = library.files[name].entries
        yield Table(
            name,
            f"entries-{name}",
            TITLES[name],
            about(name),
            _OWN_LICENCE,
            _reviewed(site, _blocks(library, name)),
            _known(library, cited_by(entries)),
            [CELLS],
            [_field(column, words) for column, words in columns(ENTRY_FILES[name], entries).items()],
            ["id"],
        )


def _field(name: str, description: str, kind: str = "string") -> Field:
    return {"name": name, "type": kind, "description": description}


def series_fields(series: Series) -> list[Field]:
    """The columns of a series as fields of a table schema, in the order of the CSV."""
    fields: list[Field] = []
    for cell in series.csv.header:
        column = series.spec.columns[cell.text]
        kind = "year" if column.unit == "year" else "number" if is_number(column) else "string"
        field: Field = {"name": cell.text, "title": column.title, "type": kind}
        if kind == "number":
            field["unit"] = column.unit or f"see column {column.unit_column}"
            field["description"] = f"Unit: {field['unit']}"
        elif column.unit in {"source", "sources"}:
            field["description"] = OF_SOURCES
        fields.append(field)
    return fields


def _blocks(library: Library, name: str) -> Iterator[tuple[str, str]]:
    """The blocks that show the entries of a data file: kind and name of their markers."""
    yield name, ""
    yield from (("timeline", shown) for shown, files in TIMELINES.items() if name in files)
    yield from (("table", spec.id) for spec in library.tables.values() if spec.data == name)


def _reviewed(site: Site, blocks: Iterable[tuple[str, str]]) -> str:
    """When the facts of the first page that shows one of these blocks were last checked; without one, of any page."""
    holders = (holder(site, kind, name) for kind, name in blocks)
    days = (str(site.pages[holder].meta.get("reviewed", "")) for holder in holders if holder is not None)
    return next(days, None) or last_review(site)


def _known(library: Library, keys: Sequence[str]) -> list[Source]:
    return [library.sources[key] for key in keys if key in library.sources]


def sidecar(table: Table) -> str:
    """The metadata that lie beside the CSV of a table."""
    sources = [
        {"dc:identifier": source.id, "dc:title": source.title, "dc:publisher": source.publisher}
        | ({"@id": source.url} if source.url else {})
        for source in table.sources
    ]
    described = [
        {
            "name": field["name"],
            **({"titles": field["title"]} if "title" in field else {}),
            "datatype": _DATATYPES.get(str(field["type"]), "string"),
            **({"dc:description": field["description"]} if "description" in field else {}),
        }
        for field in table.fields
    ]
    return json_text(
        {
            "@context": "http://www.w3.org/ns/csvw",
            "url": f"{posixpath.basename(table.path)}.csv",
            "dc:title": table.title,
            "dc:description": table.description,
            "dc:license": table.licence,
            "dc:modified": table.reviewed,
            "dc:source": sources,
            "notes": table.notes,
            "tableSchema": {"columns": described, **({"primaryKey": table.key} if table.key else {})},
        }
    )


def _resource(table: Table, data: bytes) -> dict[str, object]:
    """A table in the descriptor; ``data`` is its CSV."""
    sources = [{"title": source.title, **({"path": source.url} if source.url else {})} for source in table.sources]
    key = {"primaryKey": table.key} if table.key else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-").lower(),
        "path": f"{table.path}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "metadata": table.path + _SIDECAR,
        "sources": sources,
        "schema": {"fields": table.fields, **key, "missingValues": [""]},
    }


def described(site: Site, content: Mapping[str, bytes]) -> dict[str, str]:
    """Path -> text of the sidecars, and of the descriptor of all tables; ``content`` holds the CSVs by path."""
    found = list(tables(site))
    about_all = {
        "profile": "tabular-data-package",
        "name": "from-0-to-1",
        "title": "From 0 to 1: data on basic research in China",
        "description": "Every series, table and chart of the site. Each row names its source.",
        "licenses": [_LICENCE],
        "resources": [_resource(table, content[f"data/{table.path}.csv"]) for table in found],
    }
    sidecars = {f"data/{table.path}{_SIDECAR}": sidecar(table) for table in found}
    return {**sidecars, DESCRIPTOR: json_text(about_all)}


def schemas() -> dict[str, str]:
    """Path -> JSON Schema, for every data file."""
    made = {"series": _schema("docs/data/series/*.yml", _list_schema(SeriesSpec))}
    for name, model in ENTRY_FILES.items():
        of_list = _list_schema(model)
        if name == "sources":
            definitions = of_list.pop("$defs", {})
            of_list = {"type": "object", "required": ["references"], "additionalProperties": False,
                       "properties": {"references": of_list}, "$defs": definitions}  # fmt: skip
        made[name] = _schema(f"docs/data/{DATA_PATHS[name]}", of_list)
    return {f"data/schemas/{name}.schema.json": text for name, text in made.items()}


def _list_schema(model: type) -> dict[str, object]:
    return TypeAdapter(list[model]).json_schema(by_alias=True)  # type: ignore[valid-type]


def _schema(title: str, schema: Mapping[str, object]) -> str:
    return json_text({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema})


def data_files(site: Site) -> Iterator[tuple[str, Path]]:
    """The published data files of the checkout: path below the documentation folder, and where the file is."""
    for uri in site.tree.files:
        if uri.startswith("data/") and Path(uri).suffix in {".csv", ".yml"}:
            yield uri, site.config.docs_dir / uri


def archive(content: Mapping[str, bytes]) -> bytes:
    """All data in one zip."""
    return zipped("from-0-to-1-data", ((path.removeprefix("data/"), content[path]) for path in sorted(content)), 6)
