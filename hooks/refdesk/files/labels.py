"""What the site itself says around its texts, in the language of the edition that is being made.

In code, templates and scripts such a label is written ``_("Sources")``, or ``_n("1 row", "{} rows", number)``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from refdesk.files.catalog import Translations

_current: list[Translations | None] = [None]


@contextmanager
def labels(translations: Translations | None) -> Iterator[None]:
    """Let labels be said by these translations; without any, they stay as they are written."""
    _current.append(translations)
    try:
        yield
    finally:
        _current.pop()


def _(text: str) -> str:
    """Return a label in the language of the edition."""
    return (_current[-1] and _current[-1].of(text)) or text


def _n(one: str, many: str, number: int) -> str:
    """Return the label for a number: ``one``, or ``many``, by which other languages are looked up."""
    return (_current[-1] and _current[-1].of(many)) or (one if number == 1 else many)
