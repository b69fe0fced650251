"""Recipes of the pages about this site, read from their text and followed as they stand.

Blocks of `sh` are run in the checkout. A block below the name of a file changes it: in a `diff`, lines with - become
those with + below them; any other is added at the end, or is a new file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_SECTION = re.compile(r"^### (?P<title>[^{\n]+)[^\n]*\n(?P<text>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HUNK = re.compile(r"(?P<old>(?:^-.*\n)+)(?P<new>(?:^\+.*\n)*)", re.MULTILINE)


class Block(NamedTuple):
    """A block of code of a recipe."""

    kind: str
    file: str
    text: str


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text that name a file or are commands."""
    found = [Block(block["kind"], block["file"] or "", block["text"]) for block in _BLOCK.finditer(text)]
    return [block for block in found if block.file or block.kind == "sh"]


def recipes(page: Path) -> dict[str, list[Block]]:
    """Return what is to be done, by title, of every recipe of a page that is more than words."""
    section = page.read_text(encoding="utf-8").partition("\n## Recipes\n")[2].partition("\n## ")[0]
    return {one["title"].strip(): found for one in _SECTION.finditer(section) if (found := blocks(one["text"]))}


def follow(root: Path, block: Block, run: Callable[[str], object]) -> None:
    """Do what one block says; ``run`` runs its commands."""
    if not block.file:
        run(block.text)
        return
    path = root / block.file
    if block.kind != "diff":
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + block.text, encoding="utf-8")
        return
    text = "\n" + path.read_text(encoding="utf-8")
    for hunk in _HUNK.finditer(block.text):
        old, new = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (hunk["old"], hunk["new"]))
        assert text.count(f"\n{old}") == 1, f"{block.file} has these lines {text.count(old)} times:\n{old}"
        text = text.replace(f"\n{old}", f"\n{new}")
    path.write_text(text[1:], encoding="utf-8")
