"""Included files (pymdownx.snippets): a page as the Markdown converter reads it, every character with its origin.

``--8<-- "notice.md"`` alone on a line stands for the lines of a file below ``base_path``; line ranges
(``notice.md:2:5``), sections (``notice.md:name``) and the block form (paths between two lines ``--8<--``) count too.
Putting the files in here, and not in the converter, is what gives a mistake in an included file its place, and what
lets an included file cite and use terms like the page itself.
"""

from __future__ import annotations

import bisect
import os
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from refdesk.files.text import START, Place, TextFile, read_text
from refdesk.problems.problem import Problem

MAX_LINES = 200_000  # of one page: a file that includes another twice, and so on, doubles at every step
MAX_DEPTH = 40

_INCLUDE = re.compile(
    r"""^(?P<space>[ \t]*)(?P<escape>;*)
    (?:-+8<-+[ \t]+(?P<quoted>"(?:\\"|[^"\n])+?"|'(?:\\'|[^'\n])+?')(?![ \t]) | (?P<block>-+8<-+)(?![ \t]))$""",
    re.VERBOSE,
)
_SECTION = re.compile(
    r"^.*?(?<!;)(?!(?<=-)-)(?P<escape>;*)-+8<-+[ \t]+"
    r"\[[ \t]*(?P<type>start|end)[ \t]*:[ \t]*(?P<name>[a-z][-_0-9a-z]*)[ \t]*\]",
    re.IGNORECASE,
)
_RANGES = re.compile(
    r"^(?P<path>.*?)(?::(?P<ranges>-?\d*(?::-?\d*)?(?:,-?\d*(?::-?\d*)?)*)|:(?P<section>[A-Za-z][-\w]*))?$"
)


@dataclass(frozen=True)
class Line:
    """One line of an assembled text: where it begins in its file, and how many blanks were put before it."""

    file: TextFile
    offset: int
    text: str
    indent: int = 0
    cut: int = 0

    def shifted(self, space: str) -> Line:
        """The line with more blanks before it."""
        return Line(self.file, self.offset, space + self.text, self.indent + len(space), self.cut)

    def dedented(self, width: int) -> Line:
        """The line without its first characters."""
        return Line(self.file, self.offset, self.text[width:], self.indent, self.cut + min(width, len(self.text)))


@dataclass(frozen=True)
class Assembly:
    """A text put together from files: the text, and the file and offset that each of its offsets comes from.

    Behind ``end`` stands what the converter appends to every page by itself.
    """

    text: str
    lines: tuple[Line, ...]
    files: tuple[TextFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    end: int | None = None

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line.text) + 1)
        return starts

    def origin(self, offset: int) -> tuple[TextFile, int]:
        """The file and the offset in it that a character of the text comes from."""
        number = max(0, min(bisect.bisect_right(self._starts, offset) - 1, len(self.lines) - 1))
        line = self.lines[number]
        column = offset - self._starts[number]
        return line.file, line.offset + line.cut + max(0, column - line.indent)


