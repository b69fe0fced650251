"""Downloads: everything in docs/data as CSV, JSON, BibTeX and CSL-JSON."""

import re
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path

from refdesk.charts.cells import chart_points, chart_sources
from refdesk.charts.colours import in_fixed_colours, page_sheet
from refdesk.charts.drawings import drawings_of, palette_of
from refdesk.charts.png import pictures
from refdesk.data.chart_references import is_all_sound
from refdesk.data.library import Library
from refdesk.data.models import ENTRY_FILES, Chart, Source
from refdesk.data.plain_text import plain_text
from refdesk.data.series import COMPUTED, Series, is_number
from refdesk.data.tables import SOURCES, as_csv, csv_text, plain_entry, table_names
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.json import json_lines, json_with_rows
from refdesk.publish.data_package import ARCHIVE, CHART_COLUMNS, data_files, described, schemas, zipped
from refdesk.site.generated import CHART_STYLES
from refdesk.site.site import Site

_CELL = attrgetter("at", "text", "unit", "series", "key", "column", "year")  # in the order of CHART_COLUMNS
_ESCAPED = r"\\\1"  # a sign that TeX takes for its own, with a backslash before it
_BIB_TYPES = {"article-journal": "article", "report": "techreport", "book": "book", "chapter": "incollection"}


def drawn_pictures(site: Site) -> dict[str, bytes]:
    """The PNG of every drawing by path; none from data with a mistake."""
    light = palette_of(site).light
    files = drawings_of(site).files if is_all_sound(site.library) else {}
    return pictures(site.config.root, {f"{name}.png": in_fixed_colours(svg, light) for name, svg in files.items()})


def texts_and_archive(site: Site) -> dict[str, bytes]:
    """Path below the documentation folder -> content, for every file made from data but the pictures.

    From data with a mistake nothing is made but the style sheet of charts: the check tells the mistake.
    """
    library = site.library
    made: dict[str, str] = {CHART_STYLES: page_sheet()}
    if not is_all_sound(library):
        return _encoded(made)
    if SOURCES in library.files:
        made["data/sources.json"] = json_lines(csl(source) for source in library.sources.values()) + "\n"
        made["data/sources.bib"] = "\n".join(bibtex(source) for source in library.sources.values())
    for name in table_names(library):
        entries = library.files[name].entries
        made[f"data/{name}.json"] = json_lines(plain_entry(entry) for entry in entries.values()) + "\n"
        made[f"data/{name}.csv"] = as_csv(ENTRY_FILES[name], entries)
    for series in library.series.values():
        made[f"data/series/{series.id}.json"] = _series_json(series, library)
    if COMPUTED in library.series:
        made[f"data/series/{COMPUTED}.csv"] = library.series[COMPUTED].csv.file.text
    for chart in library.entries("charts", Chart).values():
        made |= _chart_files(library, chart)
    made |= {f"{name}.svg": svg for name, svg in drawings_of(site).files.items()}
    files = _encoded(made)
    data = {uri: path.read_bytes() for uri, path in data_files(site)}
    data |= {uri: content for uri, content in files.items() if uri.startswith("data/")}
    about = _encoded(described(site, data))
    inside = sorted((data | about).items())
    archive = zipped("from-0-to-1-data", ((uri.removeprefix("data/"), content) for uri, content in inside), 6)
    return {**files, **about, ARCHIVE: archive}


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {uri: text.encode() for uri, text in texts.items()}


def downloads(site: Site) -> dict[str, bytes]:
    """Path below the documentation folder -> content, for every file made from data."""
    return texts_and_archive(site) | drawn_pictures(site)


def everything(site: Site) -> dict[str, bytes | Path]:
    """All downloads, the data files that they are made from, and their schemas; UnusableSiteError on a mistake."""
    if not is_all_sound(site.library):
        raise UnusableSiteError("the data have mistakes: refdesk check lists them")
    return {**dict(data_files(site)), **_encoded(schemas()), **downloads(site)}


def _chart_files(library: Library, chart: Chart) -> dict[str, str]:
    """The cells that a chart shows as CSV, and with what it says as JSON, where numbers are numbers."""
    rows = [
        [panel.title or "", trace.label, *_CELL(point), "; ".join(point.sources), point.note]
        for panel, trace, point in chart_points(library, chart)
    ]
    cells = [dict(zip(CHART_COLUMNS, row, strict=True)) for row in rows]
    about = {
        "id": chart.id,
        "title": chart.title,
        "headline": plain_text(chart.headline),
        "description": chart.description,
        "note": plain_text(chart.note or ""),
        "sources": {key: library.sources[key].title for key in chart_sources(library, chart) if key in library.sources},
    }
    return {
        f"data/charts/{chart.id}.csv": csv_text([list(CHART_COLUMNS), *rows]),
        f"data/charts/{chart.id}.json": json_with_rows(about, [{**c, "value": _number(c["value"])} for c in cells]),
    }


def _number(text: str) -> float | int:
    """A number of the data as JSON has it."""
    return float(text) if "." in text else int(text)


def _series_json(series: Series, library: Library) -> str:
    numbers = {name for name, column in series.spec.columns.items() if is_number(column)}
    texts = ({name: row[name].text for name in series.spec.columns} for row in series.rows.values())
    rows = [{name: _number(text) if name in numbers else text for name, text in row.items() if text} for row in texts]
    about = series.spec.model_dump(exclude_none=True) | {
        "definition": plain_text(series.spec.definition),
        "limitations": [plain_text(text) for text in series.spec.limitations],
        "notes": [plain_text(note) for note in series.spec.notes],
        "sources": {key: library.sources[key].title for key in series.sources() if key in library.sources},
    }
    return json_with_rows(about, rows)


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
        "author": " and ".join(f"{one.family}, {one.given}" if one.given else f"{{{one}}}" for one in source.author),
        "title": source.title,
        "journal": source.container_title or "",
        "institution" if source.type == "report" else "publisher": source.publisher,
        "year": source.issued[:4] if source.issued else "",
        "date": source.issued or "",
        "volume": source.volume or "",
        "number": source.issue or "",
        "pages": source.page or "",
        "doi": source.doi or "",
        "url": source.address or "",
        "urldate": source.accessed,
        "note": source.custom.gloss or "",
        "langid": source.language,
    }
    lines = [
        f"  {name} = {{{value if name in {'url', 'doi', 'author'} else re.sub(r'([&%$#_{}])', _ESCAPED, value)}}},"
        for name, value in fields.items()
        if value
    ]
    return f"@{_BIB_TYPES.get(source.type, 'misc')}{{{source.id},\n" + "\n".join(lines) + "\n}\n"
