"""How Chinese is typed: readings without tones, traditional forms of characters."""

from collections.abc import Collection, Iterator
from pathlib import Path


def _rows(name: str) -> Iterator[list[str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return (line.split(" ") for line in text.splitlines() if not line.startswith("#"))


def readings(used: Collection[str] | None = None) -> dict[str, str]:
    """Maps each syllable to the characters with this reading; behind a bar stand those that have it as another reading.

    ``used`` limits the result to some characters.
    """
    found = {}
    for syllable, *groups in _rows("pinyin.txt"):
        kept = ["".join(sign for sign in group if used is None or sign in used) for group in groups]
        if any(kept):
            found[syllable] = "|".join(kept).rstrip("|")
    return found


def traditional_forms(used: Collection[str] | None = None) -> str:
    """Returns pairs of a traditional character and its simplified form as one string."""
    rows = ((simple, forms) for simple, forms in _rows("traditional.txt") if used is None or simple in used)
    return "".join(f"{form}{simple}" for simple, forms in rows for form in forms)
