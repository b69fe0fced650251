"""From a reference in a text to its place in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import NamedTuple

from refdesk.files.text import TextFile, occurrences
from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.pages.scan import Kind, Scan, Span, Target, scan
from refdesk.problems.problem import Problem
from refdesk.site.site import Site


class _Located(NamedTuple):
    kind: Kind
    target: Target
    span: Span
    masked: str
    origin: Callable[[], tuple[TextFile, int]]


class Located(_Located):
    """A reference in a text whose code is blanked out, and how to find the file and offset where its token stands.

    Only a mistake is looked up.
    """

    @property
    def before(self) -> str:
        """The text right before the reference."""
        return self.masked[max(self.span.start - _NEAR, 0) : self.span.start]

    @property
    def behind(self) -> str:
        """The text right behind the reference."""
        return self.masked[self.span.end : self.span.end + _NEAR]

    @cached_property
    def place(self) -> tuple[TextFile, int]:
        """The file and the offset in it where the token stands."""
        return self.origin()

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """A problem at this reference."""
        file, offset = self.place
        return file.problem(code, offset, message, hint)


_NEAR = 40  # signs before and behind a reference that may belong to it


def inline_offset(inline: InlineText, needle: str, offset: int) -> int:
    """The offset in the YAML file of what stands at ``offset`` of a text field.

    The field is read through YAML's quoting and folding, so the same occurrence of the needle is looked up in the
    source of the field.
    """
    start, end = inline.yaml.span(inline.path)
    before = sum(1 for at in occurrences(inline.text, needle) if at < offset)
    for number, at in enumerate(occurrences(inline.yaml.file.text, needle, start, end)):
        if number == before:
            return at
    return start


_NEEDLE = re.compile(r"[^\s\"'\\]{1,20}|.", re.DOTALL)  # by what a place in a field is found again in its file


def field_problem(inline: InlineText, offset: int, code: str, message: str, hint: str = "") -> Problem:
    """A problem of a text field, at the place of what stands there at ``offset``."""
    needle = _NEEDLE.match(inline.text, offset)
    at = inline_offset(inline, needle.group() if needle is not None else "", offset)
    return inline.yaml.file.problem(code, at, message, hint)


def located_on(page: Page, kind: Kind) -> Iterator[Located]:
    """Every reference of one kind on a page and in its front matter, with its place."""
    for span in page.scan.spans:
        if span.kind == kind:
            for target in span.targets:
                yield Located(kind, target, span, page.scan.masked, partial(_on_page, page, target))
    for inline in page.front_texts:
        yield from _located(inline, scan(inline.text), kind)


def located_in_data(site: Site, kind: Kind) -> Iterator[Located]:
    """Every reference of one kind in the data, with its place."""
    for inline in site.library.inlines():
        yield from _located(inline, site.scan_inline(inline), kind)


def located(site: Site, kind: Kind) -> Iterator[Located]:
    """Every reference of one kind of pages, their front matter and data, with its place."""
    for page in site.pages.values():
        yield from located_on(page, kind)
    yield from located_in_data(site, kind)


def _located(inline: InlineText, found: Scan, kind: Kind) -> Iterator[Located]:
    for span in found.spans:
        for target in span.targets if span.kind == kind else ():
            yield Located(span.kind, target, span, found.masked, partial(_origin, inline, target))


def _on_page(page: Page, target: Target) -> tuple[TextFile, int]:
    return page.file, target.offset


def _origin(inline: InlineText, target: Target) -> tuple[TextFile, int]:
    needle = inline.text[target.offset : target.offset + len(target.name) + 1]
    return inline.yaml.file, inline_offset(inline, needle, target.offset)
