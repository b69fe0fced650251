"""What the site itself says around its texts, in the language of the edition that is being made.

In code, templates and scripts such a label is written ``_("Sources")``, or ``_n("1 row", "{} rows",
number)``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Translation = Callable[[str], str | None]  # of a label, None where there is none
_current: list[tuple[str, Translation]] = [("", lambda _: None)]


@contextmanager
def labels(language: str, translation: Translation) -> Iterator[None]:
    """Let labels be said in a language by the translation of each; one without any stays as it is
    written.
    """
    _current.append((language, translation))
    try:
        yield
    finally:
        _current.pop()


def _(text: str) -> str:
    """Return a label in the language of the edition."""
    return _current[-1][1](text) or text


def _n(one: str, many: str, number: int) -> str:
    """Return the label for a number: ``one``, or ``many``, by which other languages are
    looked up.
    """
    return _current[-1][1](many) or (one if number == 1 else many)


def language() -> str:
    """Return the language of the edition, '' for that in which the site is written."""
    return _current[-1][0]


def called(name: str, chinese: str | None) -> str:
    """Return the name of something in the language of the edition: that in Chinese where it has
    one.
    """
    return chinese if chinese and language() == "zh" else name
