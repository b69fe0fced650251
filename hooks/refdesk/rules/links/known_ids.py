"""What rules about links share: the ids that pages really have, and what is wrong with an address."""

from collections.abc import Mapping
from typing import NamedTuple

from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import Swap


class Anchors:
    """The ids of every page, and the headings that carry them."""

    def __init__(self, rendered: Mapping[str, Rendered]) -> None:
        self.rendered = rendered
        self._ids = {uri: frozenset(found.ids) for uri, found in rendered.items()}

    def of(self, uri: str) -> frozenset[str] | None:
        """The ids of a page; None for files that are no pages."""
        return self._ids.get(uri)


class Verdict(NamedTuple):
    """What is wrong with an address: code, message, hint, the address and the only one that it can mean."""

    code: str
    message: str
    hint: str = ""
    swap: Swap | None = None
