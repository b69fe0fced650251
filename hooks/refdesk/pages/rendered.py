"""What a page's HTML holds, as far as references depend on it: its links, ids and headings."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import html

from refdesk.html.text import MARK, parse


class Link(NamedTuple):
    """A link or an embedded file in the rendered page.

    ``target`` is the address as written, before an engine rewrites it. ``raw`` tells that it stood in raw HTML, where
    engines leave addresses alone.
    """

    tag: str
    target: str
    raw: bool


class Heading(NamedTuple):
    """A heading of the rendered page."""

    id: str
    text: str


class Rendered(NamedTuple):
    """What a page's HTML holds: its links, every id in order (repeats included), its headings.

    ``markup`` are its elements, each as ("name", ""), and their attributes, each as ("name", "attribute").
    """

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    markup: frozenset[tuple[str, str]] = frozenset()


_ALIGNED = re.compile(r"style text-align: \w+;")  # the cells of a table, as Markdown makes them
_ADDRESS_OF = {"a": "href", "img": "src"}
_HEADING_LINK = "headerlink"  # what the table of contents puts into headings, so that readers can copy their address
_STASH = "\x02"  # stands for a sign that Python-Markdown has taken out of the text


def read_html(text: str, targets: Sequence[str], other_ids: Sequence[str] = ()) -> Rendered:
    """The links, ids and headings of an HTML fragment; marked elements take their address from ``targets``.

    ``other_ids`` are those in what was taken out of it.
    """
    links: list[Link] = []
    ids: list[str] = []
    names: list[str] = []
    headings: list[Heading] = []
    markup: set[tuple[str, str]] = set()
    for element in parse(text).iterdescendants("*"):
        tag, element_id = str(element.tag), element.get("id")
        markup.add((tag, ""))
        markup |= {(tag, str(name)) for name, value in element.items() if not _ALIGNED.fullmatch(f"{name} {value}")}
        if element_id:
            ids.append(element_id)
        if tag == "a" and element.get("name"):
            names.append(element.get("name", ""))
        if tag == "a" and element_id and not element.get("href", "x") and not element.text_content().strip():
            continue  # [](){ #id }: an anchor in the form of a link
        target = element.get(_ADDRESS_OF[tag]) if tag in _ADDRESS_OF else None
        if target is not None and _HEADING_LINK not in (element.get("class") or ""):
            links.append(_link(element, tag, target, targets))
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            words = str(element.text_content()).replace("¶", "").strip()  # the sign is the link to it
            headings.append(Heading(element_id or "", words))
    ids += sorted({*names} - {*ids})  # an old-style name only adds an anchor
    return Rendered(tuple(links), (*ids, *other_ids), tuple(headings), frozenset(markup))


def _link(element: html.HtmlElement, tag: str, target: str, targets: Sequence[str]) -> Link:
    """The link that an element makes."""
    mark = element.get(MARK)
    number = int(mark) if mark is not None and mark.isdigit() else len(targets)
    if number < len(targets) and _STASH not in targets[number]:
        target = targets[number]
    return Link(tag, target, mark is None)
