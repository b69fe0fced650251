"""The ids that pages really have, for rules about links."""

from __future__ import annotations

from collections.abc import Mapping

from refdesk.pages.rendered import Rendered


class Anchors:
    """The ids of every page, and the headings that carry them; of ``incomplete`` pages some are not known.

    It is not ``sure`` where Markdown extensions cannot be loaded as configured: then no id is known, and only the paths
    of links are judged.
    """

    def __init__(self, rendered: Mapping[str, Rendered], incomplete: frozenset[str], *, sure: bool = True) -> None:
        self.rendered = rendered
        self.incomplete = incomplete
        self.sure = sure
        self._ids: dict[str, frozenset[str]] = {}

    def of(self, uri: str) -> frozenset[str] | None:
        """The ids of a page; None where it may have more, and for files that are no pages."""
        if not self.sure or uri in self.incomplete or uri not in self.rendered:
            return None
        if uri not in self._ids:
            self._ids[uri] = frozenset(self.rendered[uri].ids)
        return self._ids[uri]
