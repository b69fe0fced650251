"""Computed numbers: the formulas of computed.yml, whose results are read as a series of their own."""

import dataclasses
import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from refdesk.data.formula import PATH, Cells, FormulaError
from refdesk.data.library import Library
from refdesk.data.models import Computed
from refdesk.data.series import COMPUTED, cell_of, path_of, read_series
from refdesk.data.values import Value, find_value
from refdesk.files.csv import csv_text
from refdesk.files.text import TextFile

_COLUMNS = ["id", "title", "value", "unit", "formula", "source"]


def with_computed(library: Library, spec: TextFile) -> Library:
    """Return a library with the computed numbers as a series, described by ``spec``, and with their problems."""
    file = library.files.get(Computed.data_name)
    if file is None or COMPUTED not in library.series_names:
        return library
    problems = list(library.problems)
    rows: list[list[str]] = []
    formulas: dict[str, str] = {}  # with those of other computed numbers in place of their paths
    for entry in library.entries(Computed).values():
        try:
            formula = _expanded(entry.formula, formulas)
            value = Cells(library.series, half=0).formula(formula)("", [])[0]
            inputs = [find_value(library, path) for path in PATH.findall(formula) if "*" not in path]
            wrong = next((one for one in inputs if not isinstance(one, Value)), None)
            if wrong is not None or not math.isfinite(value):
                raise FormulaError(wrong.message if wrong else "it divides by zero, or by nothing")
        except FormulaError as error:
            problems.append(file.problem("bad-formula", entry.id, "formula", f"'{entry.formula}': {error}"))
            continue
        formulas[entry.id] = formula
        shown = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-entry.digits), ROUND_HALF_UP)
        keys = "; ".join(dict.fromkeys(key for one in inputs if isinstance(one, Value) for key in one.sources()))
        rows.append([entry.id, entry.title, f"{shown:f}", entry.unit, entry.formula, keys])
    table = TextFile(f"docs/data/{COMPUTED}.csv", csv_text([_COLUMNS, *rows]))
    made, found = read_series(COMPUTED, spec, table) if rows else (None, [])
    problems += [  # those of the table, which is no file, at the entry
        one if one.path == spec.path else file.problem(one.code, rows[one.line - 2][0], "id", one.message)
        for one in found
    ]
    computed = {} if made is None else {COMPUTED: dataclasses.replace(made, whole=len(rows) == len(file.paths))}
    return dataclasses.replace(library, series={**library.series, **computed}, problems=tuple(problems))


def rests_on(library: Library, path: str) -> tuple[str, ...]:
    """Return the paths of the cells that a number rests on: those that it is computed from, and its own."""
    series, key, _ = cell = cell_of(path)
    entry = library.entries(Computed).get(key) if series == COMPUTED else None
    inputs = PATH.findall(entry.formula) if entry is not None else []
    return (*(one for needed in inputs for one in rests_on(library, needed)), path_of(*cell))


def _expanded(formula: str, above: Mapping[str, str]) -> str:
    """Return a formula with those of computed numbers above it in place of their paths, so that none needs itself."""

    def inner(match: re.Match[str]) -> str:
        series, name, _ = cell_of(match[1])
        if series == COMPUTED and name not in above:
            raise FormulaError(f"no computed number above it is called '{name}'")
        return f"({above[name]})" if series == COMPUTED else match[0]

    return PATH.sub(inner, formula)
