"""The description of all published tables as a Frictionless Data Package."""

import hashlib
from collections.abc import Iterable

from refdesk.files.json import filled, json_text
from refdesk.publish.publication import LICENCE
from refdesk.publish.tables import Table

PATH = "data/datapackage.json"


def data_package(tables: Iterable[Table]) -> str:
    """Return the JSON text of the data package, with one resource for each table."""
    return json_text(
        {
            "profile": "tabular-data-package",
            "name": "from-0-to-1",
            "title": "From 0 to 1: data on basic research in China",
            "description": "Every series, table and chart of the site. Each row names its source.",
            "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE}],
            "resources": [_resource(table) for table in tables],
        }
    )


def _resource(table: Table) -> dict[str, object]:
    data = table.csv.encode()
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-").lower(),
        "path": f"{table.path}.csv",
        "title": table.title,
        "description": table.description,
        "notes": table.notes,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "sources": [filled({"title": source.title, "path": source.url}) for source in table.sources],
        "schema": {"fields": table.fields, **filled({"primaryKey": table.key}), "missingValues": [""]},
    }
