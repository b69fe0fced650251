"""Text files with places: read bytes, remember lines."""

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from refdesk.problems.problem import Problem, Replacement, Swap

MAX_BYTES = 3_000_000  # of one file: some ten times the largest of this site


class Place(NamedTuple):
    """A line and a column, both counted from 1, in the file on disk."""

    line: int
    column: int


_CONFLICT = re.compile(r"^<{7}(?: .*)?$(?=[\s\S]*^>{7}(?: |$))", re.MULTILINE)
_LEAD = re.compile(r"[\"']?[ ]*(?:@|term:|value:)?")  # may stand before what is replaced


@dataclass(frozen=True)
class TextFile:
    """The text of one file: UTF-8, without its byte order mark, every line ending a line feed.

    ``path`` is relative to the root of the checkout. Folding line endings moves no line and no column.
    """

    path: str
    text: str
    problems: tuple[Problem, ...] = ()

    @cached_property
    def line_starts(self) -> list[int]:
        """Return the offset at which each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, offset: int) -> Place:
        """Return the place of a character offset."""
        line = bisect.bisect_right(self.line_starts, offset)
        return Place(line, offset - self.line_starts[line - 1] + 1)

    def problem(self, code: str, offset: int, message: str, hint: str = "", swap: Swap | None = None) -> Problem:
        """Return a problem of this file at a character offset; a swap that fits there becomes its replacement."""
        replace = self.replacement(offset, *swap) if swap is not None else None
        return Problem(self.path, *self.place(offset), code, message, hint, replace=replace)

    def replacement(self, offset: int, old: str, new: str) -> Replacement | None:
        """Return the replacement of a text at an offset, as written or as addresses spell it; None if it differs."""
        lead = _LEAD.match(self.text, offset)
        for start in (offset, lead.end() if lead is not None else offset):
            for spelled in (old, old.replace("&", "&amp;"), old.replace(" ", "%20")):
                end = start + len(spelled)
                if self.text.startswith(spelled, start) and not re.fullmatch(r"\w\w", self.text[end - 1 : end + 1]):
                    return Replacement(start, spelled, new) if spelled != new else None
        return None


def read_text(path: Path, shown: str) -> TextFile:
    """Read a file, ``shown`` in reports; one that is not UTF-8 or cannot be read gives a problem, never an error."""
    try:
        if path.exists() and not path.is_file():
            reason = "is not a file with a text"
        elif path.stat().st_size > MAX_BYTES:
            reason = f"is larger than {MAX_BYTES // 1_000_000} MB"
        else:
            return decode(path.read_bytes(), shown)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
    return TextFile(shown, "", (Problem(shown, 1, 1, "unreadable-file", reason),))


def decode(data: bytes, shown: str) -> TextFile:
    """Decode bytes as UTF-8; bytes that are not, are replaced and reported at their place."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = decode(data[: error.start], shown)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        problem = before.problem("encoding", len(before.text), message, "Save the file as UTF-8")
        return TextFile(shown, text, (problem._replace(explains=(shown,)),))
    conflict = None if shown.endswith(".md") else _CONFLICT.search(text)  # of pages, the linter tells it
    if conflict is None:
        return TextFile(shown, text)
    code = {".yml": "yaml-syntax", ".csv": "csv-syntax"}.get(shown[-4:], "unreadable-file")
    hint = "Keep one version, and remove the lines <<<<<<<, ======= and >>>>>>>"
    problem = TextFile(shown, text).problem(code, conflict.start(), "a merge left two versions here", hint)
    return TextFile(shown, text, (problem._replace(explains=(shown,)),))


def first_line(text: str) -> str:
    """Return the first line of what an error says."""
    return text.strip().partition("\n")[0] or "cannot be parsed"


def blank(text: str) -> str:
    """Return as many spaces as a text has signs, with the line breaks where they are."""
    return "\n".join([" " * len(line) for line in text.split("\n")])


def blanked(match: re.Match[str]) -> str:
    """Return as many spaces as a match has signs, for ``re.sub``."""
    return blank(match.group())


def taken(pattern: re.Pattern[str], text: str) -> tuple[list[re.Match[str]], str]:
    """Return what a pattern matches in a text, and the text without it: blanked."""
    found = list(pattern.finditer(text))
    return found, pattern.sub(blanked, text) if found else text
