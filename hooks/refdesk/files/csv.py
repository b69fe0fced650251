"""CSV with places: every cell knows its line and column."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from refdesk.files.text import Place, TextFile
from refdesk.problems.problem import Problem


class Cell(NamedTuple):
    """The text of one cell, and the place where it starts (that of its opening quote, when it is quoted)."""

    text: str
    place: Place


class CsvFile(NamedTuple):
    """A parsed CSV file: the header cells, the rows below it, and what is wrong with its form."""

    file: TextFile
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[Problem, ...]


def parse_csv(file: TextFile) -> CsvFile:
    """Parse comma-separated values, a row on each line; what is wrong with a row is a problem at its place."""
    problems = list(file.problems)
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(file.text.split("\n"), 1):
        if line:
            try:
                rows.append(_cells(line, number))
            except csv.Error as error:
                message, hint = f"a quotation mark is not closed where its cell ends ({error})", "A row is one line"
                problems.append(Problem(file.path, number, line.find('"') + 1, "csv-syntax", message, hint))
    if not rows:
        if not problems:
            problems.append(Problem(file.path, 1, 1, "csv-syntax", "is empty: the first line names the columns"))
        return CsvFile(file, (), (), tuple(problems))
    header, *body = rows
    for index, cell in enumerate(header):
        if cell.text in {other.text for other in header[:index]}:
            problems.append(Problem(file.path, *cell.place, "csv-syntax", f"the column '{cell.text}' stands twice"))
    whole: list[tuple[Cell, ...]] = []
    for row in body:
        if len(row) > 1 and not any(cell.text for cell in row):
            problems.append(Problem(file.path, *row[0].place, "csv-syntax", "this row is empty", "Remove it"))
        elif len(row) == len(header):
            whole.append(row)
        else:
            place = row[min(len(row), len(header) + 1) - 1].place
            message = f"this row has {len(row)} cells, the header has {len(header)}"
            hint = "A cell that holds a comma is written between double quotes" if len(row) > len(header) else ""
            problems.append(Problem(file.path, *place, "csv-syntax", message, hint))
    return CsvFile(file, header, tuple(whole), tuple(problems))


def _cells(line: str, number: int) -> tuple[Cell, ...]:
    """Return the cells of a line; csv.Error where a quotation mark is not closed, or closed within a cell."""
    cells: list[Cell] = []
    at = 0
    for text in next(csv.reader([line], strict=True)):
        cells.append(Cell(text, Place(number, at + 1)))
        quoted = line.startswith('"', at)
        at += len(text.replace('"', '""')) + len('"",') if quoted else len(text) + len(",")
    return tuple(cells)


def csv_text(rows: Iterable[list[str]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
