"""Downloads: everything in docs/data as CSV, JSON, BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from pathlib import Path

from refdesk.charts import files
from refdesk.charts.drawings import drawings_of, palette_of
from refdesk.charts.png import Pictures
from refdesk.charts.style import in_fixed_colours, page_sheet
from refdesk.data.chart_references import is_all_sound
from refdesk.data.library import Library
from refdesk.data.models import ENTRY_FILES, Chart, Source
from refdesk.data.plain_text import plain_text
from refdesk.data.series import Series, is_number
from refdesk.data.tables import SOURCES, as_csv, plain_entry, table_names
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.json import json_lines, json_with_rows
from refdesk.publish import data_package
from refdesk.site.generated import CHART_STYLES
from refdesk.site.site import Site

_BIB_TYPES = {"article-journal": "article", "report": "techreport", "book": "book", "chapter": "incollection"}


def begin_pictures(site: Site) -> Pictures:
    """The PNG of every drawing, to be drawn beside the running build; none from data with a mistake."""
    sound = is_all_sound(site.library)
    light = palette_of(site).light
    drawings = {f"{name}.png": in_fixed_colours(svg, light) for name, svg in drawings_of(site).files.items() if sound}
    return Pictures(site.config.root, drawings)


def texts_and_archive(site: Site) -> dict[str, str | bytes]:
    """Path below the documentation folder -> content, for every file made from data but the pictures.

    From data with a mistake nothing is made but the style sheet of charts: the check tells the mistake.
    """
    library = site.library
    made: dict[str, str] = {CHART_STYLES: page_sheet()}
    if not is_all_sound(library):
        return {**made}
    if SOURCES in library.files:
        made["data/sources.json"] = json_lines(csl(source) for source in library.sources.values()) + "\n"
        made["data/sources.bib"] = "\n".join(bibtex(source) for source in library.sources.values())
    for name in table_names(library):
        entries = library.files[name].entries
        made[f"data/{name}.json"] = json_lines(plain_entry(entry) for entry in entries.values()) + "\n"
        made[f"data/{name}.csv"] = as_csv(ENTRY_FILES[name], entries)
    for series in library.series.values():
        made[f"data/series/{series.id}.json"] = _series_json(series, library)
    for chart in library.entries("charts", Chart).values():
        made[f"data/charts/{chart.id}.csv"] = files.as_csv(library, chart)
        made[f"data/charts/{chart.id}.json"] = files.as_json(library, chart)
    made |= {f"{name}.svg": svg for name, svg in drawings_of(site).files.items()}
    made |= data_package.schemas()
    content = {uri: path.read_bytes() for uri, path in data_package.data_files(site)}
    content |= {uri: text.encode() for uri, text in made.items() if uri.startswith("data/")}
    described = data_package.described(site, content)
    content |= {uri: text.encode() for uri, text in described.items()}
    return {**made, **described, data_package.ARCHIVE: data_package.archive(content)}


def downloads(site: Site) -> dict[str, str | bytes]:
    """Path below the documentation folder -> content, for every file made from data."""
    return {**texts_and_archive(site), **begin_pictures(site).finish()}


def everything(site: Site) -> dict[str, str | bytes | Path]:
    """All downloads, and the data files of the checkout that they are made from; UnusableSiteError on a mistake."""
    if not is_all_sound(site.library):
        raise UnusableSiteError("the data have mistakes: refdesk check lists them")
    return {**dict(data_package.data_files(site)), **downloads(site)}


def _series_json(series: Series, library: Library) -> str:
    numbers = {name for name, column in series.spec.columns.items() if is_number(column)}
    rows = [
        {
            name: files.as_number(row[name].text) if name in numbers else row[name].text
            for name in series.spec.columns
            if row[name].text
        }
        for row in series.rows.values()
    ]
    spec = series.spec.model_dump(exclude_none=True)
    spec["definition"] = plain_text(series.spec.definition)
    spec["limitations"] = [plain_text(text) for text in series.spec.limitations]
    spec["notes"] = [plain_text(note) for note in series.spec.notes]
    sources = {key: library.sources[key].title for key in series.sources() if key in library.sources}
    return json_with_rows({**spec, "sources": sources}, rows)


def csl(source: Source) -> dict[str, object]:
    """A source as CSL-JSON."""
    data = source.model_dump(by_alias=True, exclude_none=True)
    for field in ("issued", "accessed"):
        if field in data:
            data[field] = {"date-parts": [[int(part) for part in str(data[field]).split("-")]]}
    return {key: value for key, value in data.items() if value != []}


def bibtex(source: Source) -> str:
    """A source as one BibTeX entry."""
    fields = {
        "author": " and ".join("{" + str(name) + "}" for name in source.author),
        "title": source.title,
        "journal": source.container_title or "",
        "institution" if source.type == "report" else "publisher": source.publisher,
        "year": source.issued[:4] if source.issued else "",
        "date": source.issued or "",
        "url": source.address or "",
        "note": source.custom.gloss or "",
        "langid": source.language,
    }
    lines = [
        f"  {name} = {{{_bib_escape(value) if name not in {'url', 'author'} else value}}},"
        for name, value in fields.items()
        if value
    ]
    return f"@{_BIB_TYPES.get(source.type, 'misc')}{{{source.id},\n" + "\n".join(lines) + "\n}\n"


def _bib_escape(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
