"""Charts that are declared once and drawn for each hub: ``{place}`` and ``{peer}`` stand for what the hub compares."""

import dataclasses
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from refdesk.data.library import Library
from refdesk.data.models import Chart, Hub, Province
from refdesk.data.units import with_sign
from refdesk.data.values import Value, find_value

_NUMBER = re.compile(r"\[\{\}\]\(value:([^)]+)\)")


@lru_cache(maxsize=1)
def with_hub_charts(library: Library) -> Library:
    """Return a library that holds, in place of a chart for each hub, one chart for every hub that compares places."""
    file = library.files.get(Chart.data_name)
    patterns = [one for one in file.entries.values() if isinstance(one, Chart) and one.each] if file is not None else []
    if file is None or not patterns:
        return library
    known = {province.name for province in library.entries(Province).values()}
    hubs = [hub for hub in library.entries(Hub).values() if hub.compares and known.issuperset(hub.compares)]
    named = library.known(Hub.data_name) - {hub.id for hub in library.entries(Hub).values() if not hub.compares}
    entries, paths, items = dict(file.entries), dict(file.paths), list(file.items)
    for pattern in patterns:
        del entries[pattern.id]
        path = paths.pop(pattern.id)
        paths |= {f"{hub}-{pattern.id}": path for hub in named}  # of hubs with a mistake, too
        at = next(number for number, (where, _) in enumerate(items) if where == path)
        _, item = items.pop(at)
        for hub in hubs:
            names = {"{place}": hub.compares[0], "{peer}": hub.compares[1]}
            filled = _filled(library, item, names) | {"id": f"{hub.id}-{pattern.id}"}
            chart = Chart.model_validate(filled)
            entries[chart.id] = chart
            items.insert(at, (path, filled))
    made = dataclasses.replace(file, entries=entries, paths=paths, items=tuple(items))
    return dataclasses.replace(library, files={**library.files, Chart.data_name: made})


def _filled(library: Library, part: Any, names: Mapping[str, str]) -> Any:
    """Return a part of an entry with names, and the numbers of values, in their places."""
    if isinstance(part, dict):
        return {key: _filled(library, one, names) for key, one in part.items()}
    if isinstance(part, list):
        return [_filled(library, one, names) for one in part]
    if not isinstance(part, str):
        return part

    def number(match: re.Match[str]) -> str:
        found = find_value(library, match[1])
        return f"[{with_sign(found.number, found.unit)}](value:{match[1]})" if isinstance(found, Value) else match[0]

    for mark, name in names.items():
        # In the path of a value, a hyphen stands for a blank.
        part = re.sub(rf"(?<=/){re.escape(mark)}", name.replace(" ", "-"), part).replace(mark, name)
    return _NUMBER.sub(number, part)
