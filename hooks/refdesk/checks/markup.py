"""Markup in a text that knows none: it comes out as it is typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.data.plain_text import REFERENCE
from refdesk.pages.scan import PLAIN_LINK, Scan
from refdesk.rules.links.form import slips_of_form

SIGNS = re.compile(r"[*`<&\[_~=^【［＊｀]")  # one of these stands in all that the rules below are about
_PAIR = (
    r"(?<![A-Za-z0-9*_~=^\\])(?P<mark>\*{1,3}|__?|~~|==|\^\^|＊＊)(?![\s*_~=^＊])"
    r"(?:(?!(?P=mark))[^\n])*(?<![\s*_~=^])(?P=mark)(?![A-Za-z0-9*_~=^])"
)
_HALF = r"(?<![A-Za-z0-9*_\\])(?:\*\*|__)(?=[\w(“\"'])(?!\w*_\w)|(?<=[^\W\d_])\*\*(?![\w*])"
_TAG = (
    r"<(?P<name>[A-Za-z][\w-]*)(?:\s[^<>]*)?>[^<>]*</(?P=name)\s*>|<!--.*?-->"
    r"|</?[A-Za-z][^\s<>]*(?:\s[^<>]*=[^<>]*|\s*/?)>"
)
_WORDS = "Write the words alone"
# What shows as it is typed, each with the signs of which it has one. Most are never compiled.
_MARKUP = (
    ("`｀", r"(`+|｀+)(?![`｀'])(?:[^\n]*?[^`｀\n]\1(?![`｀]))?", "stray-mark", _WORDS),
    ("<", f"(?s:{_TAG})", "malformed-html", _WORDS),
    ("&", r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});", "malformed-html", ""),
    ("*_~=^＊", f"{_PAIR}|{_HALF}", "stray-mark", _WORDS),
)
_LABELLED = r"\[\^[^\[\]\s]+\]|(?<![\w\]!])\[[^\[\]\n@^]*[^\W\d_][^\[\]\n]*\]\[[^\[\]\n@]*\]"
_SHOWN = 40  # signs of what is wrong that a message shows


class Markup(NamedTuple):
    """Markup in a text that knows none: where, and what problem it is."""

    offset: int
    code: str
    message: str
    hint: str


def in_inline(text: str, found: Scan) -> Iterator[Markup]:
    """Markup in a text that may hold references and plain links."""
    spans = [(span.start, span.end) for span in found.spans]
    spans += [match.span() for match in PLAIN_LINK.finditer(found.masked)]
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    if SIGNS.search(text) is None:
        return
    for match in re.compile(_LABELLED).finditer(text) if "][" in text or "[^" in text else ():
        message = f"'{match.group()}' comes out as typed: texts of data define no labels and footnotes"
        yield Markup(match.start(), "undefined-label", message, "Write [text](path), with the path from docs/")
    yield from in_text(text, "texts of data know references and links, no other markup")


def in_plain(text: str, rule: str, elsewhere: str) -> Iterator[Markup]:
    """Markup and references in a plain text."""
    if "[" in text or "【" in text or "［" in text or "term:" in text or "value:" in text:
        for match in REFERENCE.finditer(text):
            yield Markup(match.start(), "wrong-type", f"'{match.group()}' comes out as typed: {rule}", elsewhere)
        text = REFERENCE.sub(_blank, text)
        for form in slips_of_form(text):
            yield Markup(form.start, "wrong-type", f"this link comes out as typed: {rule}", elsewhere)
    yield from in_text(text, rule)


def in_text(text: str, rule: str) -> Iterator[Markup]:
    """Emphasis, code and HTML in a text, each at its beginning."""
    for signs, written, code, hint in _MARKUP:
        if not any(sign in text for sign in signs):
            continue
        pattern = re.compile(written)
        for match in pattern.finditer(text):
            shown = match.group()
            meant = html.unescape(shown) if shown[0] == "&" else ""
            if meant == shown:
                continue  # no name of a sign, as in R&D;
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            yield Markup(match.start(), code, f"'{shown}' comes out as typed: {rule}", hint or f"Write '{meant}'")
        text = pattern.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
