"""The fonts of the site: what the files hold is what the style sheet and their description say."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from conftest import ROOT

FONTS = sorted((ROOT / "overrides/assets/fonts").glob("*.woff2"))
SHEET = (ROOT / "overrides/assets/styles/type.css").read_text(encoding="utf-8")


def signs(ranges: str) -> set[int]:
    """The numbers of a list such as ``U+100-101, U+10C``."""
    found: set[int] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_missing_sign_is_a_box_and_not_a_blank(path: Path) -> None:
    font = TTFont(path)
    box = font["glyf"][".notdef"]
    assert box.numberOfContours >= 2, "an outer and an inner edge at least"
    assert box.yMax > 500
    assert font.getGlyphOrder()[0] == ".notdef"


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_is_fetched_for_the_signs_that_it_holds(path: Path) -> None:
    [rule] = [rule for rule in re.findall(r"@font-face \{.*?\}", SHEET, re.DOTALL) if f"/{path.name}" in rule]
    asked = re.search(r"unicode-range: ([^;]+)", rule)
    held = set(TTFont(path).getBestCmap())
    if asked:
        assert held == signs(asked.group(1))
    else:
        assert set(range(0x20, 0x7F)) <= held


def test_the_files_are_those_that_their_description_lists() -> None:
    listed = (ROOT / "overrides/assets/fonts/FONTLOG.txt").read_text(encoding="utf-8")
    for path in FONTS:
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" in listed


def test_the_copies_do_not_carry_the_reserved_name() -> None:
    assert len(FONTS) == 4
    for path in FONTS:
        names = [str(name) for name in TTFont(path)["name"].names if name.nameID in {1, 3, 4, 6, 16}]
        assert names
        assert not any("source" in name.lower() for name in names), path
