"""One page: its file, its front matter, what it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from refdesk.files.text import TextFile, blank
from refdesk.files.yaml import InlineText, YamlFile, YamlPath, parse_yaml
from refdesk.pages.scan import Kind, Marker, Scan, Target, references, scan, stands_alone
from refdesk.problems.problem import Problem

if TYPE_CHECKING:
    from refdesk.pages.snippets import Assembly, Snippets

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


class _Page(NamedTuple):
    uri: str
    file: TextFile
    front: YamlFile | None
    body_start: int
    scan: Scan
    text: str
    assembly: Assembly | None = None


class Page(_Page):
    """A page of the site: ``uri`` is its path below the documentation folder.

    ``text`` is the text of the file with its included files put in. Offsets (in ``scan`` and everywhere) count in it,
    front matter included; ``origin`` says where an offset comes from.
    """

    def origin(self, offset: int) -> tuple[TextFile, int]:
        """The file that holds what stands at an offset (the page's own, or an included one), and the offset in it."""
        return (self.file, offset) if self.assembly is None else self.assembly.origin(offset)

    @property
    def file_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the page's file and with the files it includes, as files."""
        return self.file.problems if self.assembly is None else (*self.file.problems, *self.assembly.problems)

    @cached_property
    def meta(self) -> dict[str, object]:
        """The front matter as a mapping (empty when there is none)."""
        data = self.front.data if self.front is not None else None
        return data if isinstance(data, dict) else {}

    @cached_property
    def title(self) -> str:
        """The title: of the front matter, else the first heading, else the path."""
        title = self.meta.get("title")
        if isinstance(title, str) and title.strip():
            return title.strip()
        match = re.search(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\{[^}]*\})?$", self.scan.masked[self.body_start :], re.M)
        return match.group(1) if match else self.uri

    @property
    def is_about_site(self) -> bool:
        """Whether the page describes the site itself, which no source has to bear out."""
        return self.uri.startswith("about/")

    def references(self) -> Iterator[tuple[Kind, Target]]:
        """Every citation, term and value that the page's own text refers to."""
        return references(self.scan.spans)

    def markers(self) -> Iterator[Marker]:
        """The block markers that stand where a block may stand."""
        return (marker for marker in self.scan.markers if stands_alone(self.text, marker))

    @property
    def end(self) -> int:
        """Where the page's own text ends: behind it stands what the converter appends to every page by itself."""
        return len(self.text) if self.assembly is None or self.assembly.end is None else self.assembly.end

    @property
    def top(self) -> int:
        """Where a problem is placed that the page has as a whole: below the front matter."""
        return self.body_start if self.body_start < len(self.text) else 0

    @cached_property
    def front_texts(self) -> tuple[InlineText, ...]:
        """The texts in the front matter that may hold references: all but the keys."""
        return () if self.front is None else tuple(_texts(self.front, self.front.data, ()))

    def problem(self, code: str, offset: int, message: str, hint: str = "") -> Problem:
        """A problem of this page at an offset of its text, placed in the file that the text there comes from."""
        file, at = self.origin(offset)
        return file.problem(code, at, message, hint)


def _texts(yaml: YamlFile, value: object, path: YamlPath) -> Iterator[InlineText]:
    match value:
        case str():
            yield InlineText(yaml, path, value)
        case list():
            for index, item in enumerate(value):
                yield from _texts(yaml, item, (*path, index))
        case dict():
            for key, item in value.items():
                yield from _texts(yaml, item, (*path, str(key)))


def read_page(uri: str, file: TextFile, *, math: bool, citations: bool, snippets: Snippets | None = None) -> Page:
    """Split a page into front matter and body, put in what it includes, and scan the body."""
    front, body_start = front_matter(file)
    assembly = snippets.assemble(file, body_start) if snippets is not None else None
    text = file.text if assembly is None else assembly.text
    found = scan_body(text, body_start, math, citations)
    return Page(uri, file, front, body_start, found, text, assembly)


def with_text(page: Page, text: str, *, math: bool, citations: bool) -> Page:
    """The page as it would be with another text below the same front matter."""
    found = scan_body(text, page.body_start, math, citations)
    return Page(page.uri, page.file, page.front, page.body_start, found, text)


def scan_body(text: str, body_start: int, math: bool, citations: bool) -> Scan:
    """What the body of a page refers to; offsets count in the whole text."""
    return scan(blank(text[:body_start]) + text[body_start:], math=math, citations=citations)


def front_matter(file: TextFile) -> tuple[YamlFile | None, int]:
    """The front matter of a page, if it has any, and where its body starts."""
    found = front_text(file.text)
    if found is None:
        return None, 0
    text, end = found
    return parse_yaml(TextFile(file.path, text)), end


def front_text(text: str) -> tuple[str, int] | None:
    """The YAML of the front matter of a page, if it has any, and where the body starts.

    The dashes become blanks, so that the YAML keeps its lines and offsets.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None
    yaml = blank(text[: match.start("yaml")]) + match["yaml"] if match["yaml"] else ""
    return yaml, match.end()
