"""The computed numbers of computed.yml, which are read as a series of their own."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from refdesk.data.entries import EntryFile
from refdesk.data.formula import PATH, Cells, FormulaError, rests_on
from refdesk.data.library import Library
from refdesk.data.models import Computed, Entry
from refdesk.data.series import COMPUTED, cell_of, read_series
from refdesk.data.values import Value, find_value
from refdesk.files.csv import csv_text
from refdesk.files.text import TextFile
from refdesk.problems import things
from refdesk.problems.problem import Problem, Slip

_COLUMNS = ["id", "title", "value", "unit", "formula", "source"]
# the entries of a data file whose fields have these values
_COUNT = re.compile(r"count:(\w+)\(([^()]*)\)")


class _Made(NamedTuple):
    """A computed number: its row of the series, and its formula over what is not computed."""

    row: list[str]
    formula: str


def with_computed(library: Library) -> Library:
    """Return a library with the computed numbers as a series, and with their problems."""
    file = library.files.get(Computed.data_name)
    if file is None or COMPUTED not in library.series_names:
        return library
    problems: list[Problem] = []
    rows: list[list[str]] = []
    formulas: dict[str, str] = {}
    for entry in library.entries(Computed).values():
        try:
            made = _made(library, entry, formulas)
        except FormulaError as error:
            problems.append(_not_computed(library, entry, error))
        else:
            formulas[entry.id] = made.formula
            rows.append(made.row)
    return _with_series(library, file, rows, problems)


def _with_series(
    library: Library, file: EntryFile[Entry], rows: list[list[str]], problems: list[Problem]
) -> Library:
    """Return a library with rows of computed numbers as a series."""
    table = TextFile(f"docs/data/{COMPUTED}.csv", csv_text([_COLUMNS, *rows]))
    made, found = read_series(COMPUTED, library.computed, table) if rows else (None, [])
    of_table = [  # those of the table, which is no file, at the entry
        one
        if one.path == library.computed.path
        else file.problem((rows[one.line - 2][0], "id"), Slip(one.code, one.message))
        for one in found
    ]
    series = dict(library.series)
    if made is not None:
        is_sound = made.sound and len(rows) == len(file.paths)
        series[COMPUTED] = replace(made, sound=is_sound, language=library.language)
    return replace(library, series=series, problems=(*library.problems, *problems, *of_table))


def _made(library: Library, entry: Computed, above: Mapping[str, str]) -> _Made:
    """Return a computed number, which may need those ``above`` it, by their formulas. Raise
    FormulaError.
    """
    written, counted = _with_counts(library, entry.formula)
    formula = _expanded(written, above)
    value, _ = Cells(library.series, half=0).formula(formula)("").number
    inputs = _inputs(library, formula)
    if not math.isfinite(value):
        raise FormulaError("it divides by zero, or by nothing")
    shown = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-entry.digits), ROUND_HALF_UP)
    sources = [key for one in inputs for key in one.sources()]
    sources += [key for one in counted for key in getattr(one, "sources", ())]
    keys = "; ".join(dict.fromkeys(sources))
    row = [entry.id, entry.title, f"{shown:f}", entry.unit, entry.formula, keys]
    return _Made(row, formula)


def _inputs(library: Library, formula: str) -> Sequence[Value]:
    """Return the cells that a formula names, each by itself. Raise FormulaError where one is not
    there.
    """
    values: list[Value] = []
    for path in PATH.findall(formula):
        if "*" in path:
            continue
        found = find_value(library, path)
        if isinstance(found, Slip):
            raise FormulaError(found.message)
        values.append(found)
    return values


def _not_computed(library: Library, entry: Computed, error: FormulaError) -> Problem:
    """Return that a number cannot be computed; what refers to it is no second mistake."""
    slip = Slip("bad-formula", f"'{entry.formula}': {error}")
    paths = PATH.findall(entry.formula)
    needed = [thing for path in paths for thing in rests_on(library, path)]
    own = [things.entry(COMPUTED, entry.id)]
    return library.problem((entry, "formula"), slip, rests_on=needed, explains=own)


def _with_counts(library: Library, formula: str) -> tuple[str, list[Entry]]:
    """Return a formula with numbers in place of its counts, and the entries that are counted. Raise
    FormulaError.
    """
    counted: list[Entry] = []

    def number(count: re.Match[str]) -> str:
        found = _fitting(library, count[1], count[2])
        counted.extend(found)
        return str(len(found))

    return _COUNT.sub(number, formula), counted


def _fitting(library: Library, name: str, conditions: str) -> list[Entry]:
    """Return the entries of a data file of which conditions hold, written "field=text, …". Raise
    FormulaError.
    """
    file = library.files.get(name)
    if file is None:
        raise FormulaError(f"no data file is called '{name}'")
    found = list(file.entries.values())
    for condition in conditions.split(","):
        field_name, _, text = (part.strip() for part in condition.partition("="))
        if field_name not in file.model.model_fields:
            raise FormulaError(f"the entries of {name} have no field '{field_name}'")
        found = [entry for entry in found if str(getattr(entry, field_name)) == text]
    if not found:
        raise FormulaError(f"no entry of {name} has {conditions}")
    return found


def _expanded(formula: str, above: Mapping[str, str]) -> str:
    """Return a formula with those of computed numbers above it in place of their paths, so that
    none needs itself.
    """

    def inner(match: re.Match[str]) -> str:
        series, name, _ = cell_of(match[1])
        if series == COMPUTED and name not in above:
            raise FormulaError(f"no computed number above it is called '{name}'")
        return f"({above[name]})" if series == COMPUTED else match[0]

    return PATH.sub(inner, formula)
