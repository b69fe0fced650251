"""What is noted of a page beside a report, so that the next check can look at a changed page alone.

A note holds what the page's text came to, and the page's *interface*: all that others see of it. While the interface of
every changed page is as noted, nothing else in the report can have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from refdesk.checks.navigation import included_in, reached_from
from refdesk.marks import marks_of, put_in
from refdesk.page import Page
from refdesk.plugins import stands_for_text
from refdesk.problems import Problem, problem_rows
from refdesk.render import Rendered
from refdesk.scan import stands_alone
from refdesk.statements import statements

if TYPE_CHECKING:
    from refdesk.site import Site


@dataclass(frozen=True)
class Interface:
    """What others see of a page, apart from its ids and headings (which ``Rendered`` holds).

    ``front`` and ``references`` are digests of the front matter and of every reference and marker in order.
    """

    front: str
    title: str
    has_body: bool
    is_template: bool
    references: str
    includes: tuple[str, ...]


@dataclass(frozen=True)
class PageNote:
    """What is noted of one page.

    ``pieces`` stand in place of its references and of the markers in ``blocks``, ``tail`` below its text.
    ``statements`` are digests of the paragraphs whose numbers were looked up in the data. ``lookups_failed`` tells that
    something else than text is wrong, ``doubted`` that another page asks for an id that the page lacks. ``reaches`` are
    the pages that its links lead to.
    """

    interface: Interface
    blocks: tuple[tuple[str, str], ...]
    pieces: tuple[str, ...]
    tail: str
    statements: tuple[str, ...]
    lookups_failed: bool
    doubted: bool
    reaches: tuple[str, ...]
    problems: tuple[Problem, ...]
    rendered: Rendered

    def sketch(self, page: Page) -> str:
        """The Markdown of the page with the noted pieces in their places."""
        accepted = set(self.blocks)
        return put_in(page, marks_of(page, lambda m: (m.kind, m.name) in accepted), self.pieces, self.tail)

    def as_json(self) -> dict[str, object]:
        """The note as JSON understands it."""
        fields: dict[str, object] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return fields | {
            "interface": asdict(self.interface),
            "problems": problem_rows(self.problems),
            "rendered": self.rendered.as_json(),
        }

    @staticmethod
    def from_json(value: dict[str, Any]) -> PageNote:
        """The note that ``as_json`` wrote."""
        own = {name: _tuples(item) for name, item in value.items()}
        own["interface"] = Interface(**{name: _tuples(item) for name, item in value["interface"].items()})
        own["problems"] = tuple(Problem(*row) for row in value["problems"])
        own["rendered"] = Rendered.from_json(value["rendered"])
        return PageNote(**own)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]


def references_of(page: Page) -> str:
    """A digest of every reference and marker of a page, in order."""
    marks: list[tuple[int, list[object]]] = [
        (span.start, [span.kind, span.label, [(target.name, target.locator) for target in span.targets]])
        for span in page.scan.spans
    ]
    marks += [(m.start, [m.kind, m.name, stands_alone(page.text, m)]) for m in page.scan.markers]
    return _digest([mark for _, mark in sorted(marks, key=lambda mark: mark[0])])


def interface_of(page: Page) -> Interface:
    """What others see of a page."""
    return Interface(
        _digest(page.text[: page.body_start]),
        page.title,
        page.body_start < len(page.text),
        stands_for_text(page.text),
        references_of(page),
        tuple(included_in(page)),
    )


def statements_of(page: Page) -> tuple[str, ...]:
    """Digests of the paragraphs of a page whose numbers are looked up in the data."""
    return tuple(_digest([statement.text, statement.cited]) for statement in statements(page))


def reaches_of(site: Site, page: Page, rendered: Rendered) -> tuple[str, ...]:
    """The pages that the links of a page lead to."""
    return tuple(sorted(reached_from(site, page.uri, rendered)))


@dataclass(frozen=True)
class Notes:
    """What is noted of a whole site.

    ``present`` tells that it has data, ``downloads`` which files are made, ``data_downloads`` which of them are made
    from data, ``redirected`` what has moved where (in pairs), ``opaque`` which pages may have more ids than can be
    seen, ``problems`` are those of no single page, ``pages`` the notes of pages as they were written (few of them are
    ever read).
    """

    present: bool
    downloads: tuple[str, ...]
    data_downloads: tuple[str, ...]
    redirected: tuple[tuple[str, str], ...]
    opaque: tuple[str, ...]
    problems: tuple[Problem, ...]
    pages: Mapping[str, dict[str, Any]]

    def as_json(self) -> dict[str, object]:
        """The notes as JSON understands them."""
        fields: dict[str, object] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return fields | {"problems": problem_rows(self.problems)}

    @staticmethod
    def read(content: bytes) -> Notes:
        """The notes from what ``as_json`` gave, written as JSON; ValueError when there are none."""
        value = json.loads(content)
        if not isinstance(value, dict):
            raise ValueError("no notes")  # noqa: TRY004 - a value that is missing
        problems = tuple(Problem(*row) for row in value.pop("problems"))
        pages = value.pop("pages")
        return Notes(**{name: _tuples(item) for name, item in value.items()}, problems=problems, pages=pages)
