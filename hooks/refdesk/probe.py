"""Suspect by the source, convict by the rendering.

The source gives the place of a mistake, the rendered page tells whether it is one. A probe is a made-up word put into
the source at a suspected place; the page is rendered again, and where the word comes out (in an address, in text, in
code, nowhere) says what the converter took the place for. So no rule has to know how every extension reads Markdown,
and only pages with a suspicion cost a second rendering.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from refdesk.files.text import TextFile
from refdesk.pages.page import Page, read_page
from refdesk.pages.rendered import Link, Rendered

if TYPE_CHECKING:
    from lxml import etree

    from refdesk.pages.render import Renderer
    from refdesk.site.site import Site

_WORD = re.compile(r"rdprobe(\d+)x")
_NEAR = 200  # signs around a probe among which other probes may stand
_CODE = frozenset({"code", "pre", "script", "style", "textarea", "svg", "math", ".arithmatex"})

_BODIES = frozenset({".admonition", "details", ".tabbed-content", ".tabbed-block"})  # of boxes and tabs
_TITLES = frozenset({".admonition-title", "summary"})


class Spot(NamedTuple):
    """Where a probe stands in visible text: the elements around it (tags, classes with a dot), the text on both sides.

    It is ``first`` where a box or a tab has nothing but its title before it; ``items`` counts the items around it.
    """

    around: frozenset[str]
    ahead: str
    behind: str
    first: bool = False
    items: int = 0


class Trace(NamedTuple):
    """Where the probes of one page came out.

    ``links`` are all links of the page; ``text`` maps a probe that stands in visible text to its spot; ``code`` maps
    one that stands in code (or another place that shows no Markdown) to the elements around it.
    """

    links: tuple[Link, ...]
    text: Mapping[int, Spot]
    code: Mapping[int, frozenset[str]]

    def addresses(self) -> Iterator[tuple[int, str, Link]]:
        """For each link with probes in its address: the last probe, the address without probes, the link."""
        for link in self.links:
            numbers = _WORD.findall(link.target)
            if numbers:
                yield int(numbers[-1]), _WORD.sub("", link.target), link

    def in_address(self, number: int) -> bool:
        """Whether a probe came out in an address."""
        return any(str(number) in _WORD.findall(link.target) for link in self.links)

    def inside(self, number: int, *tags: str) -> bool:
        """Whether a probe stands in visible text within one of these elements (tags, or classes with a dot)."""
        return number in self.text and not self.text[number].around.isdisjoint(tags)

    def before(self, number: int, sign: str) -> bool:
        """Whether a probe stands in visible text right before some text."""
        return number in self.text and self.text[number].behind.startswith(sign)

    def after(self, number: int, sign: str) -> bool:
        """Whether a probe stands in visible text right behind some text."""
        return number in self.text and self.text[number].ahead.endswith(sign)

    def vanished(self, number: int) -> bool:
        """Whether a probe came out nowhere: in no text, no code and no address."""
        return number not in self.text and number not in self.code and not self.in_address(number)


class Prober:
    """Puts probes into pages of one site; ``sketched`` gives the Markdown of a page with its references put in."""

    def __init__(self, site: Site, sketched: Callable[[Page], str], unreadable: Set[str] = frozenset()) -> None:
        self.site = site
        self.sketched = sketched
        self.unreadable = unreadable
        self._renderer: Renderer | None = None

    def trace(self, page: Page, offsets: Sequence[int]) -> Trace | None:
        """Render a page with a probe at each offset, numbered in the order given; None when it cannot be rendered."""
        if page.uri in self.unreadable:
            return None  # it would take as long once more
        from refdesk.pages.render import Renderer, RenderError  # noqa: PLC0415 - most pages raise no suspicion

        parts: list[str] = []
        at = 0
        for offset, number in sorted((offset, number) for number, offset in enumerate(offsets)):
            parts += [page.text[at:offset], f"rdprobe{number}x"]
            at = offset
        parts.append(page.text[at:])
        probed = read_page(page.uri, TextFile(page.file.path, "".join(parts)))
        if self._renderer is None:
            self._renderer = Renderer(self.site.config)
        try:
            marked, html = self._renderer.convert(self.sketched(probed))
        except RenderError:
            return None
        return _read(marked.read(), html)


def _read(rendered: Rendered, html: str) -> Trace:
    from refdesk.pages.html_tree import parsed  # noqa: PLC0415 - most pages raise no suspicion

    text: dict[int, Spot] = {}
    code: dict[int, frozenset[str]] = {}
    for element in parsed(html).iter():
        if isinstance(element.tag, str):
            _note(element.text, (element, *element.iterancestors()), None, text, code)
        parent = element.getparent()
        if parent is not None:
            _note(element.tail, (parent, *parent.iterancestors()), element, text, code)
    return Trace(rendered.links, text, code)


def _names(element: etree._Element) -> set[str]:
    """The tag of an element, and its classes, each with a dot."""
    return {str(element.tag), *(f".{name}" for name in (element.get("class") or "").split())}


def _is_first(within: Sequence[etree._Element], above: etree._Element | None) -> bool:
    """Whether a text is the first of a box or a tab; it stands behind ``above``, if anything, in the first of these."""
    for element in within:
        if above is not None and _names(above).isdisjoint(_TITLES):
            return False
        if not _names(element).isdisjoint(_BODIES):
            return True
        above = next(element.itersiblings("*", preceding=True), None)
    return False


def _note(
    words: str | None,
    within: Sequence[etree._Element],
    above: etree._Element | None,
    text: dict[int, Spot],
    code: dict[int, frozenset[str]],
) -> None:
    matches = list(_WORD.finditer(words or ""))
    if not matches or words is None:
        return
    around: set[str] = set()
    items = 0
    for element in within:
        around |= _names(element)
        items += element.tag == "li"
    for match in matches:
        if not around.isdisjoint(_CODE):
            code.setdefault(int(match[1]), frozenset(around))
        else:
            ahead = _WORD.sub("", words[: match.start()][-_NEAR:])
            behind = _WORD.sub("", words[match.end() :][:_NEAR])
            spot = Spot(frozenset(around), ahead, behind, _is_first(within, above), items)
            text.setdefault(int(match[1]), spot)
