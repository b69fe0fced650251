"""What a page's HTML holds, as far as references depend on it: links, ids, headings."""

from __future__ import annotations

from typing import NamedTuple

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
