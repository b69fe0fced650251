"""The figures of the explorer as a script, which works from the disk too, where a page may not fetch a file of data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from refdesk.data.library import Library
from refdesk.data.models import Explored, Hub, Province
from refdesk.data.references import NATION
from refdesk.data.series import Series
from refdesk.data.sources import short_name
from refdesk.data.units import in_unit, is_share, unit_name
from refdesk.files.labels import _, called
from refdesk.files.references import plain_text
from refdesk.html.text import slug
from refdesk.search.chinese import reading

Numbers = dict[str, int]  # sources or notes, each with its place in the list of all


def explorer_script(library: Library) -> str:
    """Return the script that holds the figures of all series that the explorer shows, with sources and notes."""
    sources: Numbers = {}
    notes: Numbers = {}
    data = {
        "series": [_series(library, how, sources, notes) for how in library.entries(Explored).values()],
        "sources": [(key, short_name(library.sources[key]) if key in library.sources else key) for key in sources],
        "notes": list(notes),
        "tiles": {
            one.name: [*one.tile, called(one.code, one.zh), _names(library, one)]
            for one in library.entries(Province).values()
        },
    }
    return f"window.refdeskExplorer={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _names(library: Library, unit: Province) -> str:
    """Return the words by which a province is found: its Chinese name, how it is read, and its hubs."""
    hubs = [hub for hub in library.entries(Hub).values() if hub.compares and hub.compares[0] == unit.name]
    return " ".join([unit.zh, reading(unit.zh), *(f"{hub.name} {hub.zh} {hub.pinyin}" for hub in hubs)])


def _series(library: Library, how: Explored, sources: Numbers, notes: Numbers) -> dict[str, object]:
    """Return a series with its measures and its lines."""
    series = library.series[how.id]
    spec = series.spec
    early = library.series.get(spec.preliminary or "")
    years = sorted({*series.texts("year"), *(early.texts("year") if early is not None else ())})
    measures = [(name, spec.columns[name].title, spec.columns[name]) for name in how.measures]
    if how.together:
        measures = [(slug(how.together), how.together, measures[0][2])]
    declared = {"breaks", "current_prices"}
    return {
        **how.model_dump(include={"id", "group", "view", "first"}),
        "by": _(how.lines) if how.lines else "",
        "definition": plain_text(spec.definition),
        "limits": [plain_text(text) for text in spec.limitations],
        "ranks": spec.kinds is None,
        "mixed": not spec.joined,
        "years": [int(year) for year in years],
        "columns": [
            {"id": name, "title": title, "unit": unit_name(of.unit or ""), **of.model_dump(include=declared)}
            for name, title, of in measures
        ],
        "lines": [
            {"name": name, "label": label, **_figures(library, own, where, columns, years, sources, notes)}
            for name, label, own, where, columns in _lines(library, series, how)
        ],
    }


def _lines(
    library: Library, series: Series, how: Explored
) -> Iterator[tuple[str, str, Series, dict[str, str], list[str]]]:
    """Yield name and label of each line, its series, which rows are its own, the columns of its measures ('' for none).

    Beside provinces stands the nation, for shares.
    """
    columns, nation = series.spec.columns, library.series.get(how.nation or "")
    if nation is not None:
        shares = [name if is_share(columns[name].unit or "") else "" for name in how.measures]
        yield NATION, _("China"), nation, {}, shares
    if how.together:
        yield from ((name, columns[name].title, series, {}, [name]) for name in how.measures)
    elif how.lines is None:
        yield NATION, _("China"), series, {}, how.measures
    else:
        for name in series.texts(how.lines):
            yield name, series.label(how.lines, name), series, {how.lines: name}, how.measures


def _shown(series: Series, column: str, text: str) -> object:
    """Return the number of a cell in the unit that readers see."""
    return json.loads(f"{in_unit(Decimal(text), series.spec.columns[column].unit or ''):f}")


def _figures(
    library: Library, series: Series, where: Mapping[str, str], columns: Sequence[str], years: Sequence[str],
    sources: Numbers, notes: Numbers,
) -> dict[str, object]:  # fmt: skip
    """Return the figures of a line for each year (None where there is none), with sources, notes and rows.

    First estimates stand where there is no final figure; ``early`` names the series of each.
    """
    own = series.rows_where(where)
    found = {row["year"].text: row for row in own.values()}
    early = {own[key]["year"].text: series.id for key in series.spec.estimates if key in own}
    first = library.series.get(series.spec.preliminary or "")
    if first is not None:
        added = {row["year"].text: row for row in first.rows.values() if row["year"].text not in found}
        found |= added
        early |= dict.fromkeys(added, first.id)
    rows = [{name: cell.text for name, cell in found[year].items()} if year in found else {} for year in years]
    return {
        "page": series.id,
        "row": "-".join("{year}" if column == "year" else slug(where[column]) for column in series.spec.key),
        "early": early,
        "values": [[_shown(series, name, row[name]) if row.get(name) else None for row in rows] for name in columns],
        "source": [sources.setdefault(row["source"], len(sources)) if row else None for row in rows],
        "note": [notes.setdefault(row["note"], len(notes)) if row.get("note") else None for row in rows],
    }
