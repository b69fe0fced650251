"""One page: its file, its front matter, what it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from refdesk.problems import Problem
from refdesk.scan import Kind, Marker, Scan, Target, references, scan, stands_alone
from refdesk.text import TextFile
from refdesk.yaml_file import YamlFile, parse_yaml

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page of the site: ``uri`` is its path below the documentation folder.

    Offsets in ``scan`` count from the start of the file, front matter included.
    """

    uri: str
    file: TextFile
    front: YamlFile | None
    body_start: int
    scan: Scan

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.file.text[self.body_start :]

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

    def references(self) -> Iterator[tuple[Kind, Target]]:
        """Every citation, term and value that the page's own text refers to."""
        return references(self.scan.spans)

    def markers(self) -> Iterator[Marker]:
        """The block markers that stand where a block may stand."""
        return (marker for marker in self.scan.markers if stands_alone(self.file.text, marker))

    def problem(self, code: str, offset: int, message: str, hint: str = "") -> Problem:
        """A problem of this page at an offset of its file."""
        return self.file.problem(code, offset, message, hint)


def read_page(uri: str, file: TextFile, *, math: bool, citations: bool) -> Page:
    """Split a page into front matter and body and scan the body."""
    front, body_start = _front_matter(file)
    blanked = re.sub(r"[^\n]", " ", file.text[:body_start])
    return Page(uri, file, front, body_start, scan(blanked + file.text[body_start:], math=math, citations=citations))


def _front_matter(file: TextFile) -> tuple[YamlFile | None, int]:
    match = _FRONT_MATTER.match(file.text)
    if match is None:
        return None, 0
    # The dashes become blanks, so that the YAML keeps its lines and offsets.
    text = re.sub(r"[^\n]", " ", file.text[: match.start("yaml")]) + match["yaml"] if match["yaml"] else ""
    return parse_yaml(TextFile(file.path, text)), match.end()
