"""The certain corrections of problems, made in the files."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from refdesk.check import check_root
from refdesk.files.text import decode
from refdesk.files.writing import write_together
from refdesk.problems.problem import Problem, Replacement

MAX_ROUNDS = 4  # a path put right may show that its anchor is wrong
_LINE_END = re.compile("\r\n|\r|\n")
_MARK = "\ufeff"


class Fix(NamedTuple):
    """One change that was made: at a place of a file (counted from 1), one text for another."""

    path: str
    line: int
    column: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.old} -> {self.new}"


def fix_root(root: Path, paths: Sequence[str] = (".",)) -> list[Fix]:
    """Make the replacements of a site (in some files and folders) and those that they lead to in
    turn; return them.
    """
    made: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        changed, texts = replacements(root, check_root(root).only(paths).problems)
        if not changed:
            break
        write_together(texts)
        made += changed
    return made


def replacements(root: Path, problems: Iterable[Problem]) -> tuple[list[Fix], dict[Path, bytes]]:
    """Return the changes that some problems carry, and the files as they are with them.

    A file that leads out of the checkout, may not be written, or has meanwhile other words at one
    of the places is left out. Byte order mark and line endings stay.
    """
    wanted: dict[str, set[Replacement]] = {}
    for problem in problems:
        if problem.replace is not None:
            wanted.setdefault(problem.path, set()).add(problem.replace)
    made: list[Fix] = []
    texts: dict[Path, bytes] = {}
    for shown in sorted(wanted):
        path = _own_file(root.resolve(), shown)
        if path is None:
            continue
        data = path.read_bytes()
        file = decode(data, shown)
        if file.problems or not _stands(file.text, wanted[shown]):
            continue
        chosen = _without_overlap(one for one in wanted[shown] if "\n" not in one.old + one.new)
        text = _with(file.text, chosen)
        texts[path] = _as_before(data.decode("utf-8"), text).encode("utf-8")
        made += [Fix(*file.place(start), old, new) for start, old, new in chosen]
    return made, texts


def _stands(text: str, wanted: Iterable[Replacement]) -> bool:
    """Return whether a text still has what is to be replaced, at each place."""
    return all(text.startswith(one.old, one.start) for one in wanted)


def _with(text: str, chosen: Sequence[Replacement]) -> str:
    """Return a text with replacements that are in order and do not overlap."""
    for one in reversed(chosen):
        text = text[: one.start] + one.new + text[one.end :]
    return text


def _own_file(root: Path, shown: str) -> Path | None:
    """Return the path of a file of the checkout that may be written, or None."""
    try:
        path = (root / shown).resolve(strict=True)
        is_own = path.is_relative_to(root) and os.access(path, os.W_OK)
    except (OSError, ValueError, RuntimeError):
        # a link that leads to itself, a name that no file can have
        return None
    return path if is_own else None


def _without_overlap(found: Iterable[Replacement]) -> list[Replacement]:
    """Return the replacements in order; of those that overlap, none is certain."""
    ordered = sorted(found)
    return [
        one
        for one in ordered
        if all(
            one is other or one.end <= other.start or other.end <= one.start for other in ordered
        )
    ]


def _as_before(before: str, text: str) -> str:
    """Return a text of as many lines with the line endings and the byte order mark of what stood
    there before.
    """
    endings = [*_LINE_END.findall(before), ""]
    lines = "".join(line + ending for line, ending in zip(text.split("\n"), endings, strict=True))
    return _MARK + lines if before.startswith(_MARK) else lines
