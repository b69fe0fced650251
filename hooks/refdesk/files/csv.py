"""CSV with places: every cell knows where it stands."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from refdesk.files.text import TextFile
from refdesk.problems.problem import Problem, Slip, told_once


class Cell(NamedTuple):
    """The text of one cell, and the offset at which it starts (that of its opening quote, when it
    is quoted).
    """

    text: str
    offset: int


class CsvFile(NamedTuple):
    """A parsed CSV file: the header cells, the rows below it, and what is wrong with its form."""

    file: TextFile
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[Problem, ...]


def parse_csv(file: TextFile) -> CsvFile:
    """Parse comma-separated values, a row on each line; what is wrong with a row is a problem at
    its place.
    """
    problems = list(file.problems)
    rows: list[tuple[Cell, ...]] = []
    for start, line in zip(file.line_starts, file.text.split("\n"), strict=True):
        if line:
            try:
                rows.append(_cells(line, start))
            except csv.Error as error:
                message, hint = (
                    f"a quotation mark is not closed where its cell ends ({error})",
                    "A row is one line",
                )
                problems.append(
                    file.problem(start + line.find('"'), Slip("csv-syntax", message, hint))
                )
    if not rows:
        if not problems:
            problems.append(
                file.problem(0, Slip("csv-syntax", "is empty: the first line names the columns"))
            )
        return CsvFile(file, (), (), tuple(problems))
    header, *body = rows
    whole: list[tuple[Cell, ...]] = []
    others: list[Problem] = []
    for row in body:
        if len(row) > 1 and not any(cell.text for cell in row):
            problems.append(
                file.problem(row[0].offset, Slip("csv-syntax", "this row is empty", "Remove it"))
            )
        elif len(row) == len(header):
            whole.append(row)
        else:
            offset = row[min(len(row), len(header) + 1) - 1].offset
            message = f"this row has {len(row)} cells, the header has {len(header)}"
            hint = (
                "A row is one line; a comma in a cell needs double quotes around"
                if len(row) > len(header)
                else ""
            )
            others.append(file.problem(offset, Slip("csv-syntax", message, hint)))
    return CsvFile(file, header, tuple(whole), (*problems, *told_once(others, len(body))))


def _cells(line: str, start: int) -> tuple[Cell, ...]:
    """Return the cells of a line, which starts at an offset; csv.Error where a quotation mark does
    not end a cell.
    """
    cells: list[Cell] = []
    at = 0
    for text in next(csv.reader([line], strict=True)):
        cells.append(Cell(text, start + at))
        quoted = line.startswith('"', at)
        at += len(text.replace('"', '""')) + len('"",') if quoted else len(text) + len(",")
    return tuple(cells)


def csv_text(rows: Iterable[list[str]]) -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
