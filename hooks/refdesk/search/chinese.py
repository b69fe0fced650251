"""How Chinese is read and typed: readings of characters, with and without tones, and their
traditional forms.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path


def _rows(name: str) -> Iterator[list[str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return (line.split(" ") for line in text.splitlines() if not line.startswith("#"))


@cache
def spoken() -> Mapping[str, list[str]]:
    """Return the readings of each character with their tones, the usual one first."""
    return {sign: known.split(",") for known, signs in _rows("pinyin.txt") for sign in signs}


def readings(used: Collection[str] | None = None) -> dict[str, str]:
    """Map each syllable to the characters with this reading; behind a bar stand those that have it
    as another reading.

    ``used`` limits the result to some characters.
    """
    found: dict[str, tuple[list[str], list[str]]] = {}
    for sign, known in spoken().items():
        if used is None or sign in used:
            for place, syllable in enumerate(dict.fromkeys(map(_typed, known))):
                found.setdefault(syllable, ([], []))[place > 0].append(sign)
    return {
        syllable: "|".join(map("".join, found[syllable])).rstrip("|") for syllable in sorted(found)
    }


@cache
def _typed(reading: str) -> str:
    """Return a reading as it is typed, without tones and with v for ü."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", plain)


def traditional_forms(used: Collection[str] | None = None) -> str:
    """Return pairs of a traditional character and its simplified form as one string."""
    rows = (
        (simple, forms)
        for simple, forms in _rows("traditional.txt")
        if used is None or simple in used
    )
    return "".join(f"{form}{simple}" for simple, forms in rows for form in forms)


@cache
def _simplified() -> Mapping[int, int]:
    pairs = traditional_forms()
    return str.maketrans(pairs[::2], pairs[1::2])


def simplified(text: str) -> str:
    """Return a text in simplified characters."""
    return text.translate(_simplified())


def reading(chinese: str) -> str:
    """Return how Chinese is read, as it is typed: without tones and blanks."""
    return "".join(_typed(spoken()[sign][0]) for sign in chinese if sign in spoken())
