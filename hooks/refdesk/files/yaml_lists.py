"""Entries as items of a YAML list, and a list with more of them, each in its place."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

import yaml

_DATE = re.compile(r"\d{4}(-\d\d)*")


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the data files have it: one line a text, double quotation marks where needed
    and around a date.
    """

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" or _DATE.fullmatch(getattr(self.event, "value", "")) else style


def as_yaml(entry: Mapping[str, object]) -> str:
    """Return an entry as an item of a list."""
    return yaml.dump(
        [dict(entry)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize
    )


def with_entries(text: str, new: Iterable[tuple[str, str]], order: str = "") -> str:
    """Return the text of a list with more entries (key, text), in the order of a field; without
    one, they come last.
    """
    lines = text.splitlines(keepends=True)
    for key, entry in new:
        at = _place(lines, key, order) if order else len(lines)
        lines[at:at] = entry.splitlines(keepends=True)
    return "".join(lines)


def with_entry_behind(text: str, entry: str, field: str) -> str:
    """Return the text of a list with one more entry, behind the last that has such a line; where
    none has it, it comes last.
    """
    lines = text.splitlines(keepends=True)
    same = [number for number, line in enumerate(lines) if line == f"{field}\n"]
    rest = range(same[-1] if same else len(lines), len(lines))
    at = next((number for number in rest if lines[number].startswith(("- ", "#"))), len(lines))
    lines[at:at] = entry.splitlines(keepends=True)
    return "".join(lines)


def _place(lines: Sequence[str], key: str, order: str) -> int:
    """Return the line before which an entry goes: comments above another entry stay with it."""
    field = re.compile(rf"[- ] {order}: \"?([^\"\n]*)")
    start = 0
    for number, line in enumerate(lines):
        start = number if line.startswith("- ") else start
        if (match := field.match(line)) and match[1] > key:
            above = start
            while above and lines[above - 1].startswith("#"):
                above -= 1
            return above or start  # a comment at the top is about the file
    return len(lines)
