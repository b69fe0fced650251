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


_FIELD = re.compile(r'"((?:[^"]|"")*+)"|([^,\n]*)')


def parse_csv(file: TextFile) -> CsvFile:
    """Parse comma-separated values (RFC 4180); a quote that never closes or a ragged row is a problem at its place."""
    rows, problems = _scan(file)
    problems = [*file.problems, *problems]
    if not rows:
        if not problems:
            problems.append(Problem(file.path, 1, 1, "csv-syntax", "is empty: the first line names the columns"))
        return CsvFile(file, (), (), tuple(problems))
    header, *body = rows
    seen: set[str] = set()
    for cell in header:
        if cell.text in seen:
            message = f"the column '{cell.text}' stands twice"
            problems.append(Problem(file.path, cell.place.line, cell.place.column, "csv-syntax", message))
        seen.add(cell.text)
    whole: list[tuple[Cell, ...]] = []
    told = {problem.line for problem in problems}
    for row in body:
        if len(row) > 1 and not any(cell.text for cell in row):
            problems.append(Problem(file.path, *row[0].place, "csv-syntax", "this row is empty", "Remove it"))
            continue
        if len(row) == len(header):
            whole.append(row)
            continue
        if row[0].line in told:
            continue  # a quotation mark amiss is why it has too few or too many
        place = row[min(len(row), len(header) + 1) - 1].place
        message = f"this row has {len(row)} cells, the header has {len(header)}"
        hint = "A cell that holds a comma is written between double quotes" if len(row) > len(header) else ""
        sign = next((sign for sign in ";\t|；，" if sum(cell.text.count(sign) for cell in row) * 2 > len(header)), "")
        hint = f"Write commas for '{sign}'" if sign and len(row) < len(header) else hint
        problems.append(Problem(file.path, place.line, place.column, "csv-syntax", message, hint))
    return CsvFile(file, header, tuple(whole), tuple(problems))


def _scan(file: TextFile) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    text = file.text
    rows: list[tuple[Cell, ...]] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if '"' in line:  # a quoted cell may hold commas and line breaks: read the rest of the file sign by sign
            rest, problems = _scan_quoted(file, at)
            return rows + rest, problems
        if line:
            rows.append(_plain_row(line, number))
        at += len(line) + 1
    return rows, []


def _plain_row(line: str, number: int) -> tuple[Cell, ...]:
    """The cells of a line without quotation marks."""
    column = 1
    cells: list[Cell] = []
    for part in line.split(","):
        cells.append(Cell(part, number, column))
        column += len(part) + 1
    return tuple(cells)


def _scan_quoted(file: TextFile, at: int) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    text = file.text
    rows: list[tuple[Cell, ...]] = []
    problems: list[Problem] = []
    row: list[Cell] = []
    while at < len(text):
        if not row:  # back to the quick way for lines without quotation marks
            end = file.line_end(at)
            if text.find('"', at, end) < 0:
                if end > at:
                    rows.append(_plain_row(text[at:end], file.place(at).line))
                at = end + 1
                continue
        place = file.place(at)
        if text[at] == '"' and not _closes(text, at):
            problems.append(file.problem("csv-syntax", at, "this quotation mark is never closed"))
            return rows, problems
        match = _FIELD.match(text, at)
        assert match is not None  # noqa: S101 - the second alternative matches the empty text
        quoted, plain = match.groups()
        if plain and '"' in plain and (not problems or problems[-1].line != place.line):  # its other half follows
            message = "a quotation mark stands in a cell that does not begin with one"
            hint = "Put the cell between double quotes and double those in it"
            problems.append(file.problem("csv-syntax", at + plain.index('"'), message, hint))
        row.append(Cell(plain if quoted is None else quoted.replace('""', '"'), *place))
        at = match.end()
        if at < len(text) and text[at] not in ",\n":
            wrong, message = at, "text behind a closing quotation mark"
            if "\n" in (quoted or ""):  # one that was to open another cell
                wrong, message = match.start(), "this quotation mark is not closed in its row"
            problems.append(file.problem("csv-syntax", wrong, message, "A cell stands between two quotation marks"))
            at = file.line_end(at)
        if at >= len(text) or text[at] == "\n":
            if row != [Cell("", *place)]:
                rows.append(tuple(row))
            row = []
        elif at == len(text) - 1:  # a comma closes the file: the last cell is empty
            row.append(Cell("", *file.place(len(text))))
            rows.append(tuple(row))
            row = []
        at += 1
    return rows, problems


def _closes(text: str, at: int) -> bool:
    match = _FIELD.match(text, at)
    return match is not None and match.group(1) is not None
