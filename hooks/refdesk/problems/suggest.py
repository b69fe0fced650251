"""Suggestions for names that do not exist: “Did you mean …?”"""

import difflib
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

from refdesk.problems.problem import Swap

_LONG = 8  # letters


def _same_figures(name: str, other: str) -> bool:
    """Return whether the digits of two names are the same, in any order, up to one: two years
    mostly differ by more.
    """
    more = Counter(filter(str.isdigit, name))
    more.subtract(filter(str.isdigit, other))
    return sum(map(abs, more.values())) <= 1


def closest(word: str, words: Iterable[str], likeness: float) -> str | None:
    """Return the most similar of ``words``, or None when none has a similarity of ``likeness`` (1
    means equal).
    """
    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=likeness)), None)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` that differs from ``name`` by a typing mistake, or None.

    Differences of case, accents, spaces and punctuation do not count. Otherwise both have the same
    digits and differ by one or two letters or their order, or by more in a long name.
    """
    # of two alike, the first
    candidates = {_plain(candidate): candidate for candidate in reversed(list(names))}
    folded = _plain(name)
    alike = [other for other in candidates if _same_figures(folded, other)]
    same = (
        other
        for other in (folded, *alike)
        if other in candidates and sorted(other) == sorted(folded)
    )
    close = next(same, None) or closest(folded, alike, 0.75 if len(folded) < _LONG else 0.8)
    return candidates[close] if close is not None else None


def misspelled(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` that differs from ``name`` by one or two letters, or None."""
    return closest(name, (other for other in names if abs(len(other) - len(name)) <= 2), 0.8)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the hint for an unknown name ('' when no name is similar)."""
    near = nearest(name, names)
    return f"Did you mean '{near}'?" if near is not None else ""


def suggest_name(name: str, names: Collection[str]) -> tuple[str, Swap | None]:
    """Return the hint for an unknown name, and its certain correction if there is one."""
    return did_you_mean(name, names), certain_swap(name, names)


def certain_swap(name: str, names: Iterable[str]) -> Swap | None:
    """Return the certain correction: the only one of ``names`` that differs in case, accents and
    separators alone.
    """
    wanted = _plain(name)
    alike = {other for other in names if _plain(other) == wanted} if wanted else set()
    return (name, alike.pop()) if len(alike) == 1 else None


@functools.lru_cache(maxsize=8192)
def unaccented(text: str) -> str:
    """Return a text in lower case without accents."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return (
        folded
        if folded.isascii()
        else "".join(sign for sign in folded if not unicodedata.combining(sign))
    )


def _plain(name: str) -> str:
    """Return a name in lower case without accents and separators, except between digits: 1.2 is not
    12.
    """
    folded = re.sub(r"(?<=\d)[\s_.,:;'’()/&–—-]+(?=\d)", "|", unaccented(name))
    return re.sub(r"[\s_.,:;'’\"“”()/&–—-]+", "", folded)
