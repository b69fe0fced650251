"""One page: its file, its front matter, what it refers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Unpack

from refdesk.files.text import TextFile, blank
from refdesk.files.yaml import YamlFile, parse_yaml
from refdesk.pages.scan import Kind, Marker, Scan, Target, scan
from refdesk.problems.problem import Causes, Problem, Slip

# What a page may hold, and of it a paragraph and a line, by far more than any of this site: signs,
# and signs that open something. Markdown spends time on a paragraph with a power of these; so it is
# in proportion to the text.
_MOST = (
    ("line", re.compile(r".+"), 3_000, 200),
    ("paragraph", re.compile(r"(?:^(?![ \t>]*(?:\||$)).*\n?)+", re.MULTILINE), 6_000, 200),
    ("page", re.compile(r"(?s:.+)"), 100_000, 800),
)
_PARAGRAPH = re.compile(r"^[ \t]*\S.*(?:\n(?!\s*(?:[-*+]|\d+[.)])\s)[ \t]*\S.*)*", re.MULTILINE)
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<yaml>.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)


@dataclass(frozen=True, eq=False)
class Page:
    """A page of the site: ``uri`` is its path below the documentation folder.

    Offsets (in ``scan`` and everywhere) count in the text of the file, front matter included.
    """

    uri: str
    file: TextFile
    front: YamlFile | None
    body_start: int
    scan: Scan

    @property
    def text(self) -> str:
        """Return the text of the file."""
        return self.file.text

    @cached_property
    def meta(self) -> dict[str, object]:
        """Return the front matter as a mapping (empty when there is none)."""
        data = self.front.data if self.front is not None else None
        return data if isinstance(data, dict) else {}

    @cached_property
    def title(self) -> str:
        """Return the title of the front matter; the path where there is none, which is reported by
        itself.
        """
        title = self.meta.get("title")
        return title.strip() if isinstance(title, str) and title.strip() else self.uri

    @property
    def description(self) -> str:
        """Return the description of the front matter ('' where there is none)."""
        return str(self.meta.get("description") or "")

    @property
    def reviewed(self) -> str:
        """Return the day on which the facts of the page were last checked ('' where the front
        matter names no day).
        """
        day = str(self.meta.get("reviewed"))
        return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""

    @property
    def is_about_site(self) -> bool:
        """Return whether the page describes the site itself, which no source has to bear out."""
        return self.uri.startswith("about/")

    def references(self) -> Iterator[tuple[Kind, Target]]:
        """Yield every citation, term and value that the page's own text refers to."""
        return ((span.kind, target) for span in self.scan.spans for target in span.targets)

    def markers(self) -> Iterator[Marker]:
        """Yield the block markers that stand where a block may stand."""
        return (marker for marker in self.scan.markers if marker.is_alone)

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield where each run of lines that are not blank begins and ends; each list item counts
        by itself.
        """
        return (match.span() for match in _PARAGRAPH.finditer(self.scan.masked, self.body_start))

    @property
    def top(self) -> int:
        """Return where a problem of the page as a whole is placed: below the front matter."""
        return self.body_start if self.body_start < len(self.text) else 0

    def problem(self, offset: int, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem of this page at an offset of its text."""
        return self.file.problem(offset, slip, **causes)


@lru_cache(maxsize=1 << 14)
def read_page(uri: str, file: TextFile) -> Page:
    """Split a page into front matter and body, and scan the body; one that holds too much is read
    without it.

    A page whose text is still the same stays one object, by which a preview knows what to keep.
    """
    front, body_start = front_matter(file)
    problem = _overfull(file)
    if problem is not None:
        file = TextFile(file.path, file.text[:body_start], (*file.problems, problem))
    return Page(
        uri, file, front, body_start, scan(blank(file.text[:body_start]) + file.text[body_start:])
    )


def _overfull(file: TextFile) -> Problem | None:
    """Return that a page, or the first paragraph or line that does, holds more than any may."""
    for name, pattern, signs, opening in _MOST:
        for match in pattern.finditer(file.text):
            text = match.group()
            for count, most, what in (
                (len(text), signs, ""),
                (text.count("[") + text.count("<"), opening, " '[' and '<'"),
            ):
                if count > most:
                    message = (
                        f"this {name} has {count:,} signs{what}, more than {most:,}, and "
                        "is not read"
                    )
                    return file.problem(
                        match.start(), Slip("unreadable-file", message, "Divide it")
                    )
    return None


def front_matter(file: TextFile) -> tuple[YamlFile | None, int]:
    """Return the front matter of a page, if it has any, and where its body starts.

    The dashes become blanks, so that the YAML keeps its lines and offsets.
    """
    match = _FRONT_MATTER.match(file.text)
    if match is None:
        return None, 0
    yaml = blank(file.text[: match.start("yaml")]) + match["yaml"] if match["yaml"] else ""
    return parse_yaml(TextFile(file.path, yaml)), match.end()
