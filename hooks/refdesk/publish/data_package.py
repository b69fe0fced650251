"""The data as a package: a sidecar of metadata beside every CSV, a schema for every data file, one descriptor, one zip.

Sidecars follow CSV on the Web, schemas JSON Schema, the descriptors the Frictionless Data Package and Croissant.
"""

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from refdesk.blocks.shown import holder
from refdesk.blocks.timeline import FILES as TIMELINES
from refdesk.charts.cells import chart_sources
from refdesk.data.library import Library
from refdesk.data.models import DATA_PATHS, ENTRY_FILES, TITLES, Chart, FrontMatter, SeriesSpec, Source
from refdesk.data.plain_text import plain_text
from refdesk.data.series import Series, is_number
from refdesk.data.tables import CELLS, OF_SOURCES, cited_by, columns, table_names
from refdesk.data.tables import about as about_table
from refdesk.files.json import filled, json_text
from refdesk.publish.croissant import croissant
from refdesk.publish.publication import LICENCE
from refdesk.site.edition import edition_of, last_review
from refdesk.site.site import Site

ARCHIVE = "data/from-0-to-1-data.zip"
DESCRIPTOR = "data/datapackage.json"
CROISSANT = "data/croissant.json"
_LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE}
_OWN_LICENCE = "Facts from the named publications; this compilation CC BY 4.0"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold
_SIDECAR = ".csv-metadata.json"
_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_DATATYPES = {"number": "decimal", "year": "gYear"}
# Column of the cells of a chart -> what it holds.
CHART_COLUMNS = {
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
    "note": "What is to be known of the figure",
}

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
        spec, path = series.spec, f"series/{series.id}"
        about = spec.title, plain_text(spec.definition), spec.licence, _reviewed(site, [("series", series.id)])
        notes = [plain_text(note) for note in (*spec.limitations, *spec.notes)]
        sources = _known(library, series.sources())
        yield Table(path, f"series-{series.id}", *about, sources, notes, series_fields(series), spec.key)
    fields = [_field(name, words, "number" if name == "value" else "string") for name, words in CHART_COLUMNS.items()]
    for chart in library.entries("charts", Chart).values():
        about = chart.title, chart.description, _OWN_LICENCE, _reviewed(site, [("chart", chart.id)])
        notes = [plain_text(chart.note)] if chart.note else []
        sources = _known(library, chart_sources(library, chart))
        yield Table(f"charts/{chart.id}", f"chart-{chart.id}", *about, sources, notes, fields, [])
    for name in table_names(library):
        entries = library.files[name].entries
        about = TITLES[name], about_table(name), _OWN_LICENCE, _reviewed(site, _blocks(library, name))
        of_entries = [_field(column, words) for column, words in columns(ENTRY_FILES[name], entries).items()]
        yield Table(name, f"entries-{name}", *about, _known(library, cited_by(entries)), [CELLS], of_entries, ["id"])


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
        {"dc:identifier": one.id, "dc:title": one.title, "dc:publisher": one.publisher} | filled({"@id": one.url})
        for one in table.sources
    ]
    described = [
        filled({"name": field["name"], "titles": field.get("title")})
        | {"datatype": _DATATYPES.get(str(field["type"]), "string")}
        | filled({"dc:description": field.get("description")})
        for field in table.fields
    ]
    about = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{posixpath.basename(table.path)}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "dc:license": table.licence,
        "dc:modified": table.reviewed,
        "dc:source": sources,
        "notes": table.notes,
        "tableSchema": {"columns": described, **filled({"primaryKey": table.key})},
    }
    return json_text(about)


def _resource(table: Table, data: bytes) -> dict[str, object]:
    """A table in the descriptor; ``data`` is its CSV."""
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
        "sources": [filled({"title": source.title, "path": source.url}) for source in table.sources],
        "schema": {"fields": table.fields, **filled({"primaryKey": table.key}), "missingValues": [""]},
    }


def described(site: Site, content: Mapping[str, bytes]) -> dict[str, str]:
    """Path -> text of the sidecars, and of the descriptors of all tables; ``content`` holds the CSVs by path."""
    found = list(tables(site))
    resources = [_resource(table, content[f"data/{table.path}.csv"]) for table in found]
    about_all = {
        "profile": "tabular-data-package",
        "name": "from-0-to-1",
        "title": "From 0 to 1: data on basic research in China",
        "description": "Every series, table and chart of the site. Each row names its source.",
        "licenses": [_LICENCE],
        "resources": resources,
    }
    sidecars = {f"data/{table.path}{_SIDECAR}": sidecar(table) for table in found}
    about = croissant(about_all, resources, site.config.published_url, edition_of(site))
    return {**sidecars, DESCRIPTOR: json_text(about_all), CROISSANT: json_text(about)}


def schemas() -> dict[str, str]:
    """Path -> JSON Schema: of the list of entries of every data file, and of the front matter of a page."""
    made = {"page": _DIALECT | FrontMatter.model_json_schema()}
    for name, model in {"series": SeriesSpec, **ENTRY_FILES}.items():
        schema = TypeAdapter(list[model]).json_schema()  # type: ignore[valid-type]
        if name == "sources":
            defined = {"$defs": schema.pop("$defs")}
            below = {"references": schema | {"description": "The sources, in order of their ids"}}
            schema = {"type": "object", "required": ["references"], "properties": below, **defined}
        made[name] = _DIALECT | {"title": f"docs/data/{DATA_PATHS.get(name, 'series/*.yml')}"} | schema
    return {f"data/schemas/{name}.schema.json": json_text(schema) for name, schema in made.items()}


def data_files(site: Site) -> Iterator[tuple[str, Path]]:
    """The published data files of the checkout: path below the documentation folder, and where the file is."""
    for uri in site.tree.files:
        if uri.startswith("data/schemas/") or (uri.startswith("data/") and Path(uri).suffix in {".csv", ".yml"}):
            yield uri, site.config.docs_dir / uri


def zipped(folder: str, content: Iterable[tuple[str, bytes]], level: int) -> bytes:
    """A zip with one folder that holds the files, given by their paths in it, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as bundle:
        for path, data in content:
            entry = zipfile.ZipInfo(f"{folder}/{path}", _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, data)
    return stream.getvalue()
