"""Data series: a CSV of observations and the YAML beside it that says what they mean."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import NamedTuple, Unpack

from refdesk.data.entries import EntryFile, read_entries
from refdesk.data.fields import YEARS, trimmed
from refdesk.data.models import SeriesColumn, SeriesSpec, Trace
from refdesk.data.wording import in_unit, unit_name, unit_words
from refdesk.files.csv import Cell, CsvFile, parse_csv
from refdesk.files.language import ENGLISH, Language
from refdesk.files.text import INVISIBLE, TextFile, invisible
from refdesk.files.yaml import YamlPath
from refdesk.problems import things
from refdesk.problems.problem import Causes, Problem, Slip, told_once
from refdesk.problems.suggest import certain_swap, did_you_mean, misspelled, nearest, suggest_name

_SOURCE = re.compile(r"[^;\s]+")
_YEAR = re.compile(r"[0-9]{4}")
_WHOLE = 100  # per cent
_DIGITS = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")  # more of them would not be exact everywhere
_WORD = re.compile(r"[A-Za-z]+")
_LEADING_ZERO = re.compile(r"-?0[0-9]")
Rows = Mapping[str, Mapping[str, Cell]]  # by key, then by column
TEXT_UNITS = frozenset({"source", "sources", "text", "formula"})


@dataclass(frozen=True)
class Series:
    """One series: its specification, its CSV, and its rows by key (the key columns joined with
    '/').

    A cell with a mistake is empty here; a row with a mistake in its key, or with the key of
    another, is not here. Then the series is not ``sound``: what is missing for a mistake is no
    mistake of those who refer to it. Cells and labels are shown in its ``language``.
    """

    id: str
    spec: SeriesSpec
    entry: EntryFile[SeriesSpec]
    csv: CsvFile
    rows: Rows
    sound: bool  # whether all that the file is to hold is here
    language: Language = ENGLISH

    @cached_property
    def named_rows(self) -> Mapping[str, str]:
        """Return the keys of the rows by how a path may name them: as they are, or with hyphens for
        blanks.
        """
        return {key.replace(" ", "-"): key for key in reversed([*self.rows])} | {
            key: key for key in self.rows
        }

    def label(self, column: str, text: str) -> str:
        """Return in words what a cell stands for: a unit, a name of the key, a computed number."""
        if self.id == COMPUTED and text in self.rows:
            return self.rows[text]["title"].text
        if column in self.spec.unit_columns:
            return unit_name(text, self.language) or self.language.gettext(text)
        return self.spec.columns[column].labels.get(text, text)

    def shown(self, column: str, row: Mapping[str, Cell]) -> str:
        """Return a cell as readers see it: a number in their unit, without its name; else what the
        cell stands for.
        """
        value = number(row[column].text) if is_figure(self.spec.columns[column]) else None
        if value is None:
            return self.label(column, row[column].text)
        unit = self.column_unit(column, row)
        return self.language.number(in_unit(value, unit, self.language))

    def name_of(self, key: str) -> str:
        """Return the name of a row in words: ``Outturn, 2024``; that of a row which is not there is
        its key.
        """
        row = self.rows.get(key)
        if row is None:
            return key
        parts = (self.label(one, row[one].text) for one in self.spec.key)
        return self.language.gettext(", ").join(parts)

    def problem(self, place: tuple[str, str], slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at a cell: the key of its row, and its column."""
        key, column = place
        offset = self.rows[key][column].offset
        return self.csv.file.problem(offset, slip, **causes)

    def column_unit(self, column: str, row: Mapping[str, Cell]) -> str:
        """Return the unit of a column in a row ('' when it has none)."""
        spec = self.spec.columns[column]
        if spec.unit_column is not None:
            cell = row.get(spec.unit_column)
            return cell.text if cell is not None else ""
        return spec.unit or ""

    def rows_where(
        self, where: Mapping[str, str], skip: Sequence[str] = (), only: Sequence[str] = ()
    ) -> Rows:
        """Return the rows, by key, whose columns hold the given texts, without those whose key is
        to be skipped, or only those of some keys.
        """
        rows_with: list[Collection[str]] = [
            self._keys.get(name, {}).get(text, {}).keys() for name, text in where.items()
        ]
        first, *others = rows_with or [self.rows.keys()]
        keys = [key for key in first if all(key in other for other in others)]
        kept = [key for key in keys if key not in skip and (not only or key in only)]
        return {key: self.rows[key] for key in kept}

    def drawn_rows(self, trace: Trace) -> Rows:
        """Return the rows that a chart draws, by key: those with a number in the column, or the
        last of each place.
        """
        estimates = self.spec.estimates if trace.latest else []
        rows = self.rows_where(trace.where, [*trace.skip, *estimates], trace.only)
        since = trace.since or ""
        filled = {
            key: row
            for key, row in rows.items()
            if row[trace.column].text and (not since or row[trace.along].text >= since)
        }
        return _latest(filled, trace.along) if trace.latest else filled

    def texts(self, column: str) -> Collection[str]:
        """Return what the cells of a column hold, each text once, in the order of the rows."""
        return self._keys.get(column, {}).keys()

    @cached_property
    def _keys(self) -> dict[str, dict[str, dict[str, None]]]:
        """Return column -> text -> the keys of the rows that hold it there: charts look for rows
        some hundred times.
        """
        found: dict[str, dict[str, dict[str, None]]] = {}
        for key, row in self.rows.items():
            for column, cell in row.items():
                found.setdefault(column, {}).setdefault(cell.text, {})[key] = None
        return found

    def sources(self) -> list[str]:
        """Return the ids of the sources of all rows, in order of first use."""
        names = self.spec.source_columns
        cells = dict.fromkeys(row[name].text for row in self.rows.values() for name in names)
        return list(dict.fromkeys(source for text in cells for source in _SOURCE.findall(text)))


