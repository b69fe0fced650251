"""What a chart may name: series, columns, rows and provinces that exist; a slip is a problem at its place."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import Chart, Diagram, Entry, Panel, Province, Trace
from refdesk.data.series import Series, is_number
from refdesk.data.values import ValueSlip, find_value, is_broken
from refdesk.problems.problem import Problem, Swap
from refdesk.problems.suggest import suggest_name

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

    def named(
        self, field: str, name: str, known: Collection[str], message: str, code: str = "unknown-value"
    ) -> Iterator[Problem]:
        """That a name is none of those that exist."""
        if name not in known:
            yield self.problem(code, field, f"{message} '{name}'", *suggest_name(name, known))

    def panel(self, chart: Chart, field: str, panel: Panel) -> Iterator[Problem]:
        """What a panel names that is not there, and what does not belong to a chart of its kind."""
        names: set[str] = set()
        for part, trace in panel.named_traces().items():
            yield from self.trace(chart, f"{field}.{part}", trace)
            names |= self.categories(trace)
            if part in {"total", "preliminary"} and chart.kind != "columns":
                yield self.problem("unknown-field", f"{field}.{part}", f"'{part}' belongs to a chart of columns")
        for index, name in enumerate(panel.emphasis):
            yield from self.named(f"{field}.emphasis.{index}", name, names, "the chart shows no")
        if panel.reference is not None:
            yield from self.value(f"{field}.reference.value", panel.reference.value)
        if chart.kind in {"columns", "bars", "dots"} and field == "panels.1":
            yield self.problem("wrong-type", field, f"a chart of {chart.kind} has one panel")
        if chart.kind == "tiles":
            yield from self.tiles(field, panel)

    def events(self, chart: Chart) -> Iterator[Problem]:
        """Events of the timeline that are not there, or that belong to no chart of this kind."""
        if chart.events and (chart.kind not in {"lines", "columns"} or len(chart.panels) > 1):
            yield self.problem("unknown-field", "events", "events belong to a chart of years with one panel")
        for number, mark in enumerate(chart.events):
            if not self.library.is_known("timeline", mark.event):
                known = self.library.known("timeline")
                yield from self.named(
                    f"events.{number}.event", mark.event, known, "docs/data/timeline.yml has no event"
                )

    def tiles(self, field: str, panel: Panel) -> Iterator[Problem]:
        """Steps of a map that cannot be, and units that it has no tile for."""
        if not 1 <= len(panel.steps) <= 4 or list(panel.steps) != sorted(set(panel.steps)):
            message = "a map has one to four 'steps' between its shades, in rising order"
            yield self.problem("wrong-type", f"{field}.steps", message)
        file = self.library.files.get("provinces")
        if file is not None and file.problems:
            return  # a unit with a mistake of its own is reported there
        known = {unit.name for unit in self.library.entries("provinces", Province).values()}
        for name in sorted(self.categories(panel.traces[0])):
            yield from self.named(f"{field}.traces.0", name, known, "docs/data/provinces.yml has no unit")

    def categories(self, trace: Trace) -> set[str]:
        """What a trace is drawn along."""
        series = self.library.series.get(trace.series)
        rows = series.rows_where(trace.where).values() if series is not None else ()
        return {row[trace.along].text for row in rows if trace.along in row}

    def trace(self, chart: Chart, field: str, trace: Trace) -> Iterator[Problem]:
        """What a trace names that is not there."""
        series = self.library.series.get(trace.series)
        if series is None:
            if trace.series not in self.library.series_names:  # a series with mistakes of its own is reported there
                known = self.library.series
                yield from self.named(f"{field}.series", trace.series, known, "no series", "unknown-block-name")
            return
        columns = series.spec.columns
        numeric = [name for name, column in columns.items() if is_number(column)]
        has_no = f"the series '{series.id}' has no"
        wrong = [
            *self.named(f"{field}.column", trace.column, numeric, f"{has_no} column of numbers", "unknown-field"),
            *self.named(f"{field}.along", trace.along, columns, f"{has_no} column", "unknown-field"),
        ]
        yield from wrong
        if wrong or not series.sound:
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
        wrong: list[Problem] = []
        for name, wanted in trace.where.items():
            at, held = f"{field}.where.{name}", series.texts(name)
            wrong += self.named(at, name, known, f"the series '{series.id}' has no column", "unknown-field")
            if name in known:
                wrong += self.named(at, wanted, held, f"in column '{name}', no row of '{series.id}' has")
        yield from wrong
        for index, key in enumerate(trace.skip):
            yield from self.named(f"{field}.skip.{index}", key, series.rows, f"the series '{series.id}' has no row")
        rows = series.rows_where(trace.where, trace.skip)
        drawn = {key: row[trace.along].text for key, row in rows.items() if row[trace.column].text}
        if not drawn and not wrong:
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
            yield from self.named(f"arrows.{number}.from", arrow.start, seen, "no box is called")
            yield from self.named(f"arrows.{number}.to", arrow.end, seen, "no box is called")
