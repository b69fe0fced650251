"""What a page's HTML holds, as far as references depend on it: its links, ids and headings."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from refdesk.html.text import parse, slug
from refdesk.problems.problem import Problem

# The attribute with the number of an address that was collected as it is written; nobody can type it.
MARK = f"data-refdesk-{secrets.token_hex(8)}"


class Link(NamedTuple):
    """A link (``a``) or an image (``img``) of a page, with its address before an engine rewrites it."""

    tag: str
    target: str


class Heading(NamedTuple):
    """A heading of the rendered page."""

    id: str
    text: str


class Rendered(NamedTuple):
    """What a page's HTML holds: its links, every id in order (repeats included), its headings.

    ``texts`` are what its writer typed and readers see: the text of each element, in which a ``GAP``
    (``pages/grammar.py``) stands for code, images and generated parts, and around elements within. Of what is
    generated, only the ids count, and the ``problems`` of what could not be.
    """

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    texts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def named_ids(self) -> dict[str, str]:
        """Return the ids by themselves, and those of headings by their words."""
        return {slug(heading.text): heading.id for heading in self.headings if heading.id} | {
            one: one for one in self.ids
        }


_ADDRESS_OF = {"a": "href", "img": "src"}
_HEADING_LINK = "headerlink"  # what the table of contents puts into headings, so that readers can copy their address
_STASH = "\x02"  # stands for a sign that Python-Markdown has taken out of the text


def read_html(text: str, targets: Sequence[str], other_ids: Sequence[str] = ()) -> Rendered:
    """Return the links, ids and headings of an HTML fragment; marked elements take their address from ``targets``.

    ``other_ids`` are those of generated HTML, which is no part of it.
    """
    links: list[Link] = []
    ids: list[str] = []
    headings: list[Heading] = []
    for element in parse(text).iterdescendants("*"):
        tag, element_id = str(element.tag), element.get("id")
        mark = element.get(MARK, "")
        if element_id:
            ids.append(element_id)
        if mark and tag in _ADDRESS_OF:
            if _HEADING_LINK not in element.get("class", ""):
                links.append(Link(tag, _target(element.get(_ADDRESS_OF[tag], ""), int(mark), targets)))
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            words = str(element.text_content()).replace("¶", "").strip()  # the sign is the link to it
            headings.append(Heading(element_id or "", words))
    return Rendered(tuple(links), (*ids, *other_ids), tuple(headings))


def _target(shown: str, number: int, targets: Sequence[str]) -> str:
    """Return the address with a number, or that in the HTML where Python-Markdown has put a sign back at the end."""
    return targets[number] if number < len(targets) and _STASH not in targets[number] else shown
