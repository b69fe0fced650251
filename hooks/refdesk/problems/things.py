"""What problems rest on and explain: the things of a site, each by its name.

A problem that rests on a thing follows from one that explains the same thing.
"""

from typing import Literal, NamedTuple

_Kind = Literal["file", "id", "series", "entry", "column", "cell", "place", "data", "reviews"]
_ANY = "*"  # in place of a name: all of the kind, of which some are not there for a mistake


class Thing(NamedTuple):
    """A thing that may be wrong: its kind, and its names from the outermost to the innermost."""

    kind: _Kind
    names: tuple[str, ...] = ()


# all data: in a file that nothing reads may stand what others name
DATA = Thing("data")
# that pages are due for review: in some years all of them are
REVIEWS = Thing("reviews")


def file(path: str) -> Thing:
    """Return a file, by its path from the root of the checkout."""
    return Thing("file", (path,))


def id_anywhere(name: str) -> Thing:
    """Return an id of whichever page has it."""
    return Thing("id", (_ANY, name))


def id_on(path: str, name: str) -> Thing:
    """Return an id on the page of a file."""
    return Thing("id", (path, name))


def ids_on(path: str) -> Thing:
    """Return all ids on the page of a file."""
    return Thing("id", (path, _ANY))


def series(name: str) -> Thing:
    """Return a series as a whole."""
    return Thing("series", (name,))


def entry(name: str, key: str) -> Thing:
    """Return an entry of a data file, or a row of a series; a path writes blanks as hyphens."""
    return Thing("entry", (name, key.replace(" ", "-")))


def entries(name: str) -> Thing:
    """Return all entries of a data file, or all rows of a series."""
    return Thing("entry", (name, _ANY))


def column(name: str, column_name: str) -> Thing:
    """Return a column of a series."""
    return Thing("column", (name, column_name))


def cell(name: str, key: str, column_name: str) -> Thing:
    """Return a cell: series, key of the row, column."""
    return Thing("cell", (name, key.replace(" ", "-"), column_name))


def place(path: str, line: int, column_number: int) -> Thing:
    """Return whatever is told at a place."""
    return Thing("place", (path, str(line), str(column_number)))
