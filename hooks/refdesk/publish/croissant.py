"""The data package in the terms of Croissant (MLCommons), from its descriptor: a file and a set of records a table."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from refdesk.files.json import filled
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE

_TERMS = """citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes isLiveDataset
jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source subField
transform"""
_CONTEXT: Mapping[str, object] = {
    "@language": LANGUAGE,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: {"@id": f"cr:{term}", "@type": "@json"} for term in ("data", "examples")},
    **{term: f"cr:{term}" for term in re.findall(r"\w+", _TERMS)},
}
_TYPES = {"number": "sc:Float", "year": "sc:Integer"}
Node = Mapping[str, Any]


def croissant(package: Node, tables: Sequence[Node], url: str, edition: str) -> dict[str, object]:
    """The description of a data package and its tables, published at an address ('' where none is known)."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **filled({"name": package["name"], "description": package["description"], "license": LICENCE, "url": url}),
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "citeAs": f"{AUTHOR}: {package['title']}, edition of {edition}",
        "datePublished": edition,
        "version": re.sub(r"-0?", ".", edition),
        "distribution": [_file(table) for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _file(table: Node) -> Node:
    path, digest = table["path"], table["hash"].removeprefix("sha256:")
    about = {"name": path, "description": table["title"], "contentUrl": path, "encodingFormat": table["mediatype"]}
    return {"@type": "cr:FileObject", "@id": path, **about, "sha256": digest}


def _records(table: Node) -> Node:
    name = table["name"]
    fields = []
    for field in table["schema"]["fields"]:
        source = {"fileObject": {"@id": table["path"]}, "extract": {"column": field["name"]}}
        about = {"name": field["name"], "description": field.get("description") or field["title"]}
        kind = _TYPES.get(field["type"], "sc:Text")
        fields.append(
            {"@type": "cr:Field", "@id": f"{name}/{field['name']}", **about, "dataType": kind, "source": source}
        )
    key = [{"@id": f"{name}/{column}"} for column in table["schema"].get("primaryKey", ())]
    about = {"name": name, "description": table["description"]}
    return {"@type": "cr:RecordSet", "@id": name, **about, **filled({"key": key}), "field": fields}
