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


def rows(library: Library, chart: Chart) -> list[dict[str, str]]:
    """One row for each cell that the chart shows."""
    return [
        {
            "panel": panel.title or "",
            "line": trace.label,
            "at": point.at,
            "value": point.text,
            "unit": point.unit,
            "series": point.series,
            "row": point.key,
            "column": point.column,
            "year": point.year,
            "source": "; ".join(point.sources),
            "note": point.note,
        }
        for panel, trace, point in chart_points(library, chart)
    ]


def as_csv(library: Library, chart: Chart) -> str:
    """The cells of a chart as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(library, chart))
    return stream.getvalue()


def as_number(text: str) -> float | int:
    """A number of the data as JSON has it."""
    return float(text) if "." in text else int(text)


def as_json(library: Library, chart: Chart) -> str:
    """The cells of a chart with what it says, as JSON; numbers are numbers."""
    data = [{**row, "value": as_number(row["value"])} for row in rows(library, chart)]
    about = {
        "id": chart.id,
        "title": chart.title,
        "headline": plain_text(chart.headline),
        "description": chart.description,
        "note": plain_text(chart.note or ""),
        "sources": {key: library.sources[key].title for key in chart_sources(library, chart) if key in library.sources},
    }
    return json_with_rows(about, data)
