"""What a page's HTML holds, as far as references depend on it: its links, ids and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from refdesk.html.text import MARK

WORDLESS = "\ufffc"  # the text of a link that holds a drawing and no words: the sign that stands for an object


class Link(NamedTuple):
    """A link or an embedded file in the rendered page.

    ``target`` is the address as written, before an engine rewrites it. ``raw`` tells that it stood in raw HTML, where
    engines leave addresses alone. ``text`` is what a reader sees (or hears: text alternatives and labels count), None
    for an image without an alt attribute.
    """

    tag: str
    target: str
    raw: bool
    text: str | None


class Heading(NamedTuple):
    """A heading of the rendered page."""

    level: int
    id: str
    text: str


class Rendered(NamedTuple):
    """What a page's HTML holds: its links, every id in order (repeats included), its headings."""

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()


UNREADABLE = Rendered()  # stands for a page that cannot be converted


_STASH = "\x02"


_STRING = etree.XPath("string()", smart_strings=False)
_PARSER = etree.HTMLParser()


def _text_of(element: etree._Element) -> str:
    """The text in an element and in all elements below it."""
    return str(_STRING(element))


def parsed(html: str) -> etree._Element:
    """The body of a document of a fragment of HTML; LxmlError or ValueError where nothing can be made of it.

    The module lxml.html, which would do as much, takes twice as long to load.
    """
    root = etree.fromstring(f"<html><body>{html}</body></html>", _PARSER)
    body = root.find("body") if root is not None else None
    if body is None:
        raise ValueError("no document")
    return body


def read_html(html: str, targets: Sequence[str], other_ids: Sequence[str] = ()) -> Rendered:
    """The links, ids and headings of an HTML fragment; marked elements take their address from ``targets``.

    ``other_ids`` are those in what was taken out of it.
    """
    try:
        body = parsed(html)
    except (etree.LxmlError, ValueError):
        return Rendered(ids=tuple(other_ids))
    links: list[Link] = []
    ids: list[str] = []
    names: list[str] = []
    headings: list[Heading] = []
    for element in body.iterdescendants():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        element_id = element.get("id")
        if element_id:
            ids.append(element_id)
        if tag == "a" and element.get("name"):
            names.append(element.get("name", ""))
        if "url(" in element.get("style", ""):
            links += (Link(tag, target, True, tag) for target in _URL.findall(element.get("style", "")))
        if tag == "a" and element_id and not element.get("href", "x") and not _text_of(element).strip():
            continue  # [](){ #id }: an anchor in the form of a link
        if tag in _ADDRESS_OF and _HEADING_LINKS.isdisjoint((element.get("class") or "").split()):
            links += _links(element, tag, targets)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            headings.append(Heading(int(tag[1]), element_id or "", _heading_text(element)))
    known = set(ids)
    ids += [name for name in dict.fromkeys(names) if name not in known]  # an old-style name only adds an anchor
    return Rendered(tuple(links), (*ids, *other_ids), tuple(headings))


# The files that a style names; what begins with # is a part of a drawing.
_URL = re.compile(r"""url\(\s*["']?\s*([^"'()#\s][^"'()]*?)\s*["']?\s*\)""")


# What the table of contents puts into headings, so that readers can copy their address.
_HEADING_LINKS = frozenset({"headerlink", "toclink"})


def _heading_text(element: etree._Element) -> str:
    """The words of a heading, without the sign that links to it."""
    text: str = _text_of(element)
    for link in element.iter("a"):
        if "headerlink" in (link.get("class") or "").split():
            text = text.replace(_text_of(link), "") if _text_of(link) else text
    return text.replace("¶", "").strip()


_ADDRESS_OF = {
    **dict.fromkeys(("a", "area", "image", "link"), ("href",)),
    **dict.fromkeys(("audio", "embed", "iframe", "input", "script", "track"), ("src",)),
    **dict.fromkeys(("blockquote", "q", "ins", "del"), ("cite",)),
    **dict.fromkeys(("img", "source"), ("src", "srcset")),
    "video": ("src", "poster"),
    "object": ("data",),
    "form": ("action",),
    "button": ("formaction",),
}


def _links(element: etree._Element, tag: str, targets: Sequence[str]) -> Iterator[Link]:
    for attribute in _ADDRESS_OF[tag]:
        value = element.get(attribute)
        if value is None:
            continue
        mark = element.get(MARK)
        raw = mark is None
        if mark is not None and attribute in {"href", "src"} and _STASH not in _target(mark, targets):
            value = _target(mark, targets)
        for target in _candidates(value) if attribute == "srcset" else (value,):
            yield Link(tag, target, raw, _visible_text(element, tag))


def _target(mark: str, targets: Sequence[str]) -> str:
    return targets[int(mark)] if mark.isdigit() and int(mark) < len(targets) else _STASH


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses in a srcset: each with its size, set off by commas."""
    for part in srcset.split(", "):
        words = part.split()
        if words and not words[0].startswith("data:"):
            yield words[0].strip(",")


def _visible_text(element: etree._Element, tag: str) -> str | None:
    label = element.get("aria-label") or element.get("title") or ""
    if tag == "img":
        if element.get("role") == "presentation" or element.get("aria-hidden") == "true":
            return "decoration"
        alt = element.get("alt")
        return alt if alt is None or alt.strip() else ("" if element.get(MARK) is None else None)
    if tag == "input":
        return label or element.get("alt") if element.get("type", "").lower() == "image" else tag
    if tag not in {"a", "area"}:
        return label or tag
    text = _text_of(element).strip() or label or element.get("alt", "").strip()
    if text:
        return text
    inner = [child.get("alt") or child.get("aria-label") or "" for child in element.iter("img", "svg", "i", "span")]
    shown = [child for child in element.iterdescendants() if _is_picture(child)]
    drawn = bool(shown) and not any(child.tag in _EMBEDDED for child in shown)
    return " ".join(part for part in inner if part) or (WORDLESS if drawn else "picture" if shown else "")


_EMBEDDED = frozenset({"img", "iframe", "video", "picture", "object"})
_DRAWN = frozenset({"svg", "i", "canvas"})


def _is_picture(element: etree._Element) -> bool:
    """Whether an element shows something without words (an image that lacks an alternative is another matter)."""
    if element.tag == "img":
        return element.get("alt") is None or element.get(MARK) is not None
    return element.tag in _EMBEDDED or element.tag in _DRAWN or bool(element.get("class"))
