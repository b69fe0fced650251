"""How easily the code in ``hooks/`` reads: figures of its text, for ``make bench`` and to look up where.

``python tests/code_figures.py [PATH …]`` prints them with the places that stand out, for the whole package or a part.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LONG_PATTERN = 100  # characters
LONG_LINE = 120  # characters of a script or style
COMPLEX = 10  # branches of a function, as McCabe counts them
COMMITS = 200  # the newest, of which the files are counted that each touches
_OF_RE = ("compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub")
_KIND_OF_CHART = r"\bkind (?:==|!=|in|not in) .*\b(?:lines|columns|bars|dots|tiles)\b"
_BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


class Figure(NamedTuple):
    """One figure: what it counts, how many, and the places that it counts (where there are few)."""

    name: str
    value: float | str
    places: tuple[str, ...] = ()


class Source(NamedTuple):
    """A Python file with its syntax tree."""

    path: str
    text: str
    tree: ast.Module


def read_sources(paths: Iterable[Path]) -> list[Source]:
    """Return the Python files in some files and folders."""
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))]
    texts = {file.resolve().relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}
    return [Source(path, text, ast.parse(text)) for path, text in texts.items()]


def figures(sources: list[Source]) -> Iterator[Figure]:
    """Yield the figures of the table "What it must come to"."""
    nodes = sum(1 for source in sources for _ in ast.walk(source.tree))
    lines = sum(map(code_lines, sources))
    functions = [place for source in sources for place in functions_of(source)]
    branching = tuple(place for place, complexity in functions if complexity > COMPLEX)
    patterns = tuple(place for source in sources for place in long_patterns(source))
    yield Figure("lines of Python", sum(source.text.count("\n") for source in sources))
    yield Figure("lines of code (no blanks, comments, docstrings)", lines)
    yield Figure("nodes of the syntax tree", nodes)
    yield Figure("nodes on a line of code", nodes / lines)
    yield Figure(f"functions with a complexity above {COMPLEX}, %", 100 * len(branching) / len(functions), branching)
    yield Figure(f"patterns above {LONG_PATTERN} characters", len(patterns), patterns)
    imports = found(sources, r"noqa: PLC0415")
    yield Figure("imports inside functions", len(imports), imports)
    suppressions = found(sources, r"# (?:noqa|type: ignore)")
    yield Figure("suppressions", len(suppressions), suppressions)
    causes = found(sources, r"_replace\((?:rests_on|explains)")
    yield Figure("causes put on by _replace", len(causes), causes)
    kinds = tuple(place for place in found(sources, _KIND_OF_CHART) if "/charts/" not in place)
    yield Figure("questions of kind outside its room", len(kinds), kinds)


def code_lines(source: Source) -> int:
    """Return the number of lines that hold code: no blank line, no comment, no docstring."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type not in _BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - set(docstring_lines(source.tree)))


def docstring_lines(tree: ast.Module) -> Iterator[int]:
    """Yield the numbers of the lines of docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def functions_of(source: Source) -> Iterator[tuple[str, int]]:
    """Yield the place and the complexity of each function."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            complexity = complexity_of(node)
            yield f"{source.path}:{node.lineno} {node.name} ({complexity})", complexity


def complexity_of(function: ast.AST) -> int:
    """Return one more than the decisions of a function: statements, conditions in expressions, filters of a loop."""
    decisions = 0
    for node in ast.walk(function):
        match node:
            case ast.If() | ast.IfExp() | ast.For() | ast.While() | ast.ExceptHandler() | ast.match_case():
                decisions += 1
            case ast.BoolOp(values=values):
                decisions += len(values) - 1
            case ast.comprehension(ifs=filters):
                decisions += 1 + len(filters)
    return decisions + 1


def long_patterns(source: Source) -> Iterator[str]:
    """Yield the places of regular expressions that are written in one piece of more than LONG_PATTERN characters."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _OF_RE:
            pattern = node.args[0] if node.args else None
            size = sum(
                len(part.value)
                for part in ast.walk(pattern or ast.Constant(""))
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and size > LONG_PATTERN:
                yield f"{source.path}:{node.lineno} ({size})"


def found(sources: list[Source], pattern: str) -> tuple[str, ...]:
    """Return the places of the lines in which a pattern is found."""
    return tuple(
        f"{source.path}:{number}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if re.search(pattern, line)
    )


def files_of_a_change() -> Figure:
    """Return how many Python files of the package a commit touches that touches any: the median, and nine in ten."""
    command = ["git", "log", f"-{COMMITS}", "--format=%x00", "--name-only", "--", "hooks/*.py"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    sizes = sorted(len(entry.split()) for entry in done.stdout.split("\0") if entry.strip())
    name = "Python files that a change touches, median; nine in ten"
    return Figure(name, f"{sizes[len(sizes) // 2]}; {sizes[len(sizes) * 9 // 10]}" if sizes else "no history")


def long_asset_lines() -> Figure:
    """Return the lines of scripts and styles of our own that are longer than LONG_LINE characters."""
    places = tuple(
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for folder in ("overrides/assets/scripts", "overrides/assets/styles", "hooks/refdesk")
        for suffix in ("js", "css")
        for file in sorted((ROOT / folder).rglob(f"*.{suffix}"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONG_LINE
    )
    return Figure(f"lines of scripts and styles above {LONG_LINE} characters", len(places), places)


def all_figures() -> list[Figure]:
    """Return the figures of the whole package, its history, scripts and styles."""
    return [*figures(read_sources([ROOT / "hooks"])), files_of_a_change(), long_asset_lines()]


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[1:]]
    for figure in figures(read_sources(chosen)) if chosen else all_figures():
        print(f"{figure.name:56} {figure.value if isinstance(figure.value, int | str) else f'{figure.value:.1f}'}")
        for place in figure.places:
            print(f"    {place}")
