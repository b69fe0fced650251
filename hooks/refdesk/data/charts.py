"""Charts that follow from other data: those that are drawn for each hub, and the lines of the
explorer.

A chart for each hub is declared once: ``{place}`` and ``{peer}`` stand for what the hub compares.
The explorer shows measures of a series, and the lines of each as what a chart would draw.
"""

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import Chart, Entry, Explored, Hub, Trace
from refdesk.data.series import Series
from refdesk.data.values import Value, find_value
from refdesk.data.wording import with_sign
from refdesk.files.yaml import YamlPath

NATION = "China"  # the line that stands beside those of provinces
_NUMBER = re.compile(r"\[\{\}\]\(value:([^)]+)\)")


def with_hub_charts(library: Library) -> Library:
    """Return a library that holds, in place of a chart for each hub, one chart for every hub that
    compares places.
    """
    file = library.files.get(Chart.data_name)
    if file is None:
        return library
    declared = {path: item for path, item in file.items if item.get("each")}
    if not declared:
        return library
    hubs = _sound_hubs(library)
    made = _charts_of_hubs(library, declared, [hub for hub in hubs.values() if hub.compares])
    single = {name: chart for name, chart in library.entries(Chart).items() if not chart.each}
    of_hubs = {item["id"]: Chart.model_validate(item) for _, item in made}
    others = [(path, item) for path, item in file.items if path not in declared]
    filled = dataclasses.replace(
        file,
        entries={**single, **of_hubs},
        paths=_paths(library, file, declared, hubs),
        items=(*others, *made),
    )
    return dataclasses.replace(library, files={**library.files, Chart.data_name: filled})


def _charts_of_hubs(
    library: Library, declared: Mapping[YamlPath, Mapping[str, object]], hubs: Sequence[Hub]
) -> list[tuple[YamlPath, dict[str, Any]]]:
    """Return the entry of each declared chart for each hub, with the path of the declaration."""
    charts = library.entries(Chart)
    return [
        (path, _filled(library, item, hub))
        for path, item in declared.items()
        if item.get("id") in charts  # any other has a mistake, which is told there
        for hub in hubs
    ]


def _paths(
    library: Library,
    file: EntryFile[Entry],
    declared: Mapping[YamlPath, Mapping[str, object]],
    hubs: Mapping[str, Hub],
) -> dict[str, YamlPath]:
    """Return the path of each chart by its id, also of those of hubs that are not sound: they have
    charts nowhere, and their mistakes are told there.
    """
    paths = {name: path for name, path in file.paths.items() if path not in declared}
    comparing = [name for name, hub in hubs.items() if hub.compares]
    unsound = [name for name in library.known(Hub.data_name) if name not in hubs]
    for path, item in declared.items():
        for name in (*comparing, *unsound):
            paths[f"{name}-{item.get('id')}"] = path
    return paths


def _sound_hubs(library: Library) -> dict[str, Hub]:
    """Return the hubs by id that compare only places which are known."""
    places = library.place_names().keys()
    hubs = library.entries(Hub)
    return {name: hub for name, hub in hubs.items() if places >= {*hub.compares}}


def _filled(library: Library, item: Mapping[str, object], hub: Hub) -> dict[str, Any]:
    """Return an entry for a hub, with the names, and the numbers of values, in their places."""
    called = library.place_names()
    text = json.dumps({**item, "id": f"{hub.id}-{item['id']}"}, ensure_ascii=False)
    for mark, place in zip(("{place}", "{peer}"), hub.compares, strict=True):
        name = _in_json(place)
        # the data have their own name of a place
        text = text.replace(f'"province": "{mark}"', f'"province": "{name}"')
        # in the path of a value, a hyphen stands for a blank
        text = text.replace(f"/{mark}", f"/{name.replace(' ', '-')}")
        text = text.replace(mark, _in_json(called[place]))

    def with_number(match: re.Match[str]) -> str:
        found = find_value(library, match[1])
        if not isinstance(found, Value):
            return match[0]
        return f"[{with_sign(found.number, found.unit, found.language)}](value:{match[1]})"

    return cast("dict[str, Any]", json.loads(_NUMBER.sub(with_number, text)))


def _in_json(text: str) -> str:
    """Return a text as it stands between the quotation marks of JSON."""
    return json.dumps(text)[1:-1]


def measures_of(how: Explored) -> dict[str, str]:
    """Return the names of the measures of a series, ``rd_national.total``, each with its (first)
    column.
    """
    names = [how.together.name] if how.together else how.measures
    return {f"{how.id}.{name}": column for name, column in zip(names, how.measures, strict=False)}


def lines_of(library: Library, how: Explored, column: str) -> dict[str, Trace]:
    """Return the lines of a measure by name; beside provinces stands the nation, in their years."""
    series = library.series[how.id]
    if how.together:
        return _columns_as_lines(series, how.measures)
    found: dict[str, Trace] = {}
    nation = library.series.get(how.nation or "", series)
    shows_nation = bool(how.nation) or not how.lines
    if shows_nation and column in nation.spec.columns:
        other = [key for key in nation.rows if key not in series.texts("year")]
        label = library.language.gettext("China")
        found[NATION] = Trace(label=label, series=nation.id, column=column, skip=other)
    if how.lines:
        for name in series.texts(how.lines):
            label, where = series.label(how.lines, name), {how.lines: name}
            found[name] = Trace(label=label, series=how.id, column=column, where=where)
    return found


def _columns_as_lines(series: Series, columns: list[str]) -> dict[str, Trace]:
    """Return a line for each column of a series, by its name."""
    found: dict[str, Trace] = {}
    for name in columns:
        label = series.spec.columns[name].title
        found[name] = Trace(label=label, series=series.id, column=name)
    return found
