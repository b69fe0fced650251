"""From a link of the rendered page to its places in the source: where its address stands as that of such a link."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.pages.rendered import Link

# What may stand before and behind an address: ](… "title"), ]: …, <…>; in HTML ="…", url(…), and more in a srcset.
_IN_MARKDOWN = r"\]\(\s*<?\s*|\]:[ \t]*\n?[ \t]*<?|<"
_IN_HTML = r"""=\s*["']?\s*|\burl\(\s*["']?|,\s+"""
_BEHIND = r"""(?=[)>"'\s,]|$)"""
_DEFINITION = re.compile(r"[ \t>]*\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*<?")


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
    for match in re.finditer(f"(?:{before})(?P<it>{spelling}){_BEHIND}", text[page.body_start :], re.MULTILINE):
        at = page.body_start + match.start("it")
        if link.raw or _definition(text, at) or text.startswith("!", _opening(text, at)) == (link.tag == "img"):
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


def _definition(text: str, at: int) -> re.Match[str] | None:
    """What stands before an address in the definition of a label, which links and images share."""
    definition = _DEFINITION.match(text, text.rfind("\n", 0, at) + 1)
    return definition if definition is not None and definition.end() == at else None


def _opening(text: str, at: int) -> int:
    """The bracket (or the exclamation mark) that opens the inline link whose address stands at ``at``.

    It is the sign before ``at`` where no bracket does: that of an address in angle brackets.
    """
    bracket = text.rfind("](", 0, at)
    if bracket < 0 or text[bracket + 2 : at].strip(" \t\n<"):
        return at - 1
    depth = 0
    for index in range(bracket, -1, -1):
        sign = text[index]
        if sign not in "[]" or (index and text[index - 1] == "\\"):
            continue
        depth += 1 if sign == "]" else -1
        if depth == 0:
            return index - 1 if index and text[index - 1] == "!" else index
    return bracket