def is_number(column: SeriesColumn) -> bool:
    """Return whether the cells of a column are numbers."""
    return column.unit not in TEXT_UNITS


def is_figure(column: SeriesColumn) -> bool:
    """Return whether a column holds numbers other than years."""
    return is_number(column) and column.unit != "year"


def year_of(row: Mapping[str, Cell]) -> str:
    """Return the year or period of a row ('' if it has none)."""
    return next((row[name].text for name in ("year", "period") if name in row), "")


def number(text: str) -> Decimal | None:
    """Return the number a data cell holds (digits, a point, a sign), or None."""
    return Decimal(text) if _DIGITS.fullmatch(text) else None


COMPUTED = "computed"  # the series whose rows are computed; its paths name no column


def _latest(rows: Rows, along: str) -> Rows:
    """Return of each place, which a column holds, the row of the last year."""
    by_year = sorted(rows, key=lambda key: year_of(rows[key]))
    last = {rows[key][along].text: key for key in by_year}
    return {key: row for key, row in rows.items() if last[row[along].text] == key}


def cell_of(path: str) -> tuple[str, str, str]:
    """Return the series, the key of the row and the column that a value path names."""
    name, _, rest = path.partition("/")
    key, _, column = rest.rpartition("/")
    return (name, rest, "value") if name == COMPUTED and not key else (name, key, column)


def path_of(series: str, key: str, column: str) -> str:
    """Return the value path of a cell; that of a computed number names no column."""
    return "/".join((series, key) if series == COMPUTED else (series, key, column)).replace(
        " ", "-"
    )


def read_series(
    series_id: str, yaml: TextFile, csv: TextFile
) -> tuple[Series | None, list[Problem]]:
    """Read one series; what is wrong with its YAML, its columns, its cells or its keys becomes
    problems.
    """
    entry = read_entries(yaml, SeriesSpec)
    spec = entry.entries.get(series_id)
    if spec is None:
        return None, [*entry.problems] or [_missing_spec(series_id, entry)]
    table = parse_csv(csv)
    wrong_spec = [*entry.problems, *_spec_problems(entry, spec)]
    wrong_header = _header_problems(table, spec, yaml.path)
    if wrong_header:
        return None, [*wrong_spec, *csv.problems, *wrong_header]
    lost_rows = [things.entries(series_id)]
    wrong_rows = [problem.with_causes(explains=lost_rows) for problem in table.problems]
    problems = [*wrong_spec, *wrong_rows]
    if not table.header or any(problem.path == yaml.path for problem in problems):
        return None, problems
    read = _read_rows(series_id, spec, table)
    problems += read.problems
    is_whole = not table.problems and len(read.rows) == len(table.rows)
    is_sound = is_whole and not read.problems
    series = Series(series_id, spec, entry, table, read.rows, is_sound)
    if is_whole:
        problems += _label_problems(series)
    return series if read.rows else None, problems


