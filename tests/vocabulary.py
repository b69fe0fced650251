"""The vocabulary of schema.org, as the package pydantic2-schemaorg carries it: a Python class for each type.

The files are read, not imported: they need no more than their class, its bases and the notes of its fields.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# What a plain value of JSON may stand for.
_PLAIN: dict[type, set[str]] = {
    bool: {"Boolean"},
    int: {"Integer", "Number"},
    float: {"Float", "Number"},
    str: {"Text"},
}
_DATA_TYPES = {"Boolean", "Date", "DateTime", "Float", "Integer", "Number", "Text", "Time", "URL"}
_KEYWORDS = {"@type", "@id"}
_ADDRESS = re.compile(r"https?://|\.{1,2}/|[\w-]+/$")


def _folder() -> Path:
    spec = find_spec("pydantic2_schemaorg")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


@cache
def _type(name: str) -> tuple[tuple[str, ...], dict[str, frozenset[str]]]:
    """The types above a type, and its own properties with the types that they expect."""
    path = _folder() / f"{name}.py"
    if not path.is_file():
        raise KeyError(name)
    [made] = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    properties = {
        field.target.id: frozenset(
            node.value for node in ast.walk(field.annotation) if isinstance(node, ast.Constant) and node.value
        )
        for field in made.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }
    return tuple(base.id for base in made.bases if isinstance(base, ast.Name)), properties


@cache
def lineage(name: str) -> frozenset[str]:
    """A type and all types above it."""
    if not (_folder() / f"{name}.py").is_file():  # the foot of the Python classes, no type of the vocabulary
        return frozenset()
    above, _ = _type(name)
    return frozenset({name}).union(*map(lineage, above))


def expected(kind: str, name: str) -> frozenset[str]:
    """The types that a property of a type expects; none where the type has no such property."""
    return frozenset().union(*(_type(above)[1].get(name, frozenset()) for above in lineage(kind)))


def mistakes(node: object) -> Iterator[str]:
    """What the vocabulary does not know in a node of JSON-LD and all that it holds."""
    if isinstance(node, list):
        for item in node:
            yield from mistakes(item)
    if not isinstance(node, Mapping) or "@type" not in node:
        return
    kind = node["@type"]
    if not lineage(kind):
        yield f"no type {kind}"
        return
    for name, value in node.items():
        if name in _KEYWORDS:
            continue
        wanted = expected(kind, name)
        if not wanted:
            yield f"{kind} has no property {name}"
        else:
            yield from (
                f"{kind}.{name} is {item!r:.60}, not {' or '.join(sorted(wanted))}"
                for item in (value if isinstance(value, list) else [value])
                if not _fits(item, wanted)
            )
        yield from mistakes(value)


def _fits(value: object, wanted: frozenset[str]) -> bool:
    """Whether a value is of a type that is wanted. Text may stand for a date or an address if it has their form."""
    if isinstance(value, Mapping):
        return value.keys() == {"@id"} or bool(lineage(str(value.get("@type"))) & wanted)
    kinds = set(_PLAIN[type(value)])
    if isinstance(value, str) and _is_date(value):
        kinds.add("Date")
    if isinstance(value, str) and _ADDRESS.match(value):
        kinds |= {"URL"} | (wanted - _DATA_TYPES)  # a thing may be named by its address: what it is stands there
    return bool(kinds & wanted)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
