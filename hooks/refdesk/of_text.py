"""What the text of a page tells without the data of the site: helpers find it while the data are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from refdesk.checks.structure import is_unsuspected
from refdesk.helpers import with_helpers
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


def read_texts(site: Site, meanwhile: Callable[[], None]) -> dict[str, OfText]:
    """What the texts of a site tell, by page: helpers read them beside what there is to do ``meanwhile``."""
    rows = with_helpers(list(site.pages), lambda uri: read_text_of(site, site.pages[uri]).as_rows(), meanwhile)
    return {uri: OfText.from_rows(found) for uri, found in rows.items()}
