"""What the site itself says around its texts, in the language of the edition that is being made.

In code, templates and scripts such a label is written ``_("Sources")``, or ``_n("1 row", "{} rows", number)``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from refdesk.files.catalog import Translations

_current: list[tuple[str, Translations | None]] = [("", None)]


@contextmanager
def labels(language: str, translations: Translations | None) -> Iterator[None]:
    """Let labels be said in a language by its translations; without any, they stay as they are written."""
    _current.append((language, translations))
    try:
        yield
    finally:
        _current.pop()


def _(text: str) -> str:
    """Return a label in the language of the edition."""
    translations = _current[-1][1]
    return (translations and translations.of(text)) or text


def _n(one: str, many: str, number: int) -> str:
    """Return the label for a number: ``one``, or ``many``, by which other languages are looked up."""
    translations = _current[-1][1]
    return (translations and translations.of(many)) or (one if number == 1 else many)


def language() -> str:
    """Return the language of the edition, '' for that in which the site is written."""
    return _current[-1][0]


def called(name: str, chinese: str | None) -> str:
    """Return the name of something in the language of the edition: that in Chinese where it has one."""
    return chinese if chinese and language() == "zh" else name
