"""Tell a fault of the program at what it was making a file of."""

from collections.abc import Iterator
from contextlib import contextmanager

from refdesk.data.library import Library
from refdesk.data.models import Entry
from refdesk.data.series import Series
from refdesk.files.checkout import UnusableSiteError
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Slip


@contextmanager
def told_at(library: Library, subject: Entry | Series | Page | None = None) -> Iterator[None]:
    """Raise a fault of the program as an UnusableSiteError at the entry, series or page of which a
    file is made; without one, at no place.

    A fault that has been told already, and one of the disk, stay as they are.
    """
    try:
        yield
    except (UnusableSiteError, OSError):
        raise
    except Exception as error:
        message = f"a file cannot be made: {type(error).__name__}: {error}"
        told = message if subject is None else _problem(library, subject, message)
        raise UnusableSiteError(told) from error


def _problem(library: Library, subject: Entry | Series | Page, message: str) -> Problem:
    match subject:
        case Series():
            return subject.entry.problem((subject.id, "id"), Slip("unreadable-file", message))
        case Page():
            return subject.problem(subject.top, Slip("unreadable-file", message))
        case _:
            return library.problem((subject, "id"), Slip("unreadable-file", message))