def _missing_spec(series_id: str, entry: EntryFile[SeriesSpec]) -> Problem:
    """Return that a file does not describe the series of its name; who names what it describes
    means this series.
    """
    slip = Slip("missing-field", f"holds no entry with the id '{series_id}', the name of the file")
    described = [things.series(name) for name in entry.paths]
    return entry.yaml.problem((0, "id"), slip, explains=described)


class _ReadRows(NamedTuple):
    """The rows of a series by key, and what is wrong with them: column by column, then the keys."""

    rows: Rows
    problems: list[Problem]


def _read_rows(series_id: str, spec: SeriesSpec, table: CsvFile) -> _ReadRows:
    """Return the rows of a table whose header is right; a cell with a mistake is empty, and a row
    with a mistake in its key, or with the key of another, is left out.
    """
    names = [cell.text for cell in table.header]
    lost_row = things.entries(series_id)
    rows: dict[str, Mapping[str, Cell]] = {}
    of_columns: dict[str, list[Problem]] = {name: [] for name in names}
    of_keys: list[Problem] = []
    for cells in table.rows:
        row = dict(zip(names, cells, strict=True))
        key = "/".join(row[name].text for name in spec.key)
        wrong = _wrong_cells(table.file, row, spec)
        for name, problem in wrong.items():
            is_key = name in spec.key
            lost = lost_row if is_key else things.cell(series_id, key, name)
            of_columns[name].append(problem.with_causes(explains=[lost]))
        if key in rows:
            told = _repeated_key(table.file, key, row[spec.key[0]], rows[key][spec.key[0]])
            of_keys.append(told.with_causes(explains=[lost_row]))
        elif wrong.keys().isdisjoint(spec.key):
            emptied = {name: row[name]._replace(text="") for name in wrong}
            rows[key] = {**row, **emptied}
    problems: list[Problem] = []
    for found in (*of_columns.values(), of_keys):
        problems += told_once(found, len(table.rows))
    return _ReadRows(rows, problems)


def _wrong_cells(csv: TextFile, row: Mapping[str, Cell], spec: SeriesSpec) -> dict[str, Problem]:
    """Return what is wrong with the cells of a row, by column."""
    found = {name: _cell_problem(csv, row[name], name, spec) for name in spec.columns}
    return {name: problem for name, problem in found.items() if problem is not None}


def _repeated_key(csv: TextFile, key: str, cell: Cell, first: Cell) -> Problem:
    line = csv.place(first.offset).line
    message = f"a row with the key '{key}' stands already at line {line}"
    return csv.problem(cell.offset, Slip("duplicate-entry", message))


def _cell_problem(csv: TextFile, cell: Cell, name: str, spec: SeriesSpec) -> Problem | None:
    """Return what is wrong with a cell."""
    # told as what it is, not as what it makes of a number
    if hidden := INVISIBLE.search(cell.text):
        at = csv.text.index(hidden.group(), cell.offset)
        return csv.problem(at, Slip("invisible-character", *invisible(hidden.group())))
    if cell.text:
        slip = _slip_of_cell(cell.text, name, spec)
        return csv.problem(cell.offset, Slip("wrong-type", *slip)) if slip is not None else None
    if name in spec.key:
        return csv.problem(cell.offset, Slip("missing-field", f"the key column '{name}' is empty"))
    return (
        csv.problem(cell.offset, Slip("missing-field", "the row names no source"))
        if name == "source"
        else None
    )


