"""From a link of the rendered page to its places in the source.

An address is looked up where an address can stand. Where it stands more often than it came out as a link (the others
are code, comments, text), probes tell which of the places are links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from refdesk.pages.page import Page
from refdesk.pages.rendered import Link, Rendered
from refdesk.probe import Prober

Key = tuple[bool, str, bool]
SpanOfText = tuple[int, int]

# What may stand before and behind an address: ](… "title"), ]: …, ="…", <…>.
_BEFORE = r"""(?:\]\(\s*<?\s*|\]:[ \t]*\n?[ \t]*<?|=\s*["']?\s*|<|\burl\(\s*["']?|,\s+|\d[xw],?\s+)"""
_BEHIND = r"""(?=[)>"'\s,]|$)"""
_EMPTY = re.compile(
    r"""\]\((?P<inline>)\s*(?:["'][^"'\n]*["']\s*)?\)|\]\(\s*<(?P<angle>)\s*>|\]:[ \t]*<(?P<defined>)>"""
    r"""|\b(?:href|src)\s*=\s*(?:"(?P<double>)\s*"|'(?P<single>)\s*')"""
)


def _key(link: Link) -> Key:
    return link.tag == "img", link.target, link.raw


def _spelling(target: str) -> str:
    """A pattern for an address as a source may spell it: signs escaped with a backslash or as HTML."""
    parts: list[str] = []
    for sign in target:
        if sign == "&":
            parts.append(r"\\?&(?:amp;|\#38;)?")
        elif sign.isalnum() or sign in "/ ":
            parts.append(re.escape(sign))
        elif sign in "\"'<>":
            parts.append(rf"(?:\\?{re.escape(sign)}|&\#?\w+;)")
        else:
            parts.append(rf"\\?{re.escape(sign)}")
    return "".join(parts)


class Locator:
    """The places of some links of one page."""

    def __init__(self, page: Page, prober: Prober, found: Rendered, links: Iterable[Link]) -> None:
        self.page = page
        self.prober = prober
        self.wanted = {link.target for link in links}
        self._rendered = Counter(_key(link) for link in found.links if link.target in self.wanted)

    def targets(self, link: Link) -> list[int]:
        """Where the address of a link stands: every occurrence that is one."""
        return [start for start, _ in self._places(link)]

    def silent(self, link: Link) -> list[int]:
        """Where a link or image without words begins (its address may stand in a definition elsewhere)."""
        starts = [at for start, _ in self._places(link) for at in self._starts(link, start)]
        wordless = [at for at in starts if self._is_wordless(at)]
        if link.raw:
            wordless = [at for at in wordless if self.page.text.startswith(link.tag, at + 1)]
        if any(_AROUND_LINK.match(self.page.text, at) for at in starts):  # which is reported by itself
            return [at for at in wordless if not self.page.text.startswith("[![", at)]
        # In raw HTML a parser ends a link where a block begins in it; where the source goes on, words may follow.
        return wordless or ([] if link.raw and link.tag == "a" else starts)

    def _places(self, link: Link) -> list[SpanOfText]:
        spans = self._spans.get(link.target, [])
        if len(spans) == 1:
            return spans
        if spans:
            alone = sum(key[1] == link.target for key in self._rendered) == 1
            if alone and self._rendered[_key(link)] == len(spans):
                return spans
            return self._probed.get(_key(link)) or spans[: self._rendered[_key(link)]]
        return [] if self._has_generated_links else [(self.page.top, self.page.top)]

    @property
    def _has_generated_links(self) -> bool:
        """Whether the page holds links that are made from data; their mistakes are reported in the data."""
        return bool(self.page.scan.spans or self.page.scan.markers) and self.prober.site.library.present

    @cached_property
    def _spans(self) -> dict[str, list[SpanOfText]]:
        return {target: list(self._spans_of(target)) for target in self.wanted}

    def _spans_of(self, target: str) -> Iterator[SpanOfText]:
        text, start = self.page.text, self.page.body_start
        if not target.strip():
            for match in _EMPTY.finditer(text, start):
                at = match.start(str(match.lastgroup))
                yield at, at
            return
        spelling = _spelling(target)
        if target.startswith("mailto:"):  # which an address in angle brackets does without
            spelling = rf"(?:mailto:)?{_spelling(target.removeprefix('mailto:'))}"
        strict = re.compile(f"{_BEFORE}(?P<it>{spelling}){_BEHIND}", re.MULTILINE)
        found = False
        for match in strict.finditer(text, start):
            found = True
            yield match.span("it")
        if not found:
            loose = re.compile(rf"(?<![\w/])(?P<it>{spelling})(?![\w/])")
            yield from (match.span("it") for match in loose.finditer(text, start))

    @cached_property
    def _probed(self) -> dict[Key, list[SpanOfText]]:
        """Link -> the places of its address, by a second rendering."""
        ends = [(end, start, target) for target, spans in self._spans.items() for start, end in spans]
        trace = self.prober.trace(self.page, [end for end, _, _ in ends])
        found: dict[Key, set[SpanOfText]] = {}
        for number, target, link in trace.addresses() if trace is not None else ():
            end, start, wanted = ends[number]
            if wanted.strip() == target.strip():
                found.setdefault((link.tag == "img", wanted, link.raw), set()).add((start, end))
        return {key: sorted(places) for key, places in found.items()}

    def _starts(self, link: Link, at: int) -> list[int]:
        """The beginnings of the links whose address stands at ``at``."""
        text = self.page.text
        line = text.rfind("\n", 0, at) + 1
        definition = _DEFINED.match(text, line)
        if definition and not link.raw and definition.end() == at:
            use = re.compile(rf"!?\[\s*\]\s?\[{re.escape(definition['label'])}\]", re.IGNORECASE)
            return [match.start() for match in use.finditer(self.page.scan.masked)] or [at]
        opens = text.rfind("<", 0, at) if link.raw or "](" not in text[line:at] else _opening(text, at)
        return [opens if opens >= 0 else at]

    def _is_wordless(self, at: int) -> bool:
        """Whether what begins here is a link without text or an image without alternative."""
        return _WORDLESS.match(self.page.text, at) is not None


_UNNAMED = r"(?![^<>]*\b(?:aria-label|title|alt)\s*=\s*[\"']?[^\"'\s])"  # behind the name of an element
_WORDLESS = re.compile(
    rf"!?\[(?:\s|</?\w+\b{_UNNAMED}[^<>]*>|:[\w+-]+:){{0,100}}\]|\[!\[|<(?:img|area|input)\b(?![^>]*\balt\s*=)"
    rf"|<a\b{_UNNAMED}[^>]*>(?:\s|</?(?!a\b)\w+\b{_UNNAMED}[^<>]*>){{0,100}}</a",
    re.IGNORECASE,
)
_AROUND_LINK = re.compile(r"\[\s*(?:\[[^\]]|<a\b|<https?:)|<a\b[^>]*>\s*(?:<a\b|\[)", re.IGNORECASE)
_DEFINED = re.compile(r"[ \t>]*\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*<?")


def _opening(text: str, at: int) -> int:
    """The bracket (or the exclamation mark) that opens the inline link whose address stands at ``at``; -1 if none."""
    depth = 0
    for index in range(text.rfind("](", 0, at), -1, -1):
        sign = text[index]
        if sign not in "[]" or (index and text[index - 1] == "\\"):
            continue
        depth += 1 if sign == "]" else -1
        if depth == 0:
            return index - 1 if index and text[index - 1] == "!" else index
    return -1
