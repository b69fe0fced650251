"""The data as a package: a sidecar of metadata beside every CSV, a schema for every data file, one descriptor, one zip.

Sidecars follow CSV on the Web, schemas JSON Schema, the descriptor the Frictionless Data Package.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

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
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold

Field = dict[str, object]


def sidecars(site: Site) -> dict[str, str]:
    """Path -> metadata, for every CSV: of a series, of a chart, of the entries of a data file."""
    made: dict[str, str] = {}
    for series in site.library.series.values():
        made[f"data/series/{series.id}{_SIDECAR}"] = json_text(_of_series(site, series))
    for chart in site.library.entries("charts", Chart).values():
        made[f"data/charts/{chart.id}{_SIDECAR}"] = json_text(_of_chart(site, chart))
    for name in table_names(site.library):
        made[f"data/{name}{_SIDECAR}"] = json_text(_of_entries(site, name))
    return made


def reviews(site: Site) -> dict[str, str]:
    """The day on which the facts of each series, each chart and each table of entries were last checked."""
    found = {f"series {name}": _reviewed(site, [("series", name)]) for name in site.library.series}
    charts = site.library.entries("charts", Chart)
    found |= {f"chart {name}": _reviewed(site, [("chart", name)]) for name in charts}
    return found | {
        f"entries {name}": _reviewed(site, _blocks(site.library, name)) for name in table_names(site.library)
    }


def _of_series(site: Site, series: Series) -> dict[str, object]:
    return {
        **_about(f"{series.id}.csv", series.spec.title, plain_text(series.spec.definition), series.spec.licence),
        "dc:modified": _reviewed(site, [("series", series.id)]),
        "dc:source": _sources(site.library, series.sources()),
        "notes": [plain_text(note) for note in series.spec.notes],
        "tableSchema": {
            "columns": [
                {
                    "name": field["name"],
                    "titles": field["title"],
                    "datatype": {"number": "decimal", "year": "gYear"}.get(str(field["type"]), "string"),
                    **({"dc:description": field["description"]} if "description" in field else {}),
                }
                for field in series_fields(series)
            ],
            "primaryKey": series.spec.key,
        },
    }


def _of_chart(site: Site, chart: Chart) -> dict[str, object]:
    return {
        **_about(f"{chart.id}.csv", chart.title, chart.description, _OWN_LICENCE),
        "dc:modified": _reviewed(site, [("chart", chart.id)]),
        "dc:source": _sources(site.library, chart_sources(site.library, chart)),
        "notes": [plain_text(chart.note)] if chart.note else [],
        "tableSchema": {
            "columns": [
                {"name": name, "datatype": "decimal" if name == "value" else "string", "dc:description": words}
                for name, words in COLUMNS.items()
            ]
        },
    }


def _of_entries(site: Site, name: str) -> dict[str, object]:
    entries = site.library.files[name].entries
    return {
        **_about(f"{name}.csv", TITLES[name], about(name), _OWN_LICENCE),
        "dc:modified": _reviewed(site, _blocks(site.library, name)),
        "dc:source": _sources(site.library, cited_by(entries)),
        "notes": [CELLS],
        "tableSchema": {
            "columns": [
                {"name": column, "datatype": "string", "dc:description": words}
                for column, words in columns(ENTRY_FILES[name], entries).items()
            ],
            "primaryKey": ["id"],
        },
    }


def _about(url: str, title: str, description: str, licence: str) -> dict[str, object]:
    """What the metadata of every table begin with."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": url,
        "dc:title": title,
        "dc:description": description,
        "dc:license": licence,
    }


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


def _sources(library: Library, keys: Sequence[str]) -> list[dict[str, str]]:
    """Sources in the words of the vocabulary that metadata of tables may use."""
    return [
        {
            "dc:identifier": source.id,
            "dc:title": source.title,
            "dc:publisher": source.publisher,
            **({"@id": source.url} if source.url else {}),
        }
        for source in _known(library, keys)
    ]


def _known(library: Library, keys: Sequence[str]) -> list[Source]:
    return [library.sources[key] for key in keys if key in library.sources]


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


