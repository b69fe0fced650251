"""``refdesk schemas``: JSON Schemas of the data files and of front matter, made from their models."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter

from refdesk.data.models import DATA_PATHS, ENTRY_FILES, Entry, FrontMatter, SeriesSpec
from refdesk.files.cache import write_whole
from refdesk.files.checkout import DOCS
from refdesk.files.json import json_text

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def schemas() -> dict[str, str]:
    """Path -> JSON Schema: of the list of entries of every data file, and of the front matter of a page."""
    made = {"page": _DIALECT | FrontMatter.model_json_schema()}
    models: dict[str, type[Entry]] = {"series": SeriesSpec, **ENTRY_FILES}
    for name, model in models.items():
        schema = TypeAdapter(list[model]).json_schema()  # type: ignore[valid-type]  # known when this runs
        if name == "sources":
            defined = {"$defs": schema.pop("$defs")}
            below = {"references": schema | {"description": "The sources, in order of their ids"}}
            schema = {"type": "object", "required": ["references"], "properties": below, **defined}
        made[name] = _DIALECT | {"title": f"{DOCS}/data/{DATA_PATHS.get(name, 'series/*.yml')}"} | schema
    return {f"{DOCS}/data/schemas/{name}.schema.json": json_text(schema) for name, schema in made.items()}


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write the schemas to docs/data/schemas/."""
    del options
    for path, text in schemas().items():
        write_whole(root / path, text.encode())
        say(path)
    return 0
