"""Links that are meant and come out as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.probe import Trace
from refdesk.rules.links.form import slips_of_form, wiki_links


def misshapen(page: Page, *, wiki: bool, strict: bool) -> Iterator[Suspicion]:
    """Links that are meant and come out as text: apart, never closed, the wrong way round, or as in a ``wiki``."""
    forms = list(slips_of_form(page.scan.masked, page.body_start))
    if wiki:
        forms += wiki_links(page.scan.masked, page.body_start, strict=strict)
    for form in forms:
        yield _as_text(page, form.start, form.message, form.hint)


_TEXT = r"(?:[^\[\]\n]|\n(?![ \t]*\n))*+"
_OUTER = re.compile(
    rf"(?<![\\\w\]!])\[(?P<text>{_TEXT}(?:!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])?{_TEXT})*+)\](?:\(|\[\w)"
    r"|<a\s[^<>]*\bhref\b[^<>]*>(?P<raw>(?:(?!</a\s*>)[^\n])*+)</a\s*>",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"(?<![!\\])\[[^\[\]\n]+\](?:\([^()\n]*\)|\[[^\[\]\n]+\])|\[(?:-?@|\^)[^\[\]\n]+\]|<(?:https?://|a\s[^<>]*\bhref\b)[^<>]*>",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\[\]]*\[")  # these or one of the others stand in what is looked for
_TAGS = ("<a", "<A", "<h", "<H")


def nested(page: Page) -> Iterator[Suspicion]:
    """Links, citations and footnotes within the text of a link."""
    text = page.scan.masked
    if not any(tag in text for tag in _TAGS) and _BRACKETS.search(text, page.body_start) is None:
        return
    for match in _OUTER.finditer(text, page.body_start):
        group = "text" if match["raw"] is None else "raw"
        for inner in _INNER.finditer(text, *match.span(group)):
            message = "this link stands within the text of another, where there can be none"
            hint = "End the one before the other begins"
            at = inner.start()
            yield Suspicion("malformed-link", at, message, hint, at, lambda trace, number: trace.inside(number, "a"))


# A reference in the words for an image, in the title of a link or in an attribute: HTML would be put in there.
_REFERENCE = re.compile(r"\[(?:-?@[A-Za-z0-9]|[^\[\]\n]*\]\((?:term|value):)")
_QUOTED = re.compile(r"=[\"'][^\"'<>\n]*\[")
# An image with its title, or the title of a link; within the words for an image stand whole references.
_WITH_WORDS = re.compile(
    r"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\](?:\((?:term|value):[^()\n]*\))?)*\]\([^()\n]*\)"
    r"|(?<=\])\([^\s()\"']+[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*')\)"
)
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>")


def in_attributes(page: Page) -> Iterator[Suspicion]:
    """Citations, terms and values in what is no text but an attribute of an image, a link or an element."""
    text = page.scan.masked
    found: list[re.Match[str]] = []
    if "![" in text or '")' in text or "')" in text:
        found += _WITH_WORDS.finditer(text, page.body_start)
    if ('="' in text or "='" in text) and _QUOTED.search(text, page.body_start) is not None:
        found += _TAG.finditer(text, page.body_start)
    for match in found:
        places = [one.start() for one in _REFERENCE.finditer(text, match.start() + 1, match.end())]
        for at in places:
            code = "malformed-citation" if text.startswith(("[@", "[-@"), at) else "malformed-link"
            message = (
                "this reference stands in the words for an image, in a title or in an attribute,"
                " where there can be none"
            )
            # What the first puts in there ends the attribute: it speaks for those behind it.
            yield Suspicion(code, at, message, "Write it in the text", places[0], Trace.vanished)


_INLINE = re.compile(
    r"(?<![\\\w\]!])!?\[(?P<text>[^\[\]\n]+)\]\([ \t]*<?(?P<target>[^\s()<>]+)>?(?:[ \t]+[\"'][^\n]*?[\"'])?[ \t]*\)"
)


def left_as_text(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Well-formed links that come out as text all the same: Markdown is not read within raw HTML."""
    if "<" not in page.scan.masked:
        return
    known = {suspicion.offset for suspicion in nested(page)}  # of these more is known
    rendered = Counter(link.target for link in found.links)
    matches = list(_INLINE.finditer(page.scan.masked, page.body_start))
    written = Counter(match["target"] for match in matches)
    for match in matches:
        target = match["target"]
        if (
            written[target] > rendered[target]
            and match.start() not in known
            and not target.startswith(("term:", "value:"))
        ):
            message = "this link stands in raw HTML and comes out as text"
            yield _as_text(page, match.start(), message, "Give the HTML element around it the attribute markdown")


def _as_text(page: Page, start: int, message: str, hint: str) -> Suspicion:
    sign = page.text[start : start + 2] if page.text[start] == "!" else page.text[start]
    return Suspicion("malformed-link", start, message, hint, start, lambda trace, number: trace.before(number, sign))