def schemas() -> dict[str, str]:
    """Path -> JSON Schema, for every data file."""
    made: dict[str, str] = {}
    for name, model in ENTRY_FILES.items():
        of_list = TypeAdapter(list[model]).json_schema(by_alias=True)  # type: ignore[valid-type]
        if name == "sources":
            definitions = of_list.pop("$defs", {})
            of_list = {"type": "object", "required": ["references"], "additionalProperties": False,
                       "properties": {"references": of_list}, "$defs": definitions}  # fmt: skip
        made[f"data/schemas/{name}.schema.json"] = _schema(f"docs/data/{DATA_PATHS[name]}", of_list)
    of_series = TypeAdapter(list[SeriesSpec]).json_schema(by_alias=True)
    made["data/schemas/series.schema.json"] = _schema("docs/data/series/*.yml", of_series)
    return made


def _schema(title: str, schema: Mapping[str, object]) -> str:
    return json_text({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema})


def descriptor(site: Site, content: Mapping[str, bytes]) -> str:
    """The Data Package descriptor of every CSV among ``content`` (path -> bytes)."""
    library = site.library
    resources = [
        _resource(content, f"data/series/{series.id}.csv", f"series-{series.id}", series.spec.title,
                  plain_text(series.spec.definition), _known(library, series.sources()),
                  {"fields": series_fields(series), "primaryKey": series.spec.key, "missingValues": [""]})
        for series in library.series.values() if f"data/series/{series.id}.csv" in content
    ]  # fmt: skip
    chart_fields = [
        {"name": name, "type": "number" if name == "value" else "string", "description": words}
        for name, words in COLUMNS.items()
    ]
    resources += [
        _resource(content, f"data/charts/{chart.id}.csv", f"chart-{chart.id}", chart.title, chart.description,
                  _known(library, chart_sources(library, chart)), {"fields": chart_fields, "missingValues": [""]})
        for chart in library.entries("charts", Chart).values()
    ]  # fmt: skip
    resources += [
        _resource(content, f"data/{name}.csv", f"entries-{name}", TITLES[name], about(name),
                  _known(library, cited_by(library.files[name].entries)),
                  {"fields": _entry_fields(library, name), "primaryKey": ["id"], "missingValues": [""]})
        for name in table_names(library)
    ]  # fmt: skip
    return json_text(
        {
            "profile": "tabular-data-package",
            "name": "from-0-to-1",
            "title": "From 0 to 1: data on basic research in China",
            "description": "Every series, table and chart of the site. Each row names its source.",
            "licenses": [_LICENCE],
            "resources": resources,
        }
    )


def _entry_fields(library: Library, name: str) -> list[Field]:
    found = columns(ENTRY_FILES[name], library.files[name].entries)
    return [{"name": column, "type": "string", "description": words} for column, words in found.items()]


def _resource(
    content: Mapping[str, bytes],
    path: str,
    name: str,
    title: str,
    description: str,
    sources: Sequence[Source],
    schema: Field,
) -> dict[str, object]:
    data = content[path]
    file = path.removeprefix("data/")
    return {
        "profile": "tabular-data-resource",
        "name": name.replace("_", "-").lower(),
        "path": file,
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "metadata": file.removesuffix(".csv") + _SIDECAR,
        "sources": [{"title": source.title, **({"path": source.url} if source.url else {})} for source in sources],
        "schema": schema,
    }


def data_files(site: Site) -> Iterator[tuple[str, Path]]:
    """The published data files of the checkout: path below the documentation folder, and where the file is."""
    for uri in site.tree.files:
        if uri.startswith("data/") and Path(uri).suffix in {".csv", ".yml"}:
            yield uri, site.config.docs_dir / uri


def archive(content: Mapping[str, bytes]) -> bytes:
    """All data in one zip: the same content gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        for path, data in sorted(content.items()):
            entry = zipfile.ZipInfo(f"from-0-to-1-data/{path.removeprefix('data/')}", _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, data)
    return stream.getvalue()
