"""Makes the certain corrections of a report, and brings sentences up to date with a cell that has changed."""

import os
import re
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from refdesk.check import check
from refdesk.data.values import Value, as_read, check_value, find_value
from refdesk.files.cache import write_whole
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.text import decode
from refdesk.problems.problem import Problem, Replacement
from refdesk.problems.report import line_of
from refdesk.problems.suggest import did_you_mean
from refdesk.site.references import located
from refdesk.site.site import load_site

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


def fix_root(root: Path, paths: Sequence[str] | None = None) -> list[Fix]:
    """Make the replacements of a site (in some files and folders), and those that they lead to in turn."""
    made: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        read_at = time.time_ns()
        report = check(load_site(root))
        changed = apply_replacements(root, (report if paths is None else report.only(paths)).problems, read_at)
        if not changed:
            break
        made += changed
    return made


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write what a cell, row or series holds now wherever a number links it: everywhere, or nowhere and why not."""
    wanted, read_at = options.values.strip("/"), time.time_ns()
    site = load_site(root)
    series = site.library.series
    if (name := wanted.partition("/")[0]) not in series:
        raise UnusableSiteError(f"there is no series '{name}'. {did_you_mean(name, series)}".rstrip())
    stale: list[Problem] = []
    for link in located(site, "value"):
        value = find_value(site.library, link.target.name)
        if not isinstance(value, Value) or not f"{link.target.name}/".startswith(f"{wanted}/"):
            continue
        slip = check_value(value, as_read(link.masked, link.span.start, link.span.label, link.span.end))
        if slip is not None:
            label = link.span.label
            swap = (label, label.replace(*slip.right)) if slip.right and label.count(slip.right[0]) == 1 else None
            stale.append(link.origin.problem(slip.code, link.span.start + 1, slip.message, swap=swap))
    undone = [problem for problem in stale if problem.replace is None]
    before = {path: (root / path).read_bytes() for path in {problem.path for problem in stale}}
    made = [] if undone else apply_replacements(root, stale, read_at)
    if undone or len(made) < len({(problem.path, problem.replace) for problem in stale}):
        for path in {fix.path for fix in made}:
            write_whole(root / path, before[path])
        say("\n".join([*map(line_of, undone or stale), "nothing was changed: write these by hand first"]))
        return 1
    for fix in made:
        line = (root / fix.path).read_text(encoding="utf-8-sig").split("\n")[fix.line - 1]
        say(f"{fix}\n    {line.strip()}")
    say(f"{len(made)} number{'' if len(made) == 1 else 's'} of {wanted} brought up to date")
    return 0


def apply_replacements(root: Path, problems: Iterable[Problem], read_at: int) -> list[Fix]:
    """Make the replacements of some problems; those that were made.

    A file that leads out of the checkout, may not be written, or has changed since ``read_at`` (in nanoseconds) is left
    alone.
    """
    wanted: dict[str, set[Replacement]] = {}
    for problem in problems:
        if problem.replace is not None:
            wanted.setdefault(problem.path, set()).add(problem.replace)
    return [fix for path in sorted(wanted) for fix in _rewrite(root.resolve(), path, wanted[path], read_at)]


def _rewrite(root: Path, shown: str, replacements: Iterable[Replacement], read_at: int) -> list[Fix]:
    """Write a file with its replacements in one step; byte order mark, line endings and mode stay."""
    try:
        path = (root / shown).resolve(strict=True)
        if not path.is_relative_to(root) or not os.access(path, os.W_OK) or path.stat().st_mtime_ns > read_at:
            return []
        data = path.read_bytes()
        file = decode(data, shown)
        if file.problems:
            return []
        made = _without_overlap(one for one in replacements if "\n" not in file.text[one.start : one.end] + one.text)
        text = file.text
        for start, end, new in reversed(made):
            text = text[:start] + new + text[end:]
        write_whole(path, _as_before(data.decode("utf-8"), text).encode("utf-8"))
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself, a name that no file can have
        return []
    return [Fix(shown, *file.place(start), file.text[start:end], new) for start, end, new in made]


def _without_overlap(replacements: Iterable[Replacement]) -> list[Replacement]:
    """The replacements in order; of those that overlap, none is certain."""
    ordered = sorted(replacements)
    return [
        one
        for one in ordered
        if all(one is other or one.end <= other.start or other.end <= one.start for other in ordered)
    ]


def _as_before(before: str, text: str) -> str:
    """A text of as many lines with the line endings and the byte order mark of what stood there before."""
    endings = [*_LINE_END.findall(before), ""]
    lines = "".join(line + ending for line, ending in zip(text.split("\n"), endings, strict=True))
    return _MARK + lines if before.startswith(_MARK) else lines
