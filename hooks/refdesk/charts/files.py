"""The cells of a chart as downloads: CSV and JSON."""

from __future__ import annotations

import csv
import io

from refdesk.charts.cells import chart_points, chart_sources
from refdesk.data.library import Library
from refdesk.data.models import Chart
from refdesk.data.plain_text import plain_text
from refdesk.files.json import json_with_rows

# Column -> what it holds.
COLUMNS = {
    "panel": "The title of the plot; empty where the chart has one plot without a title",
    "line": "The name of the line, or of the set of bars or points",
    "at": "Where on its axis the figure stands: a year, a country, a province or a name",
    "value": "The figure, as the series has it",
    "unit": "The unit of the figure",
    "series": "The series that the figure comes from",
    "row": "The key of its row in the series",
    "column": "Its column in the series",
    "year": "The year or period of the figure",
    "source": "Ids of the sources of the figure, as in sources.json, separated by “; ”",
    "note": "What is to be known of the figure",
}


def _rows(library: Library, chart: Chart) -> list[list[str]]:
    """One row for each cell that the chart shows."""
    return [
        [
            panel.title or "",
            trace.label,
            p.at,
            p.text,
            p.unit,
            p.series,
            p.key,
            p.column,
            p.year,
            "; ".join(p.sources),
            p.note,
        ]
        for panel, trace, p in chart_points(library, chart)
    ]


def as_csv(library: Library, chart: Chart) -> str:
    """The cells of a chart as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *_rows(library, chart)])
    return stream.getvalue()


def as_number(text: str) -> float | int:
    """A number of the data as JSON has it."""
    return float(text) if "." in text else int(text)


def as_json(library: Library, chart: Chart) -> str:
    """The cells of a chart with what it says, as JSON; numbers are numbers."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(library, chart)]
    about = {
        "id": chart.id,
        "title": chart.title,
        "headline": plain_text(chart.headline),
        "description": chart.description,
        "note": plain_text(chart.note or ""),
        "sources": {key: library.sources[key].title for key in chart_sources(library, chart) if key in library.sources},
    }
    return json_with_rows(about, [{**row, "value": as_number(row["value"])} for row in rows])