@dataclass
class _Work:
    """What one assembly collects on its way."""

    files: dict[str, TextFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0


@dataclass(frozen=True)
class Snippets:
    """The options of pymdownx.snippets on one site, and the files read so far."""

    base_path: tuple[Path, ...]
    restrict: bool
    dedent: bool
    shown: Callable[[Path], str]
    appended: tuple[str, ...] = ()
    place: tuple[str, Place] = ("mkdocs.yml", START)
    is_made_later: Callable[[str], bool] = lambda _: False
    downloads: bool = False
    cache: dict[Path, TextFile] = field(default_factory=dict, compare=False)

    def assemble(self, file: TextFile, start: int) -> Assembly | None:
        """A page with its included files; None when it includes none. Nothing before ``start`` counts."""
        if "8<" not in file.text[start:] and not self.appended:
            return None
        own = list(_lines(file))
        first = next((n for n, line in enumerate(own) if line.offset >= start), len(own))
        work = _Work()
        made = [*own[:first], *self._expand(own[first:], (), work)]
        end = sum(len(line.text) + 1 for line in made) - 1
        made += self._tail(Line(file, len(file.text), ""), work)
        if not work.files and not work.problems:
            return None
        text = "\n".join(line.text for line in made)
        return Assembly(text, tuple(made), tuple(work.files.values()), tuple(work.problems), end)

    def _tail(self, blank: Line, work: _Work) -> Iterator[Line]:
        """The files that are appended to every page."""
        for name in self.appended:
            path = self._find(name)
            if path is None:
                shown, place = self.place
                message = f"no file '{name}' to append to every page"
                work.problems.append(
                    Problem(shown, place.line, place.column, "missing-snippet", message, self._hint(name))
                )
                continue
            yield from (blank, blank)
            yield from self._expand(self._chosen(path, None, work) or [], (path,), work)

    def _expand(self, lines: Sequence[Line], stack: tuple[Path, ...], work: _Work) -> Iterator[Line]:
        block = False
        for line in lines:
            match = _INCLUDE.match(line.text) if "8<" in line.text else None
            if match is not None and match["escape"]:
                yield line
            elif match is not None and match["block"]:
                block = not block and self._ends(lines, line, work)
            elif match is not None and not block:
                at = match.start("quoted") + 1
                yield from self._include(line, match["quoted"][1:-1], at, match["space"], stack, work)
            elif block:
                path = line.text.strip()
                space = line.text[: len(line.text) - len(line.text.lstrip())]
                if match is not None or path.startswith(";"):
                    continue
                if path:
                    yield from self._include(line, path, len(space), space, stack, work)
                else:
                    yield Line(line.file, line.offset, "")
            else:
                yield line

    def _ends(self, lines: Sequence[Line], first: Line, work: _Work) -> bool:
        """Whether the block of paths that begins at a line has an end; otherwise each line below would be a path."""
        behind = lines[next(n for n, line in enumerate(lines) if line is first) + 1 :]
        if any(
            "8<" in line.text and (m := _INCLUDE.match(line.text)) and m["block"] and not m["escape"] for line in behind
        ):
            return True
        at = first.offset + first.cut + max(0, len(first.text) - len(first.text.lstrip()) - first.indent)
        message, hint = "this list of files to include has no end", "Put the same mark alone on a line below it"
        work.problems.append(first.file.problem("missing-snippet", at, message, hint))
        return False

    def _include(
        self, line: Line, target: str, column: int, space: str, stack: tuple[Path, ...], work: _Work
    ) -> Iterator[Line]:
        column += len(target) - len(target.lstrip())
        target = target.strip()
        if target.startswith(";"):
            return
        if re.match(r"https?://", target, re.IGNORECASE):
            yield Line(line.file, line.offset, f'{space}--8<-- "{target}"')
            if not self.downloads:
                at = line.offset + line.cut + max(0, column - line.indent)
                message = f"'{target}' is not included: 'url_download' is not set"
                work.problems.append(line.file.problem("missing-snippet", at, message, "Include a file of the site"))
            return
        at = line.offset + line.cut + max(0, column - line.indent)
        split = _RANGES.match(target)
        name = split["path"].strip() if split else target
        path = self._find(name)
        if path is None:
            if any(self.is_made_later(self.shown(base / name)) for base in self.base_path):
                return
            hint = self._hint(name)
            work.problems.append(line.file.problem("missing-snippet", at, f"no file '{name}' to include", hint))
            return
        if path in stack or len(stack) > MAX_DEPTH:
            message = f"'{name}' includes itself"
            work.problems.append(line.file.problem("missing-snippet", at, message))
            return
        chosen = self._chosen(path, split, work)
        if chosen is None:
            message = f"'{name}' has no section '{split['section'] if split else ''}'"
            hint = self._section_hint(path, split["section"] if split else "")
            work.problems.append(line.file.problem("missing-snippet", at, message, hint))
            return
        if not chosen and split is not None and split["ranges"] and (text := self._read(path).text):
            message = f"'{name}' has no lines '{split['ranges']}': it has {text.count(chr(10)) + 1}"
            work.problems.append(line.file.problem("missing-snippet", at, message))
            return
        work.lines += len(chosen)
        if work.lines > MAX_LINES:
            message = f"the included files come to more than {MAX_LINES:,} lines"
            work.problems.append(line.file.problem("missing-snippet", at, message))
            return
        for included in self._expand(chosen, (*stack, path), work):
            yield included.shifted(space.expandtabs(4))

    def _find(self, name: str) -> Path | None:
        if not name or "\0" in name:
            return None
        for base in self.base_path:
            if base.is_file():
                candidate = base.parent / name
                if candidate.is_file() and candidate.resolve() == base.resolve():
                    return candidate
                continue
            candidate = Path(os.path.abspath(base / name))  # noqa: PTH100 - links are not followed, as the extension does
            if self.restrict and not candidate.is_relative_to(base):
                continue
            if _is_file(candidate):
                return candidate
        return None

    def _hint(self, name: str) -> str:
        """The file below the base path that was most likely meant."""
        from refdesk.problems.suggest import did_you_mean  # noqa: PLC0415 - only a mistake needs it

        found: list[str] = []
        for base in self.base_path:
            folder = (base / name).parent
            if folder.is_dir() and folder.is_relative_to(base):
                found += [p.relative_to(base).as_posix() for p in sorted(folder.iterdir())[:2000] if p.is_file()]
        return did_you_mean(name, found)

    def _section_hint(self, path: Path, section: str) -> str:
        from refdesk.problems.suggest import did_you_mean  # noqa: PLC0415 - only a mistake needs it

        matches = (_SECTION.match(line.text) for line in _lines(self._read(path)))
        return did_you_mean(section, [match["name"] for match in matches if match])

    def _read(self, path: Path) -> TextFile:
        if path not in self.cache:
            self.cache[path] = read_text(path, self.shown(path))
        return self.cache[path]

    def _chosen(self, path: Path, split: re.Match[str] | None, work: _Work) -> list[Line] | None:
        """The lines of a file that an include asks for; None when it names a section that the file lacks."""
        file = self._read(path)
        if file.path not in work.files:
            work.files[file.path] = file
            work.problems += file.problems
        lines = list(_lines(file)) if file.text else []
        if split is None or (not split["ranges"] and not split["section"]):
            return lines
        chosen = _section(lines, split["section"]) if split["section"] else list(_ranges(lines, split["ranges"]))
        if chosen is None or not self.dedent:
            return chosen
        text = "\n".join(line.text for line in chosen)
        width = max((len(a) - len(b) for a, b in zip(text.split("\n"), textwrap.dedent(text).split("\n"), strict=True)
                     if a.strip()), default=0)  # fmt: skip
        return [line.dedented(width) for line in chosen]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _lines(file: TextFile) -> Iterator[Line]:
    for start, text in zip(file.line_starts, file.text.split("\n"), strict=True):
        yield Line(file, start, text)


def _section(lines: Sequence[Line], name: str) -> list[Line] | None:
    chosen: list[Line] = []
    inside = found = False
    for line in lines:
        match = _SECTION.match(line.text) if "8<" in line.text else None
        if match is None or match["escape"]:
            if inside:
                chosen.append(line)
        elif match["name"] == name:
            if match["type"].lower() == "end":
                break
            inside = found = True
    return chosen if found else None


def _ranges(lines: Sequence[Line], ranges: str) -> Iterator[Line]:
    total = len(lines)
    for part in ranges.split(","):
        first, _, last = part.partition(":")
        start = int(first) if first not in {"", "-"} else None
        end = int(last) if last not in {"", "-"} else None
        if start is not None:
            start = max(0, start - 1) if start >= 0 else max(0, total + start)
        if end is not None and end < 0:
            end = max(0, min(total + 1 + end, total))
        yield from lines[slice(start, end)]


def snippets_of(
    options: Mapping[str, object],
    shown: Callable[[Path], str],
    place: tuple[str, Place],
    is_made_later: Callable[[str], bool],
) -> Snippets:
    """The snippets of a site, from the options of the extension.

    ``place`` is where the site's configuration names the extension; ``is_made_later`` knows missing files that a build
    step makes.
    """
    base, appended = options.get("base_path", ["."]), options.get("auto_append")
    paths = base if isinstance(base, list) else [base]
    return Snippets(
        tuple(Path(os.path.abspath(str(path))) for path in paths),  # noqa: PTH100 - links are not followed
        options.get("restrict_base_path") is not False,
        bool(options.get("dedent_subsections")),
        cache(shown),
        tuple(str(name) for name in appended) if isinstance(appended, list) else (),
        place,
        is_made_later,
        bool(options.get("url_download")),
    )
