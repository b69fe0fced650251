"""The figures of the explorer as a script, which works from the disk too, where a page may not
fetch a file of data.
"""

import json
from functools import lru_cache

from refdesk.charts.cells import points_of
from refdesk.data.charts import lines_of, measures_of
from refdesk.data.library import Library
from refdesk.data.models import Explored, Hub, Province, Trace
from refdesk.data.series import Series
from refdesk.data.wording import is_share, short_name, unit_name
from refdesk.files.references import plain_text
from refdesk.html.text import slug
from refdesk.search.chinese import reading


@lru_cache(maxsize=2)  # a preview builds each language again with every save, from the same data
def explorer_script(library: Library) -> str:
    """Return the script that holds the figures of all series that the explorer shows, with sources
    and notes.
    """
    language = library.language
    texts: dict[str, int] = {}  # ids of sources and notes, each with its place in the list of all
    data = {
        "series": [_series(library, how, texts) for how in library.entries(Explored).values()],
        "texts": list(texts),
        "sources": {
            key: short_name(library.sources[key], language)
            for key in texts
            if key in library.sources
        },
        "tiles": {
            one.name: [*one.tile, language.called(one.code, one.zh), _names(library, one)]
            for one in library.entries(Province).values()
        },
    }
    return (
        f"window.refdeskExplorer={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
    )


def _names(library: Library, unit: Province) -> str:
    """Return the words by which a province is found: its Chinese name, how it is read, and its
    hubs.
    """
    hubs = [
        hub
        for hub in library.entries(Hub).values()
        if hub.compares and hub.compares[0] == unit.name
    ]
    return " ".join(
        [unit.zh, reading(unit.zh), *(f"{hub.name} {hub.zh} {hub.pinyin}" for hub in hubs)]
    )


def _series(library: Library, how: Explored, texts: dict[str, int]) -> dict[str, object]:
    """Return a series with its measures."""
    series, language = library.series[how.id], library.language
    spec, first = series.spec, library.series.get(series.spec.preliminary or "")
    return {
        **how.model_dump(include={"id", "group", "view", "first"}),
        **spec.model_dump(include={"kinds", "joined"}),
        "by": language.gettext(how.lines) if how.lines else "",
        "definition": plain_text(spec.definition),
        "limits": [plain_text(text) for text in spec.limitations],
        "years": sorted(
            {int(year) for one in (series, first) if one is not None for year in one.texts("year")}
        ),
        "measures": [
            {
                "id": name,
                "title": how.together.title if how.together else spec.columns[column].title,
                "unit": unit_name(spec.columns[column].unit or "", language),
                "isShare": is_share(spec.columns[column].unit or ""),
                **spec.columns[column].model_dump(include={"breaks", "current_prices"}),
                # Of the nation beside provinces, shares alone can be compared.
                "lines": [
                    _line(name, trace, library.series[trace.series], first, texts)
                    for name, trace in lines_of(library, how, column).items()
                    if trace.series == how.id or is_share(spec.columns[column].unit or "")
                ],
            }
            for name, column in measures_of(how).items()
        ],
    }


def _line(
    name: str, trace: Trace, series: Series, first: Series | None, texts: dict[str, int]
) -> dict[str, object]:
    """Return a line with its figures by year, their sources and notes; ``early`` holds the series
    of estimates.
    """
    early = (
        points_of(first, trace) if first is not None and trace.column in first.spec.columns else []
    )
    points = {point.at: point for point in (*early, *points_of(series, trace))}
    shown = [points[year] for year in sorted(points)]
    estimates = [
        one for one in shown if one.cell.series is first or one.cell.key in series.spec.estimates
    ]
    parts = ["{year}" if one == "year" else slug(name) for one in series.spec.key]
    return {
        "name": name,
        "label": trace.label,
        "address": f"{series.id}#row-{'-'.join(parts)}.{trace.column}",
        "years": [int(one.year) for one in shown],
        "early": {one.year: one.cell.series.id for one in estimates},
        "values": [float(one.number) for one in shown],
        "source": [texts.setdefault("; ".join(one.cell.sources()), len(texts)) for one in shown],
        "note": [texts.setdefault(one.note, len(texts)) for one in shown],
    }
