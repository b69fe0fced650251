"""What Python hands to the templates of several blocks: downloads, cells with their notes, places to jump to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from refdesk.files.labels import _


def table_files(path: str, of: str = "") -> list[tuple[str, str]]:
    """Return label and path of the downloads of a table, CSV and JSON; ``of`` distinguishes several tables."""
    return [(_("{} of {}").format(form, of) if of else form, f"data/{path}.{form.lower()}") for form in ("CSV", "JSON")]


class Cell(NamedTuple):
    """A cell of a table of figures; ``notes`` are the numbers of its notes."""

    content: str
    notes: Sequence[int] = ()
    is_head: bool = False
    is_number: bool = False


# A row of a table of figures: its id ('' for none) and its cells.
Row = tuple[str, Sequence[Cell]]


class CellNotes:
    """Numbers the sources and notes of the cells of tables; the same text has the same number in every cell."""

    def __init__(self, name: str) -> None:
        """Begin the ids of the notes with ``name``."""
        self.name = name
        self.texts: dict[Markup, int] = {}

    def numbers(self, texts: Iterable[Markup]) -> list[int]:
        """Return the numbers of texts in HTML."""
        return [self.texts.setdefault(text, len(self.texts) + 1) for text in texts]
