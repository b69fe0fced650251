"""What charts, diagrams and tables say of other data: what is not there, or does not fit, is a
problem at its place.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from refdesk.data.charts import lines_of, measures_of
from refdesk.data.entries import EntryFile, marked_texts
from refdesk.data.fields import Mark, closed_list
from refdesk.data.formula import rests_on
from refdesk.data.library import Library
from refdesk.data.models import (
    Chart,
    Commitment,
    Diagram,
    Event,
    Explored,
    Panel,
    Question,
    TableSpec,
    Trace,
)
from refdesk.data.series import Rows, Series, cell_of, is_number
from refdesk.data.values import find_value
from refdesk.data.wording import unit_words
from refdesk.files.csv import Cell
from refdesk.files.yaml import YamlPath
from refdesk.problems import things
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.suggest import did_you_mean, suggest_name
from refdesk.problems.things import Thing

Told = tuple[YamlPath, Slip]  # a path in an entry, and what is wrong there
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def _unknown(
    field: YamlPath,
    named: str | Sequence[str],
    known: Collection[str],
    message: str,
    code: str = "unknown-value",
) -> Iterator[Told]:
    """Report a name, or names in a list, that are none of those that exist."""
    names = (
        {field: named}
        if isinstance(named, str)
        else {(*field, at): name for at, name in enumerate(named)}
    )
    for at, name in names.items():
        if name not in known:
            yield at, Slip(code, f"{message} '{name}'", *suggest_name(name, known))


# The data file of what fields with a mark name, and how the message about another name begins.
_NAMED = {
    Mark.SERIES: ("series", "no series"),
    Mark.PLACE: ("provinces", "docs/data/provinces.yml has no unit"),
    Mark.EVENT: ("timeline", "docs/data/timeline.yml has no event"),
    Mark.CONTROL: ("export_controls", "docs/data/export_controls.yml has no event"),
    Mark.COMMITMENT: ("commitments", "docs/data/commitments.yml has no commitment"),
}


def named_problems(
    library: Library, file: EntryFile[Any], path: YamlPath, item: object
) -> Iterator[Problem]:
    """Report what the fields of an entry name and is not there; a cell may also hold no number, or
    be empty.
    """
    for mark, (of, message) in _NAMED.items():
        known = library.place_names() if mark is Mark.PLACE else library.known(of)
        if not library.is_readable(of):
            continue
        for where, name in marked_texts(item, file.model, path, mark):
            if name not in known:
                slip = Slip("unknown-value", f"{message} '{name}'", *suggest_name(name, known))
                below = _possible_causes(library, mark, name)
                yield file.yaml_at(where).problem(where, slip, rests_on=below)
    for where, cell in marked_texts(item, file.model, path, Mark.VALUE):
        found = find_value(library, cell) if "/" in cell else None
        if isinstance(found, Slip):
            below = [*rests_on(library, cell), things.DATA]
            yield file.yaml_at(where).problem(where, found, rests_on=below)


def _possible_causes(library: Library, mark: Mark, name: str) -> list[Thing]:
    """Return what may be the cause that nothing has the name that a field with a mark gives."""
    of, _ = _NAMED[mark]
    if mark is Mark.SERIES:
        return [things.series(name), things.DATA]
    is_certain = mark is not Mark.PLACE or library.all_places_named()
    others = [] if is_certain else [things.entries(of)]
    return [things.entry(of, name), *others, things.DATA]


def series_named(file: EntryFile[Any], path: YamlPath, item: object) -> set[str]:
    """Return the series that an entry names, by themselves or with a cell."""
    cells = marked_texts(item, file.model, path, Mark.VALUE)
    series = (name for _, name in marked_texts(item, file.model, path, Mark.SERIES))
    return {*series, *(cell_of(cell)[0] for _, cell in cells)}


def chart_problems(library: Library, chart: Chart) -> Iterator[Told]:
    """Report what a chart names that is not there, and what a chart of its kind cannot show."""
    for number, panel in enumerate(chart.panels):
        yield from _panel(library, chart, ("panels", number), panel)
    most = chart.traits.panels
    if most is not None and len(chart.panels) > most:
        yield ("panels", most), Slip("wrong-type", f"a chart of {chart.kind} has one panel")
    if chart.events and (not chart.traits.over_years or len(chart.panels) > 1):
        yield ("events",), Slip("unknown-field", "events belong to a chart of years with one panel")


def _panel(library: Library, chart: Chart, field: YamlPath, panel: Panel) -> Iterator[Told]:
    places: set[str] = set()
    units: set[str] = set()
    is_whole = True  # whether all that the panel is to show is known
    for part, trace in panel.named_traces().items():
        at, series = (*field, *part), library.series.get(trace.series)
        if part[0] != "traces" and not chart.traits.stacks:
            yield at, Slip("unknown-field", f"'{part[0]}' belongs to a chart of columns")
        wrong = [*_columns(at, trace, series)] if series is not None else []
        yield from wrong
        # the mistakes of a series are reported there
        if series is None or wrong or not series.sound:
            is_whole = False
            continue
        places |= {row[trace.along].text for row in _rows_of(trace, series)}
        units |= _units_of(trace, series)
        yield from _trace(chart, at, trace, series)
    if len(units) > 1:
        message = f"the units differ: {', '.join(sorted(units))}"
        yield (*field, "traces"), Slip("wrong-record", message)
    if is_whole:
        yield from _unknown((*field, "emphasis"), panel.emphasis, places, "the chart shows no")
    yield from _promised(library, chart, (*field, "promised"), panel)
    if chart.traits.maps:
        yield from _tiles(library, field, panel, places)


def _rows_of(trace: Trace, series: Series) -> list[Mapping[str, Cell]]:
    """Return the rows that a trace is about, also those without a number."""
    return [*series.rows_where(trace.where, trace.skip, trace.only).values()]


def _units_of(trace: Trace, series: Series) -> set[str]:
    """Return the units of the numbers of a trace, without what they are a part of."""
    filled = [row for row in _rows_of(trace, series) if row[trace.column].text]
    units = {series.column_unit(trace.column, row) for row in filled}
    return {unit_words(unit).partition(" of ")[0] for unit in units}


def _promised(library: Library, chart: Chart, field: YamlPath, panel: Panel) -> Iterator[Told]:
    """Report commitments at a chart without lines, and those without a year and a number."""
    if panel.promised and not chart.traits.joins:
        yield field, Slip("unknown-field", "commitments stand beside lines")
    known = library.entries(Commitment)
    for number, name in enumerate(panel.promised):
        if name in known and (known[name].due is None or known[name].reach is None):
            message = f"the commitment '{name}' has no 'due' or no 'reach', and no place on a chart"
            yield (*field, number), Slip("wrong-record", message)


def _columns(field: YamlPath, trace: Trace, series: Series) -> Iterator[Told]:
    """Report columns, conditions and rows that a series does not have."""
    columns, has_no = series.spec.columns, f"the series '{series.id}' has no"
    numeric = [name for name, column in columns.items() if is_number(column)]
    yield from _unknown(
        (*field, "column"), trace.column, numeric, f"{has_no} column of numbers", "unknown-field"
    )
    yield from _unknown(
        (*field, "along"), trace.along, columns, f"{has_no} column", "unknown-field"
    )
    for name, wanted in trace.where.items():
        at = (*field, "where", name)
        yield from _unknown(at, name, columns, f"{has_no} column", "unknown-field")
        if name in columns and series.sound:
            yield from _unknown(
                at, wanted, series.texts(name), f"in column '{name}', no row of '{series.id}' has"
            )
    if series.sound:
        yield from _unknown((*field, "skip"), trace.skip, series.rows, f"{has_no} row")
        yield from _unknown((*field, "only"), trace.only, series.rows, f"{has_no} row")


def _trace(chart: Chart, field: YamlPath, trace: Trace, series: Series) -> Iterator[Told]:
    """Report rows that cannot be drawn, or not in a place of their own, and the name of another
    column.
    """
    yield from _label(field, trace, series)
    yield from _unlike_rows(chart, field, trace, series)
    places = [row[trace.along].text for row in _rows_of(trace, series)]
    # 2024, or a date that begins with the year
    no_year = next((place for place in places if not _YEAR.match(place)), None)
    if chart.traits.over_years and no_year is not None:
        message = f"'{no_year}' in column '{trace.along}' is not a year"
        yield (*field, "along"), Slip("wrong-type", message)
        return
    years = sorted(place[:4] for place in places)
    drawn = series.drawn_rows(trace)
    if trace.since is not None and years and not years[0] <= trace.since <= years[-1]:
        yield (*field, "since"), Slip("wrong-record", f"the rows are of {years[0]} to {years[-1]}")
    elif not drawn:
        yield field, Slip("unknown-value", f"no row of '{series.id}' fits and holds a number")
    if (crowded := _same_place(trace, drawn)) is not None:
        yield field, Slip("duplicate-entry", crowded, "Add a 'where' that tells them apart")


def _label(field: YamlPath, trace: Trace, series: Series) -> Iterator[Told]:
    """Report a label that is the title of another column."""
    called = {name for name, column in series.spec.columns.items() if column.title == trace.label}
    if called and trace.column not in called:
        yield (*field, "label"), Slip("wrong-record", f"this is the title of '{called.pop()}'")


def _unlike_rows(chart: Chart, field: YamlPath, trace: Trace, series: Series) -> Iterator[Told]:
    """Report rows that are joined or ranked, and are of unlike publications or kinds."""
    spec, traits = series.spec, chart.traits
    if traits.joins and trace.style == "line" and not spec.joined:
        message = f"the figures of '{spec.id}' are from unlike publications, which no line joins"
        yield field, Slip("wrong-record", message, "Write style: points")
    if spec.kinds is not None and spec.kinds not in trace.where and not traits.over_years:
        message = f"the rows of '{spec.id}' are of different kinds, which are not ranked together"
        yield field, Slip("wrong-record", message, f"Choose one with a 'where' on '{spec.kinds}'")


def _same_place(trace: Trace, drawn: Rows) -> str | None:
    """Return that two rows would be drawn at one place."""
    first: dict[str, str] = {}
    for key, row in drawn.items():
        place = row[trace.along].text
        if first.setdefault(place, key) != key:
            return f"the rows '{first[place]}' and '{key}' fall on the same place '{place}'"
    return None


def _tiles(library: Library, field: YamlPath, panel: Panel, places: set[str]) -> Iterator[Told]:
    """Report steps of a map that cannot be, and units that it has no tile for."""
    if not 1 <= len(panel.steps) <= 4 or list(panel.steps) != sorted(set(panel.steps)):
        message = "a map has one to four 'steps' between its shades, in rising order"
        yield (*field, "steps"), Slip("wrong-type", message)
    for name in sorted(places):
        yield from _unknown(
            (*field, "traces", 0), name, library.place_names(), _NAMED[Mark.PLACE][1]
        )


def diagram_problems(library: Library, diagram: Diagram) -> Iterator[Told]:
    """Report boxes with the name of another or outside the drawing, arrows from or to no box, and
    steps that are not in order or have no day.
    """
    yield from _steps(library, diagram)
    seen: set[str] = set()
    for number, box in enumerate(diagram.boxes):
        here: YamlPath = ("boxes", number)
        if box.id in seen:
            yield (*here, "id"), Slip("duplicate-entry", f"two boxes are called '{box.id}'")
        seen.add(box.id)
        for field, (left, _, width, _), columns in (("at", box.at, 12), ("narrow", box.narrow, 6)):
            if left < 0 or left + width > columns:
                message = f"the box '{box.id}' stands outside the {columns} columns of the drawing"
                yield (*here, field), Slip("wrong-type", message)
    for number, arrow in enumerate(diagram.arrows):
        yield from _unknown(("arrows", number, "from"), arrow.start, seen, "no box is called")
        yield from _unknown(("arrows", number, "to"), arrow.end, seen, "no box is called")


def _steps(library: Library, diagram: Diagram) -> Iterator[Told]:
    events = library.entries(Event)
    last = ""
    for number, step in enumerate(diagram.steps):
        day = events[step.event].date if step.event in events else last
        at = ("steps", number, "event")
        if step.event in events and not _DAY.match(day):
            yield at, Slip("wrong-record", f"of '{step.event}' no day is known, only {day}")
        elif day < last:
            yield at, Slip("wrong-record", f"'{step.event}' was on {day}, before the step above it")
        last = day


def table_problems(library: Library, table: TableSpec) -> Iterator[Told]:
    """Report a data file or fields that are not there, fields that stand twice, and tables without
    a row.
    """
    file = library.files.get(table.data)
    if file is None:
        yield from _unknown(
            ("data",), table.data, library.files, "no data file", "unknown-block-name"
        )
        return
    yield from _shown_fields(table, file)
    yield from _chosen_rows(table, file)


def _shown_fields(table: TableSpec, file: EntryFile[Any]) -> Iterator[Told]:
    """Report columns of a table without a field of their own, and a filter that is no column."""
    fields = list(file.model.model_fields)
    seen: set[str] = set()
    for index, column in enumerate(table.columns):
        at, has_no = ("columns", index, "field"), f"'{table.data}' has no field"
        yield from _unknown(at, column.field, fields, has_no, "unknown-field")
        if column.field in seen:
            yield at, Slip("duplicate-entry", f"the field '{column.field}' is shown already")
        seen.add(column.field)
    name = table.filter
    if name is not None and (name not in seen or not closed_list(file.model, name)):
        message = f"the table has no column '{name}' with a closed list of values"
        yield ("filter",), Slip("unknown-field", message)


def _chosen_rows(table: TableSpec, file: EntryFile[Any]) -> Iterator[Told]:
    """Report what a table wants of its rows, and none has."""
    fields = list(file.model.model_fields)
    for name, wanted in table.only.items():
        at = ("only", name)
        yield from _unknown(at, name, fields, f"'{table.data}' has no field", "unknown-field")
        values = sorted({str(item.get(name)) for _, item in file.items if name in item})
        if values and wanted not in values and not file.problems:
            message = f"no entry of '{table.data}' has '{wanted}' as its '{name}'"
            hint = did_you_mean(wanted, values) or f"Values: {', '.join(values[:12])}"
            yield at, Slip("unknown-block-name", message, hint)


def explored_problems(library: Library, explored: Explored) -> Iterator[Told]:
    """Report columns and lines that are not there, and series whose rows the explorer
    cannot show.
    """
    series = library.series.get(explored.id)
    if series is None:
        return
    nation = library.series.get(explored.nation or "")
    for one in (series, nation):
        if one is not None:
            yield from _measures(explored, one)
    yield from _named_by(explored, series)
    yield from _nation(library, explored, series)
    columns = series.spec.columns
    if series.sound and columns.keys() >= {*explored.measures, explored.lines or "year"}:
        known = lines_of(library, explored, explored.measures[0])
        yield from _unknown(("first",), explored.first, known, "the explorer shows no line")


def _measures(explored: Explored, series: Series) -> Iterator[Told]:
    """Report measures that are no columns of numbers of a series."""
    numeric = [name for name, column in series.spec.columns.items() if is_number(column)]
    said = f"the series '{series.id}' has no column of numbers"
    yield from _unknown(("measures",), explored.measures, numeric, said, "unknown-field")


def _named_by(explored: Explored, series: Series) -> Iterator[Told]:
    """Report rows that are named by something else than the year and the lines."""
    lines = explored.lines
    if lines is not None:
        said = f"the series '{series.id}' has no column"
        yield from _unknown(("lines",), lines, series.spec.columns, said, "unknown-field")
    if set(series.spec.key) != {"year", *([lines] if lines else [])}:
        named = ", ".join(series.spec.key)
        message = f"the rows of '{series.id}' are named by {named}, not by the year and the lines"
        yield ("lines" if explored.lines else "id",), Slip("wrong-record", message)


def _nation(library: Library, explored: Explored, series: Series) -> Iterator[Told]:
    """Report series beside the provinces whose rows are named by more than the year."""
    for field, name in (("nation", explored.nation), ("id", series.spec.preliminary)):
        beside = library.series.get(name or "")
        if beside is not None and beside.spec.key != ["year"]:
            message = f"the rows of '{name}' are not named by the year alone"
            yield (field,), Slip("wrong-record", message)


def question_problems(library: Library, question: Question) -> Iterator[Told]:
    """Report measures and lines that the explorer does not show."""
    explored = library.entries(Explored)
    measures = {
        name: (one, column)
        for one in explored.values()
        for name, column in measures_of(one).items()
    }
    if question.measure not in measures:
        series = question.measure.partition(".")[0]
        # else its mistake is told there
        if series in explored or not library.is_known("explorer", series):
            yield from _unknown(
                ("measure",), question.measure, measures, "the explorer shows no measure"
            )
        return
    known = lines_of(library, *measures[question.measure])
    yield from _unknown(("lines",), question.lines, known, f"'{question.measure}' has no line")


# The data files whose entries say more of other data than names, and what finds their mistakes.
JUDGES: Mapping[str, Callable[[Library, Any], Iterator[Told]]] = {
    "charts": chart_problems,
    "diagrams": diagram_problems,
    "tables": table_problems,
    "explorer": explored_problems,
    "questions": question_problems,
}
