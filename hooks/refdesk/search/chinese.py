"""How Chinese is typed: readings without tones, traditional forms of characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def _rows(name: str) -> Iterator[list[str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return (line.split(" ") for line in text.splitlines() if not line.startswith("#"))


def readings() -> dict[str, str]:
    """Syllable -> the characters that are read so; behind a bar, those of which it is a further reading."""
    return {syllable: "|".join(groups).rstrip("|") for syllable, *groups in _rows("pinyin.txt")}


def traditional_forms() -> str:
    """Pairs of a traditional character and its simplified form, in one string."""
    return "".join(f"{form}{simple}" for simple, forms in _rows("traditional.txt") for form in forms)
