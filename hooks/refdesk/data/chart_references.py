"""What a chart may name: series, columns, rows and provinces that exist; a slip is a problem at its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram, Entry, Event, Panel, Province, Trace
from refdesk.data.series import Series, is_number
from refdesk.data.values import ValueSlip, find_value, is_broken
from refdesk.problems.problem import Problem, Swap
from refdesk.problems.suggest import did_you_mean, likely

_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


def chart_problems(library: Library) -> Iterator[Problem]:
    """Every reference of charts.yml and diagrams.yml that leads nowhere."""
    for entry in _drawn(library):
        yield from _problems_of(library, entry)


def is_sound(library: Library, entry: Chart | Diagram) -> bool:
    """Whether a chart or diagram can be drawn: its series have no mistake, and all that it names is there."""
    series = [library.series.get(name) for name in entry.series()] if isinstance(entry, Chart) else []
    return all(one is not None and one.sound for one in series) and not any(_problems_of(library, entry))


def is_all_sound(library: Library) -> bool:
    """Whether the data have no mistake of form, and every chart and diagram can be drawn."""
    return not library.problems and all(is_sound(library, entry) for entry in _drawn(library))


def _drawn(library: Library) -> Iterator[Chart | Diagram]:
    yield from library.entries("charts", Chart).values()
    yield from library.entries("diagrams", Diagram).values()


def _problems_of(library: Library, entry: Chart | Diagram) -> Iterator[Problem]:
    if isinstance(entry, Diagram):
        yield from _References(library, library.files["diagrams"], entry.id).diagram(entry)
        return
    references = _References(library, library.files["charts"], entry.id)
    for number, panel in enumerate(entry.panels):
        yield from references.panel(entry, f"panels.{number}", panel)
    yield from references.events(entry)


@dataclass(frozen=True)
class _References:
    """The references of one entry of a file; ``field`` is the dotted name of the field that is looked at."""

    library: Library
    file: EntryFile[Entry]
    entry_id: str

    def problem(self, code: str, field: str, message: str, hint: str = "", swap: Swap | None = None) -> Problem:
        """A problem at a field of the entry."""
        return self.file.problem(code, self.entry_id, field, message, hint, swap)

    def panel(self, chart: Chart, field: str, panel: Panel) -> Iterator[Problem]:
        """What a panel names that is not there, and what does not belong to a chart of its kind."""
        of_columns = {f"{field}.total": panel.total, f"{field}.preliminary": panel.preliminary}
        parts = [(place, trace) for place, trace in of_columns.items() if trace is not None]
        traces = [(f"{field}.traces.{number}", trace) for number, trace in enumerate(panel.traces)] + parts
        for place, trace in traces:
            yield from self.trace(chart, place, trace)
        names = [name for _, trace in traces for name in self.categories(trace)]
        for index, name in enumerate(panel.emphasis):
            if name not in names:
                message = f"the chart shows no '{name}'"
                yield self.problem("unknown-value", f"{field}.emphasis.{index}", message, did_you_mean(name, names))
        if panel.reference is not None:
            yield from self.value(f"{field}.reference.value", panel.reference.value)
        for place, _ in parts if chart.kind != "columns" else ():
            yield self.problem("unknown-field", place, f"'{place.rpartition('.')[2]}' belongs to a chart of columns")
        if chart.kind in {"columns", "bars", "dots"} and field == "panels.1":
            yield self.problem("wrong-type", field, f"a chart of {chart.kind} has one panel")
        if chart.kind == "tiles":
            yield from self.tiles(field, panel)

    def events(self, chart: Chart) -> Iterator[Problem]:
        """Events of the timeline that are not there, or that belong to no chart of this kind."""
        if chart.events and (chart.kind not in {"lines", "columns"} or len(chart.panels) > 1):
            yield self.problem("unknown-field", "events", "events belong to a chart of years with one panel")
        known = self.library.entries("timeline", Event)
        for number, mark in enumerate(chart.events):
            if mark.event not in known and not self.library.is_known("timeline", mark.event):
                message = f"docs/data/timeline.yml has no event '{mark.event}'"
                hint = did_you_mean(mark.event, known)
                yield self.problem("unknown-value", f"events.{number}.event", message, hint)

    def tiles(self, field: str, panel: Panel) -> Iterator[Problem]:
        """Steps of a map that cannot be, and units that it has no tile for."""
        if not 1 <= len(panel.steps) <= 4 or list(panel.steps) != sorted(set(panel.steps)):
            message = "a map has one to four 'steps' between its shades, in rising order"
            yield self.problem("wrong-type", f"{field}.steps", message)
        units = self.library.entry_file("provinces", Province)
        provinces = [unit.name for unit in units.entries.values()] if units is not None else []
        for name in self.categories(panel.traces[0]) if units is None or not units.problems else ():
            if name not in provinces:
                message = f"docs/data/provinces.yml has no unit '{name}'"
                yield self.problem("unknown-value", f"{field}.traces.0", message, did_you_mean(name, provinces))

    def categories(self, trace: Trace) -> list[str]:
        """What a trace is drawn along."""
        series = self.library.series.get(trace.series)
        if series is None or trace.along not in series.spec.columns:
            return []
        return list(dict.fromkeys(row[trace.along].text for row in series.rows_where(trace.where).values()))

    def trace(self, chart: Chart, field: str, trace: Trace) -> Iterator[Problem]:
        """What a trace names that is not there."""
        series = self.library.series.get(trace.series)
        if series is None:
            if trace.series not in self.library.series_names:  # a series with mistakes of its own is reported there
                message, suggestion = f"no series '{trace.series}'", likely(trace.series, self.library.series)
                yield self.problem("unknown-block-name", f"{field}.series", message, *suggestion)
            return
        columns = series.spec.columns
        numeric = [name for name, column in columns.items() if is_number(column)]
        for name, value, known in (("column", trace.column, numeric), ("along", trace.along, list(columns))):
            if value not in known:
                kind = "column of numbers" if known is numeric else "column"
                message = f"the series '{series.id}' has no {kind} '{value}'"
                yield self.problem("unknown-field", f"{field}.{name}", message, did_you_mean(value, known))
                return
        if not series.sound:
            return  # what its rows lack is reported there
        yield from self.rows(field, trace, series)
        if chart.kind in {"lines", "columns"}:  # stand over years: 2024, or a date that begins with the year
            for row in series.rows_where(trace.where, trace.skip).values():
                if not _YEAR.match(row[trace.along].text):
                    message = f"'{row[trace.along].text}' in column '{trace.along}' is not a year"
                    yield self.problem("wrong-type", f"{field}.along", message)
                    return

    def rows(self, field: str, trace: Trace, series: Series) -> Iterator[Problem]:
        """Conditions that no row fulfils, and rows that would be drawn in one place."""
        known = series.spec.columns
        for name, wanted in trace.where.items():
            if name not in known:
                message = f"the series '{series.id}' has no column '{name}'"
                yield self.problem("unknown-field", f"{field}.where.{name}", message, did_you_mean(name, known))
            elif wanted not in (held := series.texts(name)):
                message = f"no row of '{series.id}' has '{wanted}' in column '{name}'"
                yield self.problem("unknown-value", f"{field}.where.{name}", message, did_you_mean(wanted, held))
        for index, key in enumerate(trace.skip):
            if key not in series.rows:
                message = f"the series '{series.id}' has no row '{key}'"
                yield self.problem("unknown-value", f"{field}.skip.{index}", message, did_you_mean(key, series.rows))
        rows = series.rows_where(trace.where, trace.skip)
        drawn = {key: row[trace.along].text for key, row in rows.items() if row[trace.column].text}
        sound = all(name in known and wanted in series.texts(name) for name, wanted in trace.where.items())
        if sound and not drawn:
            yield self.problem("empty-value", field, f"no row of '{series.id}' fits and holds a number")
        first: dict[str, str] = {}
        for key, at in drawn.items() if not trace.latest else ():
            if first.setdefault(at, key) != key:
                message = f"the rows '{first[at]}' and '{key}' fall on the same place '{at}'"
                yield self.problem("duplicate-entry", field, message, "Add a 'where' that tells them apart")
                return

    def value(self, field: str, path: str) -> Iterator[Problem]:
        """A cell that is not there, holds no number, or is empty."""
        found = find_value(self.library, path)
        if isinstance(found, ValueSlip) and not is_broken(self.library, path):
            yield self.problem(found.code, field, found.message, found.hint, found.swap)

    def diagram(self, diagram: Diagram) -> Iterator[Problem]:
        """Boxes with the name of another or outside the drawing, and arrows from or to no box."""
        seen: set[str] = set()
        for number, box in enumerate(diagram.boxes):
            here = f"boxes.{number}"
            if box.id in seen:
                yield self.problem("duplicate-entry", f"{here}.id", f"two boxes are called '{box.id}'")
            seen.add(box.id)
            for field, (left, _, width, _), columns in (("at", box.at, 12), ("narrow", box.narrow, 6)):
                if left < 0 or left + width > columns:
                    message = f"the box '{box.id}' stands outside the {columns} columns of the drawing"
                    yield self.problem("wrong-type", f"{here}.{field}", message)
            if box.value is not None:
                yield from self.value(f"{here}.value", box.value)
        for number, arrow in enumerate(diagram.arrows):
            for name, end in (("from", arrow.start), ("to", arrow.end)):
                if end not in seen:
                    message = f"no box is called '{end}'"
                    yield self.problem("unknown-value", f"arrows.{number}.{name}", message, did_you_mean(end, seen))
