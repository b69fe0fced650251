"""Listens to Python-Markdown: what addresses a page has before an engine rewrites them, and what HTML comes out."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension

from refdesk.html.text import MARK
from refdesk.pages.rendered import Rendered, read_html

_BLOCK = "data-refdesk-block"
_PLACE = f'<div {_BLOCK}="'
_BLOCK_IN_HTML = re.compile(rf'{_PLACE}(\d+)"></div>')
_ID = re.compile(r' id="([^"]+)"')

# What refdesk makes: blocks, each on a line of its own, and references within the text.
GENERATED = tuple(f'<{tag} class="rd-' for tag in ("figure", "div", "ol", "ul", "aside", "p"))
_REFERENCE_START = ' class="rd-'
_REFERENCE = re.compile(
    r'<span class="rd-cite"[^<>]*>'
    r'(?:[^<]|<a href="#ref-[^<>]*>\d+</a>|<span class="rd-(?:locator|weak)">[^<]*</span>)*</span>'
    r'|<a class="rd-(?:term|value)"[^<>]*>[\w ,.%’-]*</a>'
)
_MARK_IN_HTML = re.compile(rf' {MARK}="\d+"')


def step(run: Callable[..., Any]) -> Any:
    """A processor of Python-Markdown that runs a function."""
    return SimpleNamespace(run=run)


class Collector(Extension):
    """A Python-Markdown extension that reports what each text that it sees converted comes to.

    What refdesk has made itself it takes out of the text before Markdown reads it: generated blocks stand on one line
    each, generated references are inline elements; both are HTML already, and their links are right by construction (a
    test of the built site follows them). Python-Markdown reads raw HTML tag by tag: without this, a page of references
    takes several times as long. What came from Markdown it marks just before an engine would rewrite addresses, reads
    the finished HTML and takes its marks out again: the same under an engine and alone.
    """

    def __init__(self, report: Callable[[Rendered], None], finish: Callable[[str], str] = lambda html: html) -> None:
        """``finish`` is given the finished HTML of a page, and gives what is to stand in its place."""
        super().__init__()
        self._report = report
        self._finish = finish
        self._blocks: list[str] = []
        self._targets: list[str] = []
        # What is postprocessed is the page: before that, the table of contents has single headings postprocessed.
        self._whole = False

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register its parts: before blocks are read, before MkDocs' link processor (priority 0), after everything."""
        self._html = md.htmlStash
        md.preprocessors.register(step(self._stash), "refdesk_stash", 25.5)
        md.treeprocessors.register(step(self._mark), "refdesk_mark", 0.5)
        md.postprocessors.register(step(self._read), "refdesk_read", -1000)

    def _stash(self, lines: list[str]) -> list[str]:
        """The lines without generated blocks and references."""
        self._blocks, self._whole = [], False
        kept: list[str] = []
        for line in lines:
            if line.startswith(GENERATED):
                kept += ["", self._html.store(f'{_PLACE}{len(self._blocks)}"></div>'), ""]
                self._blocks.append(line)
            elif _REFERENCE_START in line:
                kept.append(_REFERENCE.sub(lambda match: self._html.store(match.group()), line))
            else:
                kept.append(line)
        return kept

    def _mark(self, root: Element) -> None:
        """Number every element that has an address, and remember the address."""
        self._targets, self._whole = [], True
        for element in root.iter():
            target = element.get("href", element.get("src"))
            if target is not None:
                element.set(MARK, str(len(self._targets)))
                self._targets.append(target)

    def _read(self, text: str) -> str:
        """Report the finished HTML, then put the generated blocks back."""
        if not self._whole:
            return self._restored(text)
        ids = [element_id for block in self._blocks for element_id in _ID.findall(block)]
        self._report(read_html(text, self._targets, ids))
        return self._finish(self._restored(_MARK_IN_HTML.sub("", text)))

    def _restored(self, html: str) -> str:
        """The HTML with the blocks in their places; where a writer has typed what looks like one, that stays."""
        blocks = dict(enumerate(self._blocks))
        return _BLOCK_IN_HTML.sub(lambda place: blocks.get(int(place[1]), place.group()), html)
