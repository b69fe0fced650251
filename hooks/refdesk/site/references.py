"""The references of pages and data with the texts that they stand in."""

from collections.abc import Iterator
from typing import NamedTuple

from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.pages.scan import Kind, Span, Target
from refdesk.problems.problem import Problem, Swap
from refdesk.site.site import Site


class Located(NamedTuple):
    """A reference, the text that it stands in (with code blanked out), and the page or text field of that text."""

    target: Target
    span: Span
    masked: str
    origin: Page | InlineText

    def problem(self, code: str, message: str, hint: str = "", swap: Swap | None = None) -> Problem:
        """A problem at this reference."""
        return self.origin.problem(code, self.target.offset, message, hint, swap)


def located(site: Site, kind: Kind) -> Iterator[Located]:
    """Yield every reference of one kind in pages and data."""
    for origin, found in site.scans():
        for span in found.spans:
            for target in span.targets if span.kind == kind else ():
                yield Located(target, span, found.masked, origin)
