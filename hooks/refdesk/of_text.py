"""What the text of a page tells without the data of the site: a helper finds it while the data are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from refdesk.checks.structure import is_unsuspected
from refdesk.helpers import answer_of, begin, pays
from refdesk.page import Page
from refdesk.site import Site
from refdesk.statements import Statement, statements


class OfText(NamedTuple):
    """What one text tells. It is ``unsuspected`` where no rule of form finds anything to ask about in it."""

    unsuspected: bool
    statements: tuple[Statement, ...]

    def as_rows(self) -> list[object]:
        """Lists and texts that ``from_rows`` understands."""
        return [self.unsuspected, [statement.as_row() for statement in self.statements]]

    @staticmethod
    def from_rows(rows: Any) -> OfText:
        """What ``as_rows`` made."""
        unsuspected, found = rows
        return OfText(unsuspected, tuple(Statement.from_row(row) for row in found))


def read_text_of(site: Site, page: Page) -> OfText:
    """What the text of one page tells; of the site, its settings are looked at alone."""
    return OfText(is_unsuspected(site, page), tuple(statements(page)))


def begin_with_texts(site: Site) -> Callable[[], Mapping[str, OfText]]:
    """Begin to read the texts of a site beside this process; what is given waits for what was found (maybe nothing)."""
    if not pays(len(site.pages)):
        return dict
    helper = begin(lambda: [(uri, read_text_of(site, page).as_rows()) for uri, page in site.pages.items()])

    def found() -> dict[str, OfText]:
        answer = answer_of(*helper)
        return {uri: OfText.from_rows(rows) for uri, rows in answer} if isinstance(answer, list) else {}

    return found
