"""CSV with places: every cell knows its line and column."""

from __future__ import annotations

import re
from typing import NamedTuple

from refdesk.files.text import Place, TextFile
from refdesk.problems.problem import Problem


class Cell(NamedTuple):
    """The text of one cell, and the line and column where it starts (its opening quote, when it is quoted)."""

    text: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.line, self.column)


class CsvFile(NamedTuple):
    """A parsed CSV file: the header cells, the rows below it, and what is wrong with its form."""

    file: TextFile
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[Problem, ...]


_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*+)"|(?P<plain>[^,]*))(?P<rest>[^,]*)(?P<comma>,?)')


def parse_csv(file: TextFile) -> CsvFile:
    """Parse comma-separated values, a row on each line; what is wrong with a row is a problem at its place."""
    problems = list(file.problems)
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(file.text.split("\n"), 1):
        if line:
            row, slip = _cells(line, number)
            if slip is None:
                rows.append(row)
            else:
                problems.append(Problem(file.path, number, slip[0], "csv-syntax", *slip[1:]))
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


def _cells(line: str, number: int) -> tuple[tuple[Cell, ...], tuple[int, str, str] | None]:
    """The cells of a line; the column, message and hint of what is wrong with its quotation marks."""
    cells: list[Cell] = []
    at = 0
    while True:
        match = _CELL.match(line, at)
        assert match is not None  # noqa: S101 - the pattern matches the empty text
        quoted, plain = match["quoted"], match["plain"] or ""
        if match["rest"]:
            hint = "A cell stands between two quotation marks"
            return (), (match.start("rest") + 1, "text behind a closing quotation mark", hint)
        if plain.startswith('"'):
            return (), (at + 1, "this quotation mark is not closed in its row", "A row stands on one line")
        if '"' in plain:
            message = "a quotation mark stands in a cell that does not begin with one"
            hint = "Put the cell between double quotes and double those in it"
            return (), (at + plain.index('"') + 1, message, hint)
        cells.append(Cell(plain if quoted is None else quoted.replace('""', '"'), number, at + 1))
        at = match.end()
        if not match["comma"]:
            return tuple(cells), None
