"""Text files with places: read bytes, remember lines."""

import bisect
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Unpack

from refdesk.problems import things
from refdesk.problems.problem import Causes, Place, Problem, Replacement, Slip, problem_at

MAX_BYTES = 3_000_000  # of one file: some ten times the largest of this site


# which no parser takes for text
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control signs besides the tab and the line feed
    # signs of format
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0d\ufeff"
    "\ufff0-\ufffc\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and patterns that are drawn as nothing
    # of private use, and none at all
    "\ue000-\uf8ff\U000f0000-\U0010ffff\ufdd0-\ufdef\ufffe\uffff]"
)
_CONFLICT = re.compile(r"^<{7}(?: .*)?$(?=[\s\S]*^>{7}(?: |$))", re.MULTILINE)
_LEAD = re.compile(r"[\"']?[ ]*(?:@|term:|value:)?")  # may stand before what is replaced


@dataclass(frozen=True)
class TextFile:
    """The text of one file: UTF-8, without its byte order mark, every line ending a line feed.

    ``path`` is relative to the root of the checkout. Folding line endings moves no line and no
    column.
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
        return Place(self.path, line, offset - self.line_starts[line - 1] + 1)

    def problem(self, offset: int, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem of this file at a character offset; a swap that fits there becomes its
        replacement.
        """
        replace = self.replacement(offset, *slip.swap) if slip.swap is not None else None
        place = self.place(offset)
        return problem_at(place, slip, **causes, replace=replace)

    def replacement(self, offset: int, old: str, new: str) -> Replacement | None:
        """Return the replacement of a text at an offset, as written or as addresses spell it; None
        if it differs.
        """
        lead = _LEAD.match(self.text, offset)
        for start in (offset, lead.end() if lead is not None else offset):
            for spelled in (old, old.replace("&", "&amp;"), old.replace(" ", "%20")):
                end = start + len(spelled)
                if self.text.startswith(spelled, start) and not re.fullmatch(
                    r"\w\w", self.text[end - 1 : end + 1]
                ):
                    return Replacement(start, spelled, new) if spelled != new else None
        return None


def read_text(path: Path, shown: str) -> TextFile:
    """Read a file, ``shown`` in reports; one that is not UTF-8 or cannot be read gives a problem,
    never an error.
    """
    try:
        if path.exists() and not path.is_file():
            reason = "is not a file with a text"
        elif path.stat().st_size > MAX_BYTES:
            reason = f"is larger than {MAX_BYTES // 1_000_000} MB"
        else:
            return decode(path.read_bytes(), shown)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
    problem = problem_at(Place(shown), Slip("unreadable-file", reason))
    return TextFile(shown, "", (problem,))


def decode(data: bytes, shown: str) -> TextFile:
    """Decode bytes as UTF-8; bytes that are not, and signs that nobody sees, are reported at their
    place.
    """
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    file = TextFile(shown, text)
    problem = _not_utf8(data, shown) or _unmerged(file)
    of_all = () if problem is None else (problem.with_causes(explains=[things.file(shown)]),)
    return TextFile(shown, text, (*of_all, *_invisible_signs(file)))


def _not_utf8(data: bytes, shown: str) -> Problem | None:
    """Return the problem of the first byte that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = decode(data[: error.start], shown)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        return before.problem(len(before.text), Slip("encoding", message, "Save the file as UTF-8"))
    return None


def _unmerged(file: TextFile) -> Problem | None:
    """Return the problem of the first place at which a merge left two versions; of pages, the
    linter tells it.
    """
    conflict = None if file.path.endswith(".md") else _CONFLICT.search(file.text)
    if conflict is None:
        return None
    code = {".yml": "yaml-syntax", ".csv": "csv-syntax"}.get(file.path[-4:], "unreadable-file")
    hint = "Keep one version, and remove the lines <<<<<<<, ======= and >>>>>>>"
    return file.problem(conflict.start(), Slip(code, "a merge left two versions here", hint))


def _invisible_signs(file: TextFile) -> Iterator[Problem]:
    """Yield a problem at each sign of a text that nobody sees."""
    for match in INVISIBLE.finditer(file.text):
        yield file.problem(match.start(), Slip("invisible-character", *invisible(match.group())))


def invisible(sign: str) -> tuple[str, str]:
    """Return what is told of a sign that nobody sees, and what to do."""
    # control signs have no names
    pictured = chr(0x2400 + ord(sign)) if ord(sign) < ord(" ") else sign
    name = unicodedata.name(pictured, "without a name").removeprefix("SYMBOL FOR ").lower()
    return f"a sign that nobody can see stands here: U+{ord(sign):04X}, {name}", "Remove it"


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
