"""Patterns of files as .gitignore writes them; the library that reads them is loaded where a site gives some."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Matches = Callable[[str], bool]


def matcher(lines: Iterable[str]) -> Matches:
    """Whether a path (with forward slashes) matches the patterns, as a function; ValueError for what is no pattern."""
    given = [line for line in lines if line.strip() and not line.startswith("#")]
    if not given:
        return lambda _: False
    from pathspec.gitignore import GitIgnoreSpec  # noqa: PLC0415 - most sites have no patterns

    return GitIgnoreSpec.from_lines(given).match_file
