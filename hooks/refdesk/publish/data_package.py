"""Machine-readable metadata of the tables: a sidecar beside every CSV, and two descriptors of all.

Sidecars follow CSV on the Web, the descriptors the Frictionless Data Package and Croissant (MLCommons).
"""

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refdesk.files.json import filled, json_text
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE
from refdesk.publish.tables import Table
from refdesk.site.edition import edition_of
from refdesk.site.site import Site

_NAME, _TITLE = "from-0-to-1", "From 0 to 1: data on basic research in China"
_DESCRIPTION = "Every series, table and chart of the site. Each row names its source."
_LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": LICENCE}
_SIDECAR = ".csv-metadata.json"
_DATATYPES = {"number": "decimal", "year": "gYear"}
_CROISSANT_TYPES = {"number": "sc:Float", "year": "sc:Integer"}
_CROISSANT_TERMS = """citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes
isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator
source subField transform"""
_CROISSANT_CONTEXT: Mapping[str, object] = {
    "@language": LANGUAGE,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: {"@id": f"cr:{term}", "@type": "@json"} for term in ("data", "examples")},
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS.split()},
}
Node = dict[str, Any]


def described(site: Site, tables: Sequence[Table]) -> dict[str, str]:
    """Returns path and text of the sidecars and of the two descriptors."""
    resources = [_resource(table) for table in tables]
    package = {
        "profile": "tabular-data-package",
        "name": _NAME,
        "title": _TITLE,
        "description": _DESCRIPTION,
        "licenses": [_LICENCE],
        "resources": resources,
    }
    texts = {f"{table.path}{_SIDECAR}": _sidecar(table) for table in tables}
    texts |= {"datapackage.json": package, "croissant.json": _croissant(site, resources)}
    return {f"data/{path}": json_text(about) for path, about in texts.items()}


def _sidecar(table: Table) -> Node:
    """Returns the metadata beside the CSV of a table (CSV on the Web)."""
    sources = [
        {"dc:identifier": one.id, "dc:title": one.title, "dc:publisher": one.publisher} | filled({"@id": one.url})
        for one in table.sources
    ]
    columns = [
        filled({"name": field["name"], "titles": field.get("title")})
        | {"datatype": _DATATYPES.get(str(field["type"]), "string")}
        | filled({"dc:description": field.get("description")})
        for field in table.fields
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{posixpath.basename(table.path)}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "dc:license": table.licence,
        "dc:modified": table.reviewed,
        "dc:source": sources,
        "notes": table.notes,
        "tableSchema": {"columns": columns, **filled({"primaryKey": table.key})},
    }


def _resource(table: Table) -> Node:
    """Returns a table as a resource of the data package."""
    data = table.csv.encode()
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


def _croissant(site: Site, resources: Iterable[Node]) -> Node:
    """Returns the Croissant descriptor: a file and a record set for each resource of the data package."""
    edition, files = edition_of(site), []
    for one in resources:
        path, digest = one["path"], one["hash"].removeprefix("sha256:")
        about = {"name": path, "description": one["title"], "contentUrl": path, "encodingFormat": one["mediatype"]}
        files.append({"@type": "cr:FileObject", "@id": path, **about, "sha256": digest})
    return {
        "@context": _CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": _NAME,
        "description": _DESCRIPTION,
        **filled({"license": LICENCE, "url": site.config.published_url}),
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "citeAs": f"{AUTHOR}: {_TITLE}, edition of {edition}",
        "datePublished": edition,
        "version": re.sub(r"-0?", ".", edition),
        "distribution": files,
        "recordSet": [_croissant_records(one) for one in resources],
    }


def _croissant_records(one: Node) -> Node:
    name, fields = one["name"], []
    for field in one["schema"]["fields"]:
        source = {"fileObject": {"@id": one["path"]}, "extract": {"column": field["name"]}}
        about = {"name": field["name"], "description": field.get("description") or field["title"]}
        about |= {"dataType": _CROISSANT_TYPES.get(field["type"], "sc:Text"), "source": source}
        fields.append({"@type": "cr:Field", "@id": f"{name}/{field['name']}", **about})
    key = [{"@id": f"{name}/{column}"} for column in one["schema"].get("primaryKey", ())]
    about = {"name": name, "description": one["description"]}
    return {"@type": "cr:RecordSet", "@id": name, **about, **filled({"key": key}), "field": fields}
