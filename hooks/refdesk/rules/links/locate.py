"""From a link of the rendered page to its places in the source: where its address stands as that of such a link."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.pages.rendered import Link

# What may stand before and behind an address: ](… "title"), ]: …, <…>; in HTML ="…", url(…), and more in a srcset.
_IN_MARKDOWN = r"(?P<inline>\]\(\s*<?\s*)|\]:[ \t]*\n?[ \t]*<?|<"
_IN_HTML = r"""=\s*["']?\s*|\burl\(\s*["']?|,\s+"""
_BEHIND = r"""(?=[)>"'\s,]|$)"""
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*<?\s*")


def targets(page: Page, link: Link) -> list[int]:
    """Where the address of a link stands; the top of the page where it is written nowhere.

    A link that is made from data has no place on the page: its mistakes are reported in the data.
    """
    places = list(_places(page, link))
    if places:
        return places
    return [] if page.scan.spans or page.scan.markers else [page.top]


def _places(page: Page, link: Link) -> Iterator[int]:
    text = page.scan.masked
    before = _IN_HTML if link.raw else _IN_MARKDOWN
    spelling = _spelling(link.target)
    if link.target.startswith("mailto:"):  # which an address in angle brackets does without
        spelling = rf"(?:mailto:)?{_spelling(link.target.removeprefix('mailto:'))}"
    images = {match.end() for match in _IMAGE.finditer(text, page.body_start)}
    pattern = re.compile(f"(?:{before})(?P<it>{spelling}){_BEHIND}", re.MULTILINE)
    for match in pattern.finditer(text, page.body_start):
        at = match.start("it")
        if link.raw or match["inline"] is None or (at in images) == (link.tag == "img"):
            yield at


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
