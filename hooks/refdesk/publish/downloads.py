"""Downloads: everything in docs/data as CSV, JSON, BibTeX and CSL-JSON, with its schemas, and all
of it as a zip.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter

from refdesk.charts.colours import in_fixed_colours
from refdesk.charts.drawings import drawings_of
from refdesk.charts.png import pictures
from refdesk.data.library import Library
from refdesk.data.models import ENTRY_FILES, Entry, FrontMatter, Name, SeriesSpec, Source
from refdesk.data.source_files import folded
from refdesk.publish.faults import told_at
from refdesk.publish.publication import Publication, json_lines, json_text
from refdesk.publish.tables import data_package, tables
from refdesk.site.site import Site

ARCHIVE = "data/from-0-to-1-data.zip"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold
_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_AS_TYPED = {"url", "doi", "author", "editor"}
_ESCAPED = r"\\\1"  # a special character of TeX, escaped
_BIB_TYPES = {
    "article-journal": "article",
    "report": "techreport",
    "book": "book",
    "chapter": "incollection",
}


def drawn_pictures(site: Site) -> dict[str, bytes]:
    """Return the PNG of every drawing by path."""
    drawn = drawings_of(site)
    fixed = {
        f"{name}.png": in_fixed_colours(svg, drawn.palette.light)
        for name, svg in drawn.files.items()
    }
    return pictures(site.config.root, fixed)


def texts_and_archive(site: Site) -> dict[str, str | bytes]:
    """Return path and content of every file that is made from sound data, except for pictures."""
    library = site.library
    made: dict[str, str] = {}
    if "sources" in library.files:
        made |= _bibliographies(library)
    found = tables(library)
    for table in found:
        made |= {f"data/{table.path}.csv": table.csv, f"data/{table.path}.json": table.json}
    made |= {f"{name}.svg": svg for name, svg in drawings_of(site).files.items()}
    made["data/datapackage.json"] = data_package(Publication(site), found)
    data = {uri: path.read_bytes() for uri, path in _data_files(site).items()} | made
    inside = ((uri.removeprefix("data/"), data[uri]) for uri in sorted(data))
    return {**made, ARCHIVE: zipped("from-0-to-1-data", inside)}


def _bibliographies(library: Library) -> dict[str, str]:
    """Return the sources as CSL-YAML, as CSL-JSON and as BibTeX by path."""
    records: list[dict[str, object]] = []
    entries: list[str] = []
    for source in library.sources.values():
        with told_at(library, source):
            records.append(csl(source))
            entries.append(bibtex(source))
    return {
        f"data/{Source.data_path}": folded(library.files["sources"]),
        "data/sources.json": json_lines(records) + "\n",
        "data/sources.bib": "\n".join(entries),
    }


def everything(site: Site) -> dict[str, str | bytes | Path]:
    """Return path and content of all downloads, the data files and their schemas, of a site without
    mistakes.
    """
    return {**_data_files(site), **schemas(), **texts_and_archive(site), **drawn_pictures(site)}


def _data_files(site: Site) -> dict[str, Path]:
    """Return the published data files and their schemas by their path below the documentation
    folder; the sources stand in one file.
    """
    found = (
        uri
        for uri in site.tree.files
        if re.fullmatch(r"data/(?:schemas/.*|(?!sources/).*\.(?:csv|yml))", uri)
    )
    return {uri: site.config.docs_dir / uri for uri in found}


def schemas() -> dict[str, str]:
    """Return path and JSON Schema of every data file and of the front matter."""
    made = {"page": _DIALECT | FrontMatter.model_json_schema()}
    models: dict[str, type[Entry]] = {"series": SeriesSpec, **ENTRY_FILES}
    for name, model in models.items():
        entries: Any = GenericAlias(list, model)
        schema = TypeAdapter(entries).json_schema()
        if name == "sources":
            defined = {"$defs": schema.pop("$defs")}
            below = {"references": schema | {"description": "The sources, in order of their ids"}}
            schema = {"type": "object", "required": ["references"], "properties": below, **defined}
        made[name] = _DIALECT | {"title": f"docs/data/{model.data_path or 'series/*.yml'}"} | schema
    return {f"data/schemas/{name}.schema.json": json_text(schema) for name, schema in made.items()}


def zipped(folder: str, content: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return a reproducible zip file whose only folder holds the given files in the given order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        for path, data in content:
            entry = zipfile.ZipInfo(f"{folder}/{path}", _EARLIEST)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def csl(source: Source) -> dict[str, object]:
    """Return a source as CSL-JSON."""
    data = source.model_dump(by_alias=True, exclude_defaults=True)
    for field in data.keys() & {"issued", "accessed"}:
        data[field] = {"date-parts": [[int(part) for part in data[field].split("-")]]}
    return data


def bibtex(source: Source) -> str:
    """Return a source as a BibTeX entry."""
    fields = {
        "author": _people(source.author),
        "editor": _people(source.editor),
        "title": source.title,
        "journal": source.container_title,
        "institution" if source.type == "report" else "publisher": source.publisher,
        "year": (source.issued or "")[:4],
        "date": source.issued,
        "volume": source.volume,
        "number": source.issue,
        "pages": source.page,
        "doi": source.doi,
        "url": source.address,
        "urldate": source.accessed,
        "note": source.custom.gloss,
        "langid": source.language,
    }
    lines = [
        f"  {name} = {{{value if name in _AS_TYPED else re.sub(r'([&%$#_{}])', _ESCAPED, value)}}},"
        for name, value in fields.items()
        if value
    ]
    return f"@{_BIB_TYPES.get(source.type, 'misc')}{{{source.id},\n" + "\n".join(lines) + "\n}\n"


def _people(names: Iterable[Name]) -> str:
    return " and ".join(
        f"{one.family}, {one.given}" if one.given else f"{{{one}}}" for one in names
    )
