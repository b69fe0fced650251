"""How Chinese is typed: readings without tones, and traditional forms, for the characters that a site uses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split(" ")) for line in text.splitlines() if not line.startswith("#"))


def readings(text: str) -> dict[str, str]:
    """Syllable -> the characters of the text that are read so, those for which it is the first reading in front."""
    used = set(HAN.findall(text))
    found: dict[str, str] = {}
    for syllable, *groups in _rows("pinyin.txt"):
        kept = ["".join(c for c in group if c in used) for group in groups]
        if any(kept):
            found[syllable] = "|".join(kept).rstrip("|")
    return found


def traditional_forms(text: str) -> str:
    """Pairs of a traditional character and its simplified form, for the characters of the text, in one string."""
    used = set(HAN.findall(text))
    return "".join(
        f"{form}{simple}" for simple, forms in _rows("traditional.txt") for form in forms if {simple, form} & used
    )
