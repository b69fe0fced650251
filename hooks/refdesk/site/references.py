"""From a reference in a text to its place in a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from refdesk.files.text import TextFile
from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.pages.scan import Kind, Scan, Span, Target
from refdesk.problems.problem import Problem, Swap
from refdesk.site.site import Site


@dataclass(frozen=True)
class Located:
    """A reference in a text whose code is blanked out, and the page or text field that it stands in.

    The place in the file is looked up only for a mistake.
    """

    kind: Kind
    target: Target
    span: Span
    masked: str
    origin: Page | InlineText

    @cached_property
    def place(self) -> tuple[TextFile, int]:
        """The file and the offset in it where the token stands."""
        if isinstance(self.origin, Page):
            return self.origin.file, self.target.offset
        return self.origin.yaml.file, _offset_in_file(self.origin, self.target.offset)

    def problem(self, code: str, message: str, hint: str = "", swap: Swap | None = None) -> Problem:
        """A problem at this reference."""
        file, offset = self.place
        return file.problem(code, offset, message, hint, swap)


_NEEDLE = re.compile(r"[^\s\"'\\]{1,20}|.", re.DOTALL)  # by what a place in a field is found again in its file


def _offset_in_file(inline: InlineText, offset: int) -> int:
    """The offset in the YAML file of what stands at ``offset`` of a text field.

    The field is read through YAML's quoting and folding, so the same occurrence of the next signs is looked up in the
    source of the field.
    """
    start, end = inline.yaml.span(inline.path)
    needle = _NEEDLE.match(inline.text, offset)
    if needle is None:
        return start
    pattern = re.compile(re.escape(needle.group()))
    before = sum(match.start() < offset for match in pattern.finditer(inline.text))
    found = [match.start() for match in pattern.finditer(inline.yaml.file.text, start, end)]
    return found[before] if before < len(found) else start


def field_problem(
    inline: InlineText, offset: int, code: str, message: str, hint: str = "", swap: Swap | None = None
) -> Problem:
    """A problem of a text field, at the place of what stands there at ``offset``."""
    return inline.yaml.file.problem(code, _offset_in_file(inline, offset), message, hint, swap)


def located(site: Site, kind: Kind) -> Iterator[Located]:
    """Every reference of one kind of pages and data, with its place."""
    found: list[tuple[Page | InlineText, Scan]] = [(page, page.scan) for page in site.pages.values()]
    found += [(inline, site.scan_inline(inline)) for inline in site.library.inlines()]
    for origin, one in found:
        for span in one.spans:
            for target in span.targets if span.kind == kind else ():
                yield Located(kind, target, span, one.masked, origin)