def _spec_problems(entry: EntryFile[SeriesSpec], spec: SeriesSpec) -> Iterator[Problem]:
    """Yield what is wrong with the key and the columns of a series."""

    def unknown(
        field: YamlPath, name: str | None, known: Collection[str], message: str
    ) -> Iterator[Problem]:
        if name is not None and name not in known:
            yield entry.problem(
                (spec.id, *field), Slip("unknown-field", message, *suggest_name(name, known))
            )

    for index, name in enumerate(spec.key):
        yield from unknown(
            ("key", index), name, spec.columns, f"the key column '{name}' is not among the columns"
        )
    yield from unknown(("kinds",), spec.kinds, spec.key, f"'{spec.kinds}' is no column of the key")
    for name, column in spec.columns.items():
        field = ("columns", name)
        if (column.unit is None) == (column.unit_column is None):
            yield entry.problem(
                (spec.id, *field),
                Slip("missing-field", f"column '{name}' needs a unit or a unit_column"),
            )
        elif (
            column.unit is not None
            and (slip := _misspelled_unit(column.unit, _UNIT_WORDS)) is not None
        ):
            yield entry.problem((spec.id, *field, "unit"), Slip("wrong-type", *slip))
        named = column.unit_column
        message = f"the unit column '{named}' is not among the columns"
        yield from unknown((*field, "unit_column"), named, spec.columns, message)
        own = column.source_column
        yield from unknown(
            (*field, "source_column"), own, spec.source_columns, f"'{own}' is no column of sources"
        )


# The words in units that a number in the text is held against, and those that say what a column
# holds.
_UNIT_WORDS = (
    "percent",
    "percentage",
    "points",
    "thousand",
    "million",
    "billion",
    "trillion",
    "year",
    "years",
    "source",
    "sources",
    "text",
)


