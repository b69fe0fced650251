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

from refdesk.page import Page, with_text
from refdesk.rendered import Link, Rendered

if TYPE_CHECKING:
    from lxml import etree

    from refdesk.config import SiteConfig
    from refdesk.render import Renderer
    from refdesk.site import Site

_WORD = re.compile(r"rdprobe(\d+)x")
_NEAR = 200  # signs around a probe among which other probes may stand
_CODE = frozenset({"code", "pre", "script", "style", "textarea", "svg", "math", ".arithmatex"})

_BLOCKS = frozenset({".admonition", "details", ".tabbed-set"})


class Spot(NamedTuple):
    """Where a probe stands in visible text: the elements around it (tags, classes with a dot), the text on both sides.

    ``depth`` counts the admonitions, details and tabs around it, ``items`` the items of lists.
    """

    around: frozenset[str]
    ahead: str
    behind: str
    depth: int = 0
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


def _appending_nothing(config: SiteConfig) -> SiteConfig:
    """The configuration for pages whose text holds already what would be appended to it."""
    options = {**config.extension_configs.get("pymdownx.snippets", {}), "auto_append": []}
    if "pymdownx.snippets" not in config.extensions:
        return config
    return config._replace(extension_configs={**config.extension_configs, "pymdownx.snippets": options})


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
        from refdesk.render import Renderer, RenderError  # noqa: PLC0415 - most pages raise no suspicion

        parts: list[str] = []
        at = 0
        for offset, number in sorted((offset, number) for number, offset in enumerate(offsets)):
            parts += [page.text[at:offset], f"rdprobe{number}x"]
            at = offset
        parts.append(page.text[at:])
        probed = with_text(
            page, "".join(parts), math="pymdownx.arithmatex" in self.site.config.extensions,
            citations=self.site.library.present,
        )  # fmt: skip
        if self._renderer is None:
            self._renderer = Renderer(_appending_nothing(self.site.config.whole))
        try:
            marked, html = self._renderer.convert(self.sketched(probed))
        except RenderError:
            return None
        return _read(marked.read(), html)


def _read(rendered: Rendered, html: str) -> Trace:
    from refdesk.html_tree import parsed  # noqa: PLC0415 - most pages raise no suspicion

    text: dict[int, Spot] = {}
    code: dict[int, frozenset[str]] = {}
    for element in parsed(html).iter():
        if isinstance(element.tag, str):
            _note(element.text, element, text, code)
        parent = element.getparent()
        if parent is not None:
            _note(element.tail, parent, text, code)
    return Trace(rendered.links, text, code)


def _note(words: str | None, element: etree._Element, text: dict[int, Spot], code: dict[int, frozenset[str]]) -> None:
    matches = list(_WORD.finditer(words or ""))
    if not matches or words is None:
        return
    around: set[str] = set()
    depth = items = 0
    for e in (element, *element.iterancestors()):
        if e.tag not in {"html", "body"}:
            names = {str(e.tag), *(f".{name}" for name in (e.get("class") or "").split())}
            depth += not names.isdisjoint(_BLOCKS)
            items += e.tag == "li"
            around |= names
    for match in matches:
        if not around.isdisjoint(_CODE):
            code.setdefault(int(match[1]), frozenset(around))
        else:
            ahead, behind = (
                words[max(match.start() - _NEAR, 0) : match.start()],
                words[match.end() : match.end() + _NEAR],
            )
            spot = Spot(frozenset(around), _WORD.sub("", ahead)[-40:], _WORD.sub("", behind)[:40], depth, items)
            text.setdefault(int(match[1]), spot)
