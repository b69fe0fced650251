"""Listens to Python-Markdown: what addresses a page has before an engine rewrites them, and what HTML comes out."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

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


class Collector(Extension):
    """A Python-Markdown extension that reports what each text that it sees converted comes to.

    It marks what came from Markdown just before an engine would rewrite addresses, reads the finished HTML and takes
    its marks out again: the same under an engine and alone.
    """

    def __init__(self, report: Callable[[Rendered], None], finish: Callable[[str], str] = lambda html: html) -> None:
        """``finish`` is given the finished HTML of a page, and gives what is to stand in its place."""
        super().__init__()
        self.report = report
        self.finish = finish

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register its parts: before blocks are read, before MkDocs' link processor (priority 0), after everything."""
        stasher = _Stasher(md)
        md.preprocessors.register(stasher, "refdesk_stash", 25.5)
        marker = _Marker(md, stasher)
        md.treeprocessors.register(marker, "refdesk_mark", 0.5)
        md.postprocessors.register(_Reader(md, marker, stasher, self), "refdesk_read", -1000)


class _Stasher(Preprocessor):
    """Takes what refdesk has made itself out of the text before Markdown reads it, and out of what is read afterwards.

    Generated blocks stand on one line each, generated references are inline elements; both are HTML already, and their
    links are right by construction (a test of the built site follows them). Python-Markdown reads raw HTML tag by tag:
    without this, a page of references takes several times as long. The result is the same.

    ``whole`` tells that what is postprocessed is the page: before that, the table of contents has single headings
    postprocessed.
    """

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.blocks: list[str] = []
        self.whole = False

    def run(self, lines: list[str]) -> list[str]:
        self.blocks, self.whole = [], False
        kept: list[str] = []
        for line in lines:
            if line.startswith(GENERATED):
                kept += ["", self.md.htmlStash.store(f'{_PLACE}{len(self.blocks)}"></div>'), ""]
                self.blocks.append(line)
            elif _REFERENCE_START in line:
                kept.append(_REFERENCE.sub(lambda match: self.md.htmlStash.store(match.group()), line))
            else:
                kept.append(line)
        return kept

    def restore(self, html: str) -> str:
        """The finished HTML with the blocks back in their places."""
        return _BLOCK_IN_HTML.sub(self._block, html)

    def _block(self, place: re.Match[str]) -> str:
        """The block of a place; where a writer has typed what looks like one, that stays."""
        number = int(place[1])
        return self.blocks[number] if number < len(self.blocks) else place.group()


class _Marker(Treeprocessor):
    """Numbers every element that has an address, and remembers the address."""

    def __init__(self, md: markdown.Markdown, stasher: _Stasher) -> None:
        super().__init__(md)
        self.targets: list[str] = []
        self.stasher = stasher

    def run(self, root: Element) -> None:
        self.targets = []
        self.stasher.whole = True
        for element in root.iter():
            target = element.get("href", element.get("src"))
            if target is not None:
                element.set(MARK, str(len(self.targets)))
                self.targets.append(target)


class _Reader(Postprocessor):
    """Reports the finished HTML, then puts the generated blocks back."""

    def __init__(self, md: markdown.Markdown, marker: _Marker, stasher: _Stasher, collector: Collector) -> None:
        super().__init__(md)
        self.marker = marker
        self.stasher = stasher
        self.collector = collector

    def run(self, text: str) -> str:
        if not self.stasher.whole:
            return self.stasher.restore(text)
        ids = [element_id for block in self.stasher.blocks for element_id in _ID.findall(block)]
        self.collector.report(read_html(text, self.marker.targets, ids))
        return self.collector.finish(self.stasher.restore(_MARK_IN_HTML.sub("", text)))
