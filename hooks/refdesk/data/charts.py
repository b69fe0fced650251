"""Charts that follow from other data: those that are drawn for each hub, and the lines of the
explorer.

A chart for each hub is declared once: ``{place}`` and ``{peer}`` stand for what the hub compares.
The explorer shows measures of a series, and the lines of each as what a chart would draw.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any, cast

from refdesk.data.library import Library
from refdesk.data.models import Chart, Explored, Hub, Trace
from refdesk.data.values import Value, find_value
from refdesk.data.wording import with_sign
from refdesk.files.labels import _

NATION = "China"  # the line that stands beside those of provinces
_NUMBER = re.compile(r"\[\{\}\]\(value:([^)]+)\)")


def with_hub_charts(library: Library) -> Library:
    """Return a library that holds, in place of a chart for each hub, one chart for every hub that
    compares places.
    """
    charts, file = library.entries(Chart), library.files.get(Chart.data_name)
    declared = (
        {path: item for path, item in file.items if item.get("each")} if file is not None else {}
    )
    if file is None or not declared:
        return library
    known = library.place_names().keys()
    sound = {name: hub for name, hub in library.entries(Hub).items() if known >= {*hub.compares}}
    hubs = [hub for hub in sound.values() if hub.compares]
    # What is not sound has its charts nowhere, and its mistake is told there.
    names = [
        *(hub.id for hub in hubs),
        *(name for name in library.known(Hub.data_name) if name not in sound),
    ]
    whole = [(path, item) for path, item in declared.items() if item.get("id") in charts]
    made = [(path, _filled(library, item, hub)) for path, item in whole for hub in hubs]
    file = dataclasses.replace(
        file,
        entries={name: chart for name, chart in charts.items() if not chart.each}
        | {item["id"]: Chart.model_validate(item) for _, item in made},
        paths={name: path for name, path in file.paths.items() if path not in declared}
        | {f"{name}-{item.get('id')}": path for path, item in declared.items() for name in names},
        items=(*(one for one in file.items if one[0] not in declared), *made),
    )
    return dataclasses.replace(library, files={**library.files, Chart.data_name: file})


def _filled(library: Library, item: Mapping[str, object], hub: Hub) -> dict[str, Any]:
    """Return an entry for a hub, with the names, and the numbers of values, in their places."""
    called = library.place_names()
    text = json.dumps({**item, "id": f"{hub.id}-{item['id']}"}, ensure_ascii=False)
    for mark, place in zip(("{place}", "{peer}"), hub.compares, strict=True):
        # The data have their own name of a place; in the path of a value, a hyphen stands for a
        # blank.
        name, said = (json.dumps(one)[1:-1] for one in (place, called[place]))
        text = text.replace(f'"province": "{mark}"', f'"province": "{name}"')
        text = text.replace(f"/{mark}", f"/{name.replace(' ', '-')}").replace(mark, said)

    def number(match: re.Match[str]) -> str:
        found = find_value(library, match[1])
        return (
            f"[{with_sign(found.number, found.unit)}](value:{match[1]})"
            if isinstance(found, Value)
            else match[0]
        )

    return cast("dict[str, Any]", json.loads(_NUMBER.sub(number, text)))


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
        titles = {name: series.spec.columns[name].title for name in how.measures}
        return {
            name: Trace(label=title, series=how.id, column=name) for name, title in titles.items()
        }
    found: dict[str, Trace] = {}
    nation = library.series.get(how.nation or "", series)
    if (how.nation or not how.lines) and column in nation.spec.columns:
        other = [key for key in nation.rows if key not in series.texts("year")]
        found[NATION] = Trace(label=_("China"), series=nation.id, column=column, skip=other)
    if how.lines:
        for name in series.texts(how.lines):
            label, where = series.label(how.lines, name), {how.lines: name}
            found[name] = Trace(label=label, series=how.id, column=column, where=where)
    return found
