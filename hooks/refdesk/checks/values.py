"""Checked numbers: each equals its data, and each row that numbers lead to is shown on a page."""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.library import Library
from refdesk.places import locate_all
from refdesk.problems import Problem
from refdesk.site import Site
from refdesk.values import ValueSlip, check_value, find_value


def is_broken(library: Library, path: str) -> bool:
    """Whether a value path leads to what cannot be read for mistakes of the series, which are reported there."""
    name, _, rest = path.partition("/")
    series = library.series.get(name)
    if series is None:
        return name in library.series_names
    return not series.whole and rest.rpartition("/")[0] not in series.rows


def check(site: Site) -> Iterator[Problem]:
    """Every value link of pages and data, every value path in a data field."""
    if not site.library.present:
        return
    for located in locate_all(site):
        if located.kind != "value":
            continue
        if is_broken(site.library, located.target.name):
            continue
        found = find_value(site.library, located.target.name)
        slip = found if isinstance(found, ValueSlip) else check_value(found, located.span.label)
        if slip is not None:
            yield located.problem(slip.code, slip.message, slip.hint)
    file = site.library.files.get("hubs")
    for where, item in file.items if file is not None else ():
        for field in ("intensity", "basic_share"):
            path = item.get(field)
            if not isinstance(path, str) or "/" not in path or is_broken(site.library, path):
                continue
            cell = find_value(site.library, path)
            if isinstance(cell, ValueSlip) and file is not None:
                yield file.yaml.problem(cell.code, (*where, field), cell.message, cell.hint)
