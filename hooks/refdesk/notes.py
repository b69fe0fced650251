"""What is noted of a page beside a report, so that the next check can look at a changed page alone.

A note holds what the page's text came to, and the page's *interface*: all that others see of it. While the interface of
every changed page is as noted, nothing else in the report can have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from refdesk.digest import digest
from refdesk.marks import marks_of, put_in
from refdesk.page import Page
from refdesk.plugins import included_in, stands_for_text
from refdesk.problems import Problem, problem_rows
from refdesk.rendered import Rendered
from refdesk.scan import stands_alone
from refdesk.statements import Statement, statements


class Interface(NamedTuple):
    """What others see of a page, apart from its ids and headings (which ``Rendered`` holds).

    ``front`` and ``references`` are digests of the front matter and of every reference and marker in order.
    """

    front: str
    title: str
    has_body: bool
    is_template: bool
    references: str
    includes: tuple[str, ...]


class PageNote(NamedTuple):
    """What is noted of the text of one page and of what it renders to.

    ``front`` is what its front matter says. ``pieces`` stand in place of its references and of the markers in
    ``blocks``, ``tail`` below its text.
    ``statements`` are digests of the paragraphs whose numbers were looked up in the data.
    """

    interface: Interface
    front: object
    blocks: tuple[tuple[str, str], ...]
    pieces: tuple[str, ...]
    tail: str
    statements: tuple[str, ...]
    rendered: Rendered

    def sketch(self, page: Page) -> str:
        """The Markdown of the page with the noted pieces in their places."""
        accepted = set(self.blocks)
        return put_in(page, marks_of(page, lambda m: (m.kind, m.name) in accepted), self.pieces, self.tail)

    def written(self) -> str:
        """The note on one line, as ``read`` understands it."""
        own = [self.interface, self.front, self.blocks, self.pieces, self.tail, self.statements]
        return json.dumps([*own, self.rendered.as_json()], separators=(",", ":"))

    @staticmethod
    def read(line: str) -> PageNote:
        """The note that ``written`` wrote."""
        interface, front, blocks, pieces, tail, statements, rendered = json.loads(line)
        found = Rendered.from_json(rendered) or Rendered()
        own = Interface(*(_tuples(item) for item in interface))
        return PageNote(own, front, _tuples(blocks), tuple(pieces), tail, tuple(statements), found)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _digest(value: object) -> str:
    return digest(json.dumps(value).encode())[:32]


def references_of(page: Page) -> str:
    """A digest of every reference and marker of a page, in order."""
    marks: list[tuple[int, list[object]]] = [
        (span.start, [span.kind, span.label, [(target.name, target.locator) for target in span.targets]])
        for span in page.scan.spans
    ]
    marks += [(m.start, [m.kind, m.name, stands_alone(page.text, m)]) for m in page.scan.markers]
    return _digest([mark for _, mark in sorted(marks, key=lambda mark: mark[0])])


def front_digest(text: str, body_start: int) -> str:
    """A digest of the front matter of a page."""
    return _digest(text[:body_start])


def interface_of(page: Page) -> Interface:
    """What others see of a page."""
    return Interface(
        front_digest(page.text, page.body_start),
        page.title,
        page.body_start < len(page.text),
        stands_for_text(page.text),
        references_of(page),
        tuple(included_in(page.text, page.uri)),
    )


def statements_of(page: Page) -> tuple[str, ...]:
    """Digests of the paragraphs of a page whose numbers are looked up in the data."""
    return digests(statements(page))


def digests(found: Iterable[Statement]) -> tuple[str, ...]:
    """Digests of paragraphs that state numbers."""
    return tuple(_digest([statement.text, statement.cited]) for statement in found)


class Verdicts(NamedTuple):
    """What a check said of one page, beside what the page itself is.

    ``lookups_failed`` tells that something else than text is wrong, ``doubted`` that another page asks for an id that
    the page lacks. ``reaches`` are the pages that its links lead to.
    """

    problems: tuple[Problem, ...]
    lookups_failed: bool
    doubted: bool
    reaches: tuple[str, ...]

    def as_json(self) -> list[object]:
        """Lists and texts that ``from_json`` understands."""
        return [problem_rows(self.problems), self.lookups_failed, self.doubted, self.reaches]

    @staticmethod
    def from_json(value: Any) -> Verdicts:
        """What ``as_json`` made."""
        problems, lookups_failed, doubted, reaches = value
        return Verdicts(tuple(Problem(*row) for row in problems), lookups_failed, doubted, tuple(reaches))


class Notes(NamedTuple):
    """What is noted of a whole site.

    ``present`` tells that it has data, ``downloads`` which files are made, ``data_downloads`` which of them are made
    from data, ``redirected`` what has moved where (in pairs), ``opaque`` which pages may have more ids than can be
    seen, ``problems`` are those of no single page, ``verdicts`` what was said of each page, ``pages`` the notes of
    pages as they were written (few of them are ever read).
    """

    present: bool
    downloads: tuple[str, ...]
    data_downloads: tuple[str, ...]
    redirected: tuple[tuple[str, str], ...]
    opaque: tuple[str, ...]
    problems: tuple[Problem, ...]
    verdicts: Mapping[str, Verdicts]
    pages: Mapping[str, str]

    def written(self) -> bytes:
        """The notes as ``read`` understands them: a line for the site, one for each page."""
        own = {name: getattr(self, name) for name in self._fields if name not in _WRITTEN_APART}
        verdicts = {uri: verdicts.as_json() for uri, verdicts in self.verdicts.items()}
        head = json.dumps([own, problem_rows(self.problems), verdicts], separators=(",", ":"))
        return "\n".join([head, *(self.pages[uri] for uri in verdicts)]).encode("ascii")

    @staticmethod
    def read(content: bytes) -> Notes:
        """The notes that ``written`` wrote; ValueError, KeyError or TypeError when there are none."""
        head, *lines = content.decode("ascii").split("\n")
        own, problems, verdicts = json.loads(head)
        return Notes(
            **{name: _tuples(item) for name, item in own.items()},
            problems=tuple(Problem(*row) for row in problems),
            verdicts={uri: Verdicts.from_json(value) for uri, value in verdicts.items()},
            pages=dict(zip(verdicts, lines, strict=True)),
        )


_WRITTEN_APART = frozenset({"problems", "verdicts", "pages"})
