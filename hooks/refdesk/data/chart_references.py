"""What a chart may name: series, columns, rows and provinces that exist; a slip is a problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram, Event, Panel, Province, Trace
from refdesk.data.series import Series, is_number
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean

_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def chart_problems(library: Library) -> Iterator[Problem]:
    """Every reference of charts.yml and diagrams.yml that leads nowhere."""
    for chart in library.entries("charts", Chart).values():
        yield from problems_of_chart(library, chart)
    for diagram in library.entries("diagrams", Diagram).values():
        yield from problems_of_diagram(library, diagram)


def problems_of_chart(library: Library, chart: Chart) -> Iterator[Problem]:
    """Every reference of a chart that leads nowhere."""
    file = library.entry_file("charts", Chart)
    if file is not None:
        for number, panel in enumerate(chart.panels):
            yield from _panel(library, file, chart.id, chart, f"panels.{number}", panel)
        yield from _events(library, file, chart)


def problems_of_diagram(library: Library, diagram: Diagram) -> Iterator[Problem]:
    """Every reference of a diagram that leads nowhere."""
    file = library.entry_file("diagrams", Diagram)
    if file is not None:
        yield from _diagram(library, file, diagram.id, diagram)


def is_sound(library: Library, chart: Chart) -> bool:
    """Whether a chart can be drawn: its series have no mistake, and all that it names is there."""
    series = [library.series.get(name) for name in chart.series()]
    return all(one is not None and one.sound for one in series) and not any(problems_of_chart(library, chart))


def is_all_sound(library: Library) -> bool:
    """Whether the data have no mistake of form, and every chart and diagram can be drawn."""
    charts, diagrams = library.entries("charts", Chart).values(), library.entries("diagrams", Diagram).values()
    return (
        not library.problems
        and all(is_sound(library, chart) for chart in charts)
        and all(is_sound_diagram(library, diagram) for diagram in diagrams)
    )


def is_sound_diagram(library: Library, diagram: Diagram) -> bool:
    """Whether a diagram can be drawn."""
    return not any(problems_of_diagram(library, diagram))


def _panel(
    library: Library, file: EntryFile[Chart], chart_id: str, chart: Chart, field: str, panel: Panel
) -> Iterator[Problem]:
    traces = [(f"{field}.traces.{number}", trace) for number, trace in enumerate(panel.traces)]
    traces += [(f"{field}.{name}", t) for name, t in (("total", panel.total), ("preliminary", panel.preliminary)) if t]
    for place, trace in traces:
        yield from _trace(library, file, chart, place, trace)
    names = [name for _, trace in traces for name in _categories(library, trace)]
    for index, name in enumerate(panel.emphasis):
        if name not in names:
            yield file.problem("unknown-value", chart_id, f"{field}.emphasis.{index}",
                               f"the chart shows no '{name}'", did_you_mean(name, names))  # fmt: skip
    if panel.reference is not None:
        yield from _value(library, file, chart_id, f"{field}.reference.value", panel.reference.value)
    if chart.kind != "columns":
        for name, trace_or_none in (("total", panel.total), ("preliminary", panel.preliminary)):
            if trace_or_none is not None:
                yield file.problem("unknown-field", chart_id, f"{field}.{name}",
                                   f"'{name}' belongs to a chart of columns")  # fmt: skip
    elif len(chart.panels) > 1 and field == "panels.1":
        yield file.problem("wrong-type", chart_id, field, "a chart of columns has one panel")
    if chart.kind == "tiles":
        yield from _tiles(library, file, chart_id, field, panel)


def _events(library: Library, file: EntryFile[Chart], chart: Chart) -> Iterator[Problem]:
    if chart.events and (chart.kind not in {"lines", "columns"} or len(chart.panels) > 1):
        yield file.problem("unknown-field", chart.id, "events", "events belong to a chart of years with one panel")
    known = library.entries("timeline", Event)
    for number, mark in enumerate(chart.events):
        if mark.event not in known and not library.is_known("timeline", mark.event):
            yield file.problem("unknown-value", chart.id, f"events.{number}.event",
                               f"docs/data/timeline.yml has no event '{mark.event}'",
                               did_you_mean(mark.event, known))  # fmt: skip


def _tiles(library: Library, file: EntryFile[Chart], chart_id: str, field: str, panel: Panel) -> Iterator[Problem]:
    if not 1 <= len(panel.steps) <= 4 or list(panel.steps) != sorted(set(panel.steps)):
        yield file.problem("wrong-type", chart_id, f"{field}.steps" if "steps" in panel.model_fields_set else field,
                           "a map has one to four 'steps' between its shades, in rising order")  # fmt: skip
    units = library.entry_file("provinces", Province)
    provinces = [item.get("name") for _, item in units.items] if units is not None else []
    if not all(isinstance(name, str) for name in provinces):
        return  # a unit without a name is reported by itself
    for name in _categories(library, panel.traces[0]):
        if name not in provinces:
            message = f"docs/data/provinces.yml has no unit '{name}'"
            yield file.problem(
                "unknown-value", chart_id, f"{field}.traces.0", message, did_you_mean(name, map(str, provinces))
            )


def _categories(library: Library, trace: Trace) -> list[str]:
    series = library.series.get(trace.series)
    if series is None or trace.along not in series.spec.columns:
        return []
    return list(dict.fromkeys(row[trace.along].text for row in series.rows_where(trace.where).values()))


def _trace(library: Library, file: EntryFile[Chart], chart: Chart, field: str, trace: Trace) -> Iterator[Problem]:
    chart_id = chart.id
    series = library.series.get(trace.series)
    if series is None:
        if trace.series not in library.series_names:  # a series with mistakes of its own is reported there
            yield file.problem("unknown-block-name", chart_id, f"{field}.series",
                               f"no series '{trace.series}'", did_you_mean(trace.series, library.series))  # fmt: skip
        return
    columns = series.spec.columns
    numeric = [name for name, column in columns.items() if is_number(column)]
    for name, value, known in (("column", trace.column, numeric), ("along", trace.along, list(columns))):
        if value not in known:
            kind = "column of numbers" if known is numeric else "column"
            place = f"{field}.{name}" if name in trace.model_fields_set else field
            message = f"the series '{series.id}' has no {kind} '{value}'"
            yield file.problem("unknown-field", chart_id, place, message, did_you_mean(value, known))
            return
    if not series.sound:
        return  # what its rows lack is reported there
    yield from _rows(file, chart_id, field, trace, series)
    if chart.kind in {"lines", "columns"}:
        yield from _years(file, chart_id, field, trace, series)


def _years(file: EntryFile[Chart], chart_id: str, field: str, trace: Trace, series: Series) -> Iterator[Problem]:
    """Lines and columns stand over years: 2024, or a date that begins with the year."""
    for at in {row[trace.along].text: None for row in series.rows_where(trace.where, trace.skip).values()}:
        if not _YEAR.match(at):
            place = f"{field}.along" if "along" in trace.model_fields_set else field
            yield file.problem("wrong-type", chart_id, place, f"'{at}' in column '{trace.along}' is not a year")
            return


def _rows(file: EntryFile[Chart], chart_id: str, field: str, trace: Trace, series: Series) -> Iterator[Problem]:
    sound = True
    for name, wanted in trace.where.items():
        if name not in series.spec.columns:
            sound = False
            yield file.problem("unknown-field", chart_id, f"{field}.where.{name}",
                               f"the series '{series.id}' has no column '{name}'",
                               did_you_mean(name, series.spec.columns))  # fmt: skip
            continue
        held = series.texts(name)
        if wanted not in held:
            sound = False
            yield file.problem("unknown-value", chart_id, f"{field}.where.{name}",
                               f"no row of '{series.id}' has '{wanted}' in column '{name}'",
                               did_you_mean(wanted, held))  # fmt: skip
    for index, key in enumerate(trace.skip):
        if key not in series.rows:
            message = f"the series '{series.id}' has no row '{key}'"
            yield file.problem("unknown-value", chart_id, f"{field}.skip.{index}", message,
                               did_you_mean(key, series.rows))  # fmt: skip
    if sound and not any(row[trace.column].text for row in series.rows_where(trace.where, trace.skip).values()):
        yield file.problem("empty-value", chart_id, field, f"no row of '{series.id}' fits and holds a number")
    yield from _places(file, chart_id, field, trace, series)


def _places(file: EntryFile[Chart], chart_id: str, field: str, trace: Trace, series: Series) -> Iterator[Problem]:
    """Two cells in one place cannot both be drawn: a trace needs a ``where`` that tells them apart."""
    if trace.latest:
        return
    seen: dict[str, str] = {}
    for key, row in series.rows_where(trace.where, trace.skip).items():
        if not row[trace.column].text:
            continue
        at = row[trace.along].text
        if at in seen:
            yield file.problem("duplicate-entry", chart_id, field,
                               f"the rows '{seen[at]}' and '{key}' fall on the same place '{at}'",
                               "Add a 'where' that tells them apart")  # fmt: skip
            return
        seen[at] = key


def _value(
    library: Library, file: EntryFile[Chart] | EntryFile[Diagram], entry_id: str, field: str, path: str
) -> Iterator[Problem]:
    name, _, rest = path.partition("/")
    key, _, column = rest.rpartition("/")
    series = library.series.get(name)
    if series is None and name in library.series_names:
        return
    if series is not None and not series.whole and key not in series.rows:
        return  # a row that cannot be read is reported there
    if series is None or key not in series.rows or column not in series.spec.columns:
        known: Sequence[str] = list(library.series) if series is None else [f"{name}/{k}/{column}" for k in series.rows]
        yield file.problem("unknown-value", entry_id, field, f"there is no cell '{path}'", did_you_mean(path, known))
    elif not series.rows[key][column].text:
        yield file.problem("empty-value", entry_id, field, f"the cell '{path}' is empty")


def _diagram(library: Library, file: EntryFile[Diagram], diagram_id: str, diagram: Diagram) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, box in enumerate(diagram.boxes):
        if box.id in seen:
            yield file.problem("duplicate-entry", diagram_id, f"boxes.{number}.id", f"two boxes are called '{box.id}'")
        seen.add(box.id)
        for field, columns in (("at", 12), ("narrow", 6)):
            left, _, width, _ = getattr(box, field)
            if left < 0 or left + width > columns:
                message = f"the box '{box.id}' stands outside the {columns} columns of the drawing"
                yield file.problem("wrong-type", diagram_id, f"boxes.{number}.{field}", message)
        if box.value is not None:
            yield from _value(library, file, diagram_id, f"boxes.{number}.value", box.value)
    for number, arrow in enumerate(diagram.arrows):
        for name, end in (("from", arrow.start), ("to", arrow.end)):
            if end not in seen:
                yield file.problem("unknown-value", diagram_id, f"arrows.{number}.{name}",
                                   f"no box is called '{end}'", did_you_mean(end, seen))  # fmt: skip