@lru_cache(maxsize=256)
def _misspelled_unit(unit: str, known: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a unit: a word that is nearly one that is known."""
    for word in _WORD.findall(unit):
        meant = nearest(word, known) if word not in known else None
        if meant is not None:
            return f"'{word}' in the unit '{unit}' is misspelled", (
                f"Did you mean '{unit.replace(word, meant)}'?"
            )
    return None


class _UnitAt(NamedTuple):
    """The unit of a column of a series."""

    series: Series
    column: str
    unit: str


def _units_of(series: Iterable[Series]) -> list[_UnitAt]:
    """Return the units of the columns that have one of their own."""
    return [
        _UnitAt(one, name, column.unit)
        for one in series
        for name, column in one.spec.columns.items()
        if column.unit
    ]


def misspelled_units(series: Iterable[Series]) -> Iterator[tuple[str, Problem]]:
    """Yield the id of each series with a unit that nearly is, or is in other words, one of other
    columns; and where.
    """
    columns = _units_of(series)
    units = Counter(at.unit for at in columns)
    words = Counter(word for at in columns for word in _WORD.findall(at.unit))
    repeated = [word for word, times in words.items() if times > 1]
    known = (*_UNIT_WORDS, *repeated)
    named = {unit_words(unit): unit for unit, _ in reversed(units.most_common())}
    for one, column, unit in columns:
        slip = _misspelled_unit(unit, known)
        usual = named.get(unit, unit)
        if usual != unit:
            slip = f"the unit '{unit}' stands as '{usual}' elsewhere", f"Write '{usual}'"
        if slip is not None:
            path = ("columns", column, "unit")
            yield one.id, one.entry.problem((one.id, *path), Slip("wrong-type", *slip))


def _header_problems(table: CsvFile, spec: SeriesSpec, described: str) -> list[Problem]:
    """Return what is wrong with the first line of a series, whose columns are ``described`` in this
    order in a file.
    """
    if table.header and not table.rows and not table.problems:
        return [table.file.problem(0, Slip("csv-syntax", "the series holds no rows"))]
    if not table.header:
        return []
    wanted = [*spec.columns]
    problems: list[Problem] = []
    for number, (cell, name) in enumerate(zip_longest(table.header, wanted), 1):
        if (cell.text if cell else "") == (name or ""):
            continue
        problems.append(_misplaced_column(table.file, number, cell, name, wanted, described))
        if len(table.header) != len(wanted):
            break  # the others have moved with the one that is missing
    return told_once(problems, len(wanted))


def _misplaced_column(
    file: TextFile,
    number: int,
    cell: Cell | None,
    name: str | None,
    wanted: list[str],
    described: str,
) -> Problem:
    """Return that a column stands where another, or none, is ``wanted``."""
    here = f"'{cell.text}'" if cell and cell.text else "none"
    there = f"'{name}'" if name else "none"
    message = f"column {number} is {here}, in {described} it is {there}"
    swap = certain_swap(cell.text, [name]) if cell and name else None
    offset = cell.offset if cell else 0
    return file.problem(offset, Slip("csv-syntax", message, f"Write {','.join(wanted)}", swap))


def _label_problems(series: Series) -> Iterator[Problem]:
    """Report estimates that are no row, labels that no row needs, and cells whose label is likely
    misspelled.
    """
    spec = series.spec
    for number, key in enumerate(spec.estimates):
        if key not in series.rows:
            path, hint = ("estimates", number), did_you_mean(key, series.rows)
            yield series.entry.problem(
                (spec.id, *path), Slip("unknown-value", f"no row '{key}'", hint)
            )
    for name in spec.columns:
        yield from _idle_labels(series, name)
        if name in spec.key:
            yield from _misspelled_cells(series, name)


def _idle_labels(series: Series, column: str) -> Iterator[Problem]:
    """Report the labels of a column, and words for its rows, that no row needs."""
    spec, entry = series.spec, series.entry
    is_key = column in spec.key
    cells = series.texts(column) if is_key else ()
    labels = [("labels", cell) for cell in spec.columns[column].labels]
    words = [("row_words", cell) for cell in spec.columns[column].row_words]
    for field, cell in (*labels, *words):
        if cell in cells:
            continue
        hint = did_you_mean(cell, cells) if is_key else "It stands at a column of the key"
        path = (*entry.paths[spec.id], "columns", column, field, cell)
        message = f"no row is called '{cell}'"
        yield entry.yaml.problem(path, Slip("unknown-field", message, hint), at_key=True)


def _misspelled_cells(series: Series, column: str) -> Iterator[Problem]:
    """Report the cells of a column without a label that are nearly one that has a label."""
    labels = series.spec.columns[column].labels
    for text in series.texts(column):
        near = misspelled(text, labels) if text not in labels else None
        if not near:
            continue
        key = next(key for key, row in series.rows.items() if row[column].text == text)
        message = f"'{text}' has no label in the column '{column}'"
        yield series.problem((key, column), Slip("wrong-type", message, f"Did you mean '{near}'?"))


def _slip_of_cell(text: str, name: str, spec: SeriesSpec) -> tuple[str, str] | None:
    """Return what is wrong with the text of a cell: message and hint."""
    column = spec.columns[name]
    try:
        trimmed(text)
    except ValueError as error:
        return f"'{text}' {error}", ""
    if is_number(column) and (wrong := _slip_of_number(text, name, column.unit or "")) is not None:
        return wrong
    return _misspelled_unit(text, _UNIT_WORDS) if name in spec.unit_columns else None


def _slip_of_number(text: str, name: str, unit: str) -> tuple[str, str] | None:
    if not _DIGITS.fullmatch(text):
        return f"'{text}' in column '{name}' is not a number", (
            "Write digits and a point, without separators or a unit"
        )
    if unit == "year" and (not _YEAR.fullmatch(text) or int(text) not in YEARS):
        return f"'{text}' in column '{name}' is not a year", ""
    if _LEADING_ZERO.match(text):
        return f"'{text}' in column '{name}' begins with a zero too many", f"Write {number(text)}"
    if text.startswith("-") and unit.partition(" ")[0] == "count":
        return f"'{text}' in column '{name}' is less than nothing: its unit is {unit}", ""
    if unit.startswith("percent of ") and abs(float(text)) > _WHOLE:
        return f"'{text}' in column '{name}' is more than all: its unit is {unit}", ""
    return None
