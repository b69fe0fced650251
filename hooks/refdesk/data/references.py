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
    Diagram,
    Explored,
    Panel,
    Question,
    TableSpec,
    Trace,
)
from refdesk.data.series import Series, cell_of, is_number
from refdesk.data.values import find_value
from refdesk.data.wording import unit_words
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.suggest import did_you_mean, suggest_name

Told = tuple[YamlPath, Slip]  # a path in an entry, and what is wrong there
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


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
}


def named_problems(
    library: Library, file: EntryFile[Any], path: YamlPath, item: object
) -> Iterator[Problem]:
    """Report what the fields of an entry name and is not there; a cell may also hold no number, or
    be empty.
    """
    for mark, (of, message) in _NAMED.items():
        for where, name in marked_texts(item, file.model, path, mark):
            known = library.place_names() if mark is Mark.PLACE else library.known(of)
            if name not in known and library.is_readable(of):
                told = file.yaml.problem(
                    "unknown-value", where, f"{message} '{name}'", *suggest_name(name, known)
                )
                thing = name if mark is Mark.SERIES else f"{of}/{name}"
                nameless = ("provinces/*",) if mark is Mark.PLACE and "None" in known else ()
                yield told._replace(rests_on=(thing, *nameless, "data/*"))
    for where, cell in marked_texts(item, file.model, path, Mark.VALUE):
        found = find_value(library, cell) if "/" in cell else None
        if isinstance(found, Slip):
            below = *rests_on(library, cell), "data/*"
            yield file.yaml.problem(*found.at(where))._replace(rests_on=below)


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
        rows = series.rows_where(trace.where, trace.skip, trace.only).values()
        places |= {row[trace.along].text for row in rows}
        kept = (series.column_unit(trace.column, row) for row in rows if row[trace.column].text)
        units |= {unit_words(unit).partition(" of ")[0] for unit in kept}
        yield from _trace(chart, at, trace, series)
    if len(units) > 1:
        yield (
            (*field, "traces"),
            Slip("wrong-record", f"the units differ: {', '.join(sorted(units))}"),
        )
    if is_whole:
        yield from _unknown((*field, "emphasis"), panel.emphasis, places, "the chart shows no")
    if chart.traits.maps:
        yield from _tiles(library, field, panel, places)


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
    called = {name for name, column in series.spec.columns.items() if column.title == trace.label}
    if called and trace.column not in called:
        yield (*field, "label"), Slip("wrong-record", f"this is the title of '{called.pop()}'")
    rows = series.rows_where(trace.where, trace.skip, trace.only)
    places = [row[trace.along].text for row in rows.values()]
    spec = series.spec
    if chart.traits.joins and trace.style == "line" and not spec.joined:
        message = f"the figures of '{spec.id}' are from unlike publications, which no line joins"
        yield field, Slip("wrong-record", message, "Write style: points")
    if spec.kinds is not None and spec.kinds not in trace.where and not chart.traits.over_years:
        message = f"the rows of '{spec.id}' are of different kinds, which are not ranked together"
        yield field, Slip("wrong-record", message, f"Choose one with a 'where' on '{spec.kinds}'")
    if chart.traits.over_years:  # 2024, or a date that begins with the year
        for place in (place for place in places if not _YEAR.match(place)):
            yield (
                (*field, "along"),
                Slip("wrong-type", f"'{place}' in column '{trace.along}' is not a year"),
            )
            return
    years, drawn = sorted(place[:4] for place in places), series.drawn_rows(trace)
    if trace.since is not None and years and not years[0] <= trace.since <= years[-1]:
        yield (*field, "since"), Slip("wrong-record", f"the rows are of {years[0]} to {years[-1]}")
    elif not drawn:
        yield field, Slip("unknown-value", f"no row of '{series.id}' fits and holds a number")
    first: dict[str, str] = {}
    for key, row in drawn.items():
        if first.setdefault(row[trace.along].text, key) != key:
            same = row[trace.along].text
            message = f"the rows '{first[same]}' and '{key}' fall on the same place '{same}'"
            yield field, Slip("duplicate-entry", message, "Add a 'where' that tells them apart")
            return


def _tiles(library: Library, field: YamlPath, panel: Panel, places: set[str]) -> Iterator[Told]:
    """Report steps of a map that cannot be, and units that it has no tile for."""
    if not 1 <= len(panel.steps) <= 4 or list(panel.steps) != sorted(set(panel.steps)):
        yield (
            (*field, "steps"),
            Slip("wrong-type", "a map has one to four 'steps' between its shades, in rising order"),
        )
    for name in sorted(places):
        yield from _unknown(
            (*field, "traces", 0), name, library.place_names(), _NAMED[Mark.PLACE][1]
        )


def diagram_problems(_library: Library, diagram: Diagram) -> Iterator[Told]:
    """Report boxes with the name of another or outside the drawing, and arrows from or to
    no box.
    """
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
    fields = list(file.model.model_fields)
    seen: set[str] = set()
    for index, column in enumerate(table.columns):
        at, has_no = ("columns", index, "field"), f"'{table.data}' has no field"
        yield from _unknown(at, column.field, fields, has_no, "unknown-field")
        if column.field in seen:
            yield at, Slip("duplicate-entry", f"the field '{column.field}' is shown already")
        seen.add(column.field)
    if table.filter is not None and (
        table.filter not in seen or not closed_list(file.model, table.filter)
    ):
        message = f"the table has no column '{table.filter}' with a closed list of values"
        yield ("filter",), Slip("unknown-field", message)
    for name, wanted in table.only.items():
        yield from _unknown(
            ("only", name), name, fields, f"'{table.data}' has no field", "unknown-field"
        )
        values = sorted({str(item.get(name)) for _, item in file.items if name in item})
        if values and wanted not in values and not file.problems:
            message = f"no entry of '{table.data}' has '{wanted}' as its '{name}'"
            hint = did_you_mean(wanted, values) or f"Values: {', '.join(values[:12])}"
            yield ("only", name), Slip("unknown-block-name", message, hint)


def explored_problems(library: Library, explored: Explored) -> Iterator[Told]:
    """Report columns and lines that are not there, and series whose rows the explorer
    cannot show.
    """
    series = library.series.get(explored.id)
    if series is None:
        return
    columns = series.spec.columns
    for one in filter(None, (series, library.series.get(explored.nation or ""))):
        numeric = [name for name, column in one.spec.columns.items() if is_number(column)]
        said = f"the series '{one.id}' has no column of numbers"
        yield from _unknown(("measures",), explored.measures, numeric, said, "unknown-field")
    if explored.lines is not None:
        said = f"the series '{series.id}' has no column"
        yield from _unknown(("lines",), explored.lines, columns, said, "unknown-field")
    if set(series.spec.key) != {"year", *([explored.lines] if explored.lines else [])}:
        message = (
            f"the rows of '{series.id}' are named by {', '.join(series.spec.key)}, not by "
            "the year and the lines"
        )
        yield ("lines" if explored.lines else "id",), Slip("wrong-record", message)
    for field, name in (("nation", explored.nation), ("id", series.spec.preliminary)):
        beside = library.series.get(name or "")
        if beside is not None and beside.spec.key != ["year"]:
            yield (
                (field,),
                Slip("wrong-record", f"the rows of '{name}' are not named by the year alone"),
            )
    if series.sound and columns.keys() >= {*explored.measures, explored.lines or "year"}:
        known = lines_of(library, explored, explored.measures[0])
        yield from _unknown(("first",), explored.first, known, "the explorer shows no line")


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
