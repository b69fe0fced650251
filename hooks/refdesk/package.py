"""The data as a package: a sidecar of metadata beside every CSV, a schema for every data file, one descriptor, one zip.

Sidecars follow CSV on the Web, schemas JSON Schema, the descriptor the Frictionless Data Package.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from refdesk.charts.cells import chart_sources
from refdesk.charts.files import COLUMNS
from refdesk.json_text import json_text
from refdesk.library import Library
from refdesk.models import ENTRY_FILES, Chart, SeriesSpec
from refdesk.plain import plain_text
from refdesk.series import Series, is_number
from refdesk.site import Site

ARCHIVE = "data/from-0-to-1-data.zip"
DESCRIPTOR = "data/datapackage.json"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold

Field = dict[str, object]


def sidecars(site: Site) -> dict[str, str]:
    """Path -> metadata, for the CSV of every series and every chart."""
    made: dict[str, str] = {}
    for series in site.library.series.values():
        made[f"data/series/{series.id}.csv-metadata.json"] = json_text(_of_series(site, series))
    for chart in site.library.entries("charts", Chart).values():
        made[f"data/charts/{chart.id}.csv-metadata.json"] = json_text(_of_chart(site, chart))
    return made


def reviews(site: Site) -> dict[str, str]:
    """The day on which the figures of each series and each chart were last checked."""
    found = {f"series {name}": _reviewed(site, "series", name) for name in site.library.series}
    return found | {f"chart {name}": _reviewed(site, "chart", name) for name in site.library.entries("charts", Chart)}


def _of_series(site: Site, series: Series) -> dict[str, object]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{series.id}.csv",
        "dc:title": series.spec.title,
        "dc:description": plain_text(series.spec.definition),
        "dc:license": series.spec.licence,
        "dc:modified": _reviewed(site, "series", series.id),
        "dc:source": _sources(site.library, series.sources()),
        "notes": [plain_text(note) for note in series.spec.notes],
        "tableSchema": {
            "columns": [
                {
                    "name": field["name"],
                    "titles": field["title"],
                    "datatype": {"number": "decimal", "year": "gYear"}.get(str(field["type"]), "string"),
                    **({"dc:description": f"Unit: {field['unit']}"} if "unit" in field else {}),
                }
                for field in series_fields(series)
            ],
            "primaryKey": series.spec.key,
        },
    }


def _of_chart(site: Site, chart: Chart) -> dict[str, object]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{chart.id}.csv",
        "dc:title": chart.title,
        "dc:description": chart.description,
        "dc:license": "Facts from the named publications; this compilation CC BY 4.0",
        "dc:modified": _reviewed(site, "chart", chart.id),
        "dc:source": _sources(site.library, chart_sources(site.library, chart)),
        "notes": [plain_text(chart.note)] if chart.note else [],
        "tableSchema": {
            "columns": [{"name": name, "datatype": "decimal" if name == "value" else "string"} for name in COLUMNS]
        },
    }


def _reviewed(site: Site, kind: str, name: str) -> str:
    """When the facts of the page that shows something were last checked."""
    holder = site.holder(kind, name)
    return str(site.pages[holder].meta.get("reviewed", "")) if holder is not None else ""


def _sources(library: Library, keys: Sequence[str]) -> list[dict[str, str]]:
    found = [library.sources[key] for key in keys if key in library.sources]
    return [
        {"title": source.title, "publisher": source.publisher, **({"path": source.url} if source.url else {})}
        for source in found
    ]


def series_fields(series: Series) -> list[Field]:
    """The columns of a series as fields of a table schema, in the order of the CSV."""
    fields: list[Field] = []
    for cell in series.csv.header:
        column = series.spec.columns[cell.text]
        kind = "year" if column.unit == "year" else "number" if is_number(column) else "string"
        field: Field = {"name": cell.text, "title": column.title, "type": kind}
        if kind == "number":
            field["unit"] = column.unit or f"see column {column.unit_column}"
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
        made[f"data/schemas/{name}.schema.json"] = _schema(f"docs/data/{name}.yml", of_list)
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
                  plain_text(series.spec.definition),
                  {"fields": series_fields(series), "primaryKey": series.spec.key, "missingValues": [""]})
        for series in library.series.values() if f"data/series/{series.id}.csv" in content
    ]  # fmt: skip
    chart_fields = [{"name": name, "type": "number" if name == "value" else "string"} for name in COLUMNS]
    resources += [
        _resource(content, f"data/charts/{chart.id}.csv", f"chart-{chart.id}", chart.title, chart.description,
                  {"fields": chart_fields, "missingValues": [""]})
        for chart in library.entries("charts", Chart).values()
    ]  # fmt: skip
    for name in library.files:
        path = f"data/{name}.csv"
        if path in content:
            head = next(csv.reader(io.StringIO(content[path].decode())))
            fields = [{"name": column, "type": "string"} for column in head]
            schema: Field = {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}
            title = name.replace("_", " ").capitalize()
            about = f"The entries of docs/data/{name}.yml"
            resources.append(_resource(content, path, f"entries-{name}", title, about, schema))
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


def _resource(
    content: Mapping[str, bytes], path: str, name: str, title: str, description: str, schema: Field
) -> dict[str, object]:
    data = content[path]
    return {
        "profile": "tabular-data-resource",
        "name": name.replace("_", "-").lower(),
        "path": path.removeprefix("data/"),
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
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
