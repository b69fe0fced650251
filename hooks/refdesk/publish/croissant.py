"""The data package in the terms of Croissant (MLCommons), from its descriptor."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from refdesk.files.json import filled
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE

_TERMS = (
    "citeAs", "column", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
    "replace", "separator", "source", "subField", "transform",
)  # fmt: skip
_CONTEXT: Mapping[str, object] = {
    "@language": LANGUAGE,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES = {"number": "sc:Float", "year": "sc:Integer"}


def croissant(
    package: Mapping[str, Any], resources: Iterable[Mapping[str, Any]], url: str, version: str
) -> dict[str, object]:
    """The description of a data package: a file and a set of records for each of its tables."""
    tables = list(resources)
    about = {"name": package["name"], "description": package["description"], "license": LICENCE, "url": url}
    creator = {"@type": "sc:Organization", "name": AUTHOR}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **filled(about),
        "alternateName": package["title"],
        "creator": creator,
        "citeAs": f"{AUTHOR}: {package['title']}, edition of {version}",
        "datePublished": version,
        "version": version.replace("-", "."),
        "distribution": [_file(table) for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _file(table: Mapping[str, Any]) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": table["path"],
        "name": posixpath.basename(table["path"]),
        "description": table["title"],
        "contentUrl": table["path"],
        "contentSize": f"{table['bytes']} B",
        "encodingFormat": table["mediatype"],
        "sha256": table["hash"].removeprefix("sha256:"),
    }


def _records(table: Mapping[str, Any]) -> dict[str, object]:
    name = table["name"]
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{field['name']}",
            "name": field["name"],
            "description": field.get("description") or field.get("title") or field["name"],
            "dataType": _TYPES.get(field["type"], "sc:Text"),
            "source": {"fileObject": {"@id": table["path"]}, "extract": {"column": field["name"]}},
        }
        for field in table["schema"]["fields"]
    ]
    key = [{"@id": f"{name}/{column}"} for column in table["schema"].get("primaryKey", ())]
    about = {"@type": "cr:RecordSet", "@id": name, "name": name, "description": table["description"]}
    return {**about, **filled({"key": key}), "field": fields}
