"""From a reference in a text to its place in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from refdesk.entries import InlineText
from refdesk.problems import Problem
from refdesk.scan import Kind, Scan, Span, Target, scan
from refdesk.site import Site
from refdesk.text import TextFile, occurrences


@dataclass(frozen=True)
class Located:
    """A reference with the file and offset where its token stands."""

    kind: Kind
    target: Target
    span: Span
    file: TextFile
    offset: int

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """A problem at this reference."""
        return self.file.problem(code, self.offset, message, hint)


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


def locate_all(site: Site) -> Iterator[Located]:
    """Every citation, term and value of pages, their front matter and data, with its place."""
    for page in site.pages.values():
        for span in page.scan.spans:
            for target in span.targets:
                yield Located(span.kind, target, span, *page.origin(target.offset))
    for page in site.pages.values():
        for inline in page.front_texts if site.library.present else ():
            yield from _located(inline, scan(inline.text))
    for inline in site.library.inlines():
        yield from _located(inline, site.scan_inline(inline))


def _located(inline: InlineText, found: Scan) -> Iterator[Located]:
    for span in found.spans:
        for target in span.targets:
            needle = inline.text[target.offset : target.offset + len(target.name) + 1]
            yield Located(span.kind, target, span, inline.yaml.file, inline_offset(inline, needle, target.offset))
