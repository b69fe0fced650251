"""The figures of the explorer as a script, which works from the disk too, where a page may not fetch a file of data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.models import Explored, Province
from refdesk.data.references import NATION
from refdesk.data.series import Series, number
from refdesk.data.sources import short_name
from refdesk.data.units import is_share
from refdesk.files.references import plain_text
from refdesk.html.text import slug
from refdesk.search.chinese import reading

Numbers = dict[str, int]  # sources or notes, each with its place in the list of all


class _Line(NamedTuple):
    """A line: the series of its rows, its name, the columns of its measures ('' for none), which rows are its own.

    First estimates are a line of their own.
    """

    series: Series
    name: str
    label: str
    columns: Sequence[str]
    where: Mapping[str, str] = {}
    skip: Sequence[str] = ()
    more: Mapping[str, object] = {}


def explorer_script(library: Library) -> str:
    """Return the script that holds the figures of all series that the explorer shows, with sources and notes."""
    sources: Numbers = {}
    notes: Numbers = {}
    explored = library.entries(Explored).values()
    series = [_series(library, library.series[how.id], how, sources, notes) for how in explored]
    data = {
        "series": series,
        "sources": [(key, short_name(library.sources[key]) if key in library.sources else key) for key in sources],
        "notes": list(notes),
        "tiles": {unit.name: [*unit.tile, unit.code] for unit in library.entries(Province).values()},
    }
    return f"window.refdeskExplorer={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _series(library: Library, series: Series, how: Explored, sources: Numbers, notes: Numbers) -> dict[str, object]:
    """Return a series with its measures and its lines."""
    spec, lines = series.spec, list(_lines(library, series, how))
    own = [line.series for line in lines if line.series.id != how.nation]
    years = sorted({year for one in own for year in one.texts("year")})
    measures = [(name, spec.columns[name].title, spec.columns[name]) for name in how.measures]
    if how.together:
        measures = [(slug(how.together), how.together, measures[0][2])]
    return {
        "id": series.id,
        "group": how.group,
        "by": how.lines or "",
        "definition": plain_text(spec.definition),
        "limits": [plain_text(text) for text in spec.limitations],
        "ranks": spec.kinds is None,
        "mixed": not spec.joined,
        "view": how.view,
        "first": how.first,
        "years": [int(year) for year in years],
        "columns": [
            {"id": name, "title": title, "unit": of.unit, "breaks": of.breaks, "current": of.current_prices}
            for name, title, of in measures
        ],
        "lines": [_line(line, years, sources, notes) for line in lines],
    }


def _lines(library: Library, series: Series, how: Explored) -> Iterator[_Line]:
    """Yield the lines of a series; beside them the nation, for shares, and what is preliminary."""
    columns = series.spec.columns
    nation, early = (library.series.get(name or "") for name in (how.nation, series.spec.preliminary))
    if nation is not None:
        shares = [name if is_share(columns[name].unit or "") else "" for name in how.measures]
        yield _Line(nation, NATION, NATION, shares)
    if early is not None:
        yield _Line(early, "preliminary", "Preliminary", how.measures, more={"hollow": True})
    if how.together:
        yield from (_Line(series, name, columns[name].title, [name]) for name in how.measures)
    elif how.lines is None:
        yield _Line(series, NATION, NATION, how.measures)
    estimates = series.spec.estimates
    for name in series.texts(how.lines) if how.lines is not None else ():
        where = {how.lines or "": name}
        rows = series.rows_where(where)
        if any(row[measure].text for row in rows.values() for measure in how.measures):
            zh = next(row[how.chinese].text for row in rows.values()) if how.chinese is not None else ""
            more = {"zh": zh, "read": reading(zh)} if zh else {}
            label = series.label(how.lines or "", name)
            yield _Line(series, name, label, how.measures, where, estimates, more)
            if not rows.keys().isdisjoint(estimates):
                final = [key for key in rows if key not in estimates]
                words = f"{name}, preliminary", f"{label}, preliminary"
                yield _Line(series, *words, how.measures, where, final, {"hollow": True})


def _line(line: _Line, years: Sequence[str], sources: Numbers, notes: Numbers) -> dict[str, object]:
    """Return a line with the figures of each measure, sources and notes, for each year or None where there is none."""
    found = {row["year"].text: row for row in line.series.rows_where(line.where, line.skip).values()}
    rows = [{name: cell.text for name, cell in found[year].items()} if year in found else {} for year in years]
    values = [[number(row.get(name, "")) for row in rows] for name in line.columns]
    named = ((sources, "source"), (notes, "note"))
    listed = {
        name: [known.setdefault(row[name], len(known)) if row.get(name) else None for row in rows]
        for known, name in named
    }
    return {
        "name": line.name,
        "label": line.label,
        "page": line.series.id,
        "row": "/".join(line.where.get(column, "{year}") for column in line.series.spec.key),
        **line.more,
        "values": [[None if one is None else float(one) if one % 1 else int(one) for one in row] for row in values],
        **listed,
    }
