"""Did you mean: the nearest of the names that exist."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

from refdesk.problems.problem import Swap

_LONG = 8  # letters


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in folded if c.isalnum() or ord(c) > 0x2E80)


def _same_figures(name: str, other: str) -> bool:
    """Whether two names hold the same figures, in any order, but for one: those of two years differ by more."""
    ours, theirs = (Counter(filter(str.isdigit, one)) for one in (name, other))
    return ((ours - theirs) + (theirs - ours)).total() <= 1


def closest(word: str, words: Iterable[str], likeness: float) -> str | None:
    """The one of ``words`` spelt most like a word; None when none is as like it as ``likeness`` (1: the same)."""
    import difflib  # noqa: PLC0415 - few checks meet a word that is like another

    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=likeness)), None)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that is ``name`` but for a slip of the keyboard, or None.

    Differences of case, accents, spaces and punctuation count for nothing. Else the same figures stand in both, and a
    letter or two differ, more only in a long name.
    """
    candidates = {_fold(candidate): candidate for candidate in reversed(list(names))}  # of two alike, the first
    folded = _fold(name)
    alike = [other for other in candidates if _same_figures(folded, other)]
    close = folded if folded in candidates else closest(folded, alike, 0.75 if len(folded) < _LONG else 0.8)
    return candidates[close] if close is not None else None


def misspelled(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that differs from ``name`` by a letter or two, and not by a word."""
    return closest(name, (other for other in names if abs(len(other) - len(name)) <= 2), 0.8)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The hint text for an unknown name (empty when nothing is near)."""
    near = nearest(name, names)
    return f"Did you mean '{near}'?" if near is not None else ""


def likely(name: str, names: Collection[str]) -> tuple[str, Swap | None]:
    """The hint text for an unknown name, and the swap where it can mean no other."""
    return did_you_mean(name, names), certain(name, names)


def certain(name: str, names: Iterable[str]) -> Swap | None:
    """A name with the only one of ``names`` that differs from it in case, accents and separators alone."""
    wanted = _plain(name)
    alike = {other for other in names if _plain(other) == wanted} if wanted else set()
    return (name, alike.pop()) if len(alike) == 1 else None


@functools.lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """A name without case, accents and separators; those between digits count (1.2 is not 12), as do + and #."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"(?<=\d)[\s_.,:;'’()/&–—-]+(?=\d)", "|", folded)
    return re.sub(r"[\s_.,:;'’\"“”()/&–—-]+", "", folded)
