"""Marks of Markdown within raw HTML, where they are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion, before
from refdesk.pages.page import Page

# An element that begins a block and says nothing of Markdown, up to the first end of such an element.
_ELEMENT = re.compile(
    r"^[ ]{0,3}<(?P<tag>div|p|section|article|aside|details|figure|blockquote|center|table|ul|ol|dl|header|footer)\b"
    r"(?![^<>]*\bmarkdown\b)[^<>]*>(?P<body>.*?)</(?P=tag)\s*>",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_STRONG = re.compile(r"(?<![\\*\w])\*\*(?=[^\s*])[^*\n<>]*[^\s*]\*\*(?![*\w])")


def check_page(page: Page) -> Iterator[Suspicion]:
    """Strong emphasis in an element whose content is HTML alone: it comes out with its asterisks."""
    text = page.scan.masked
    if "**" not in text or "</" not in text:
        return
    for element in _ELEMENT.finditer(text, page.body_start):
        for match in _STRONG.finditer(text, *element.span("body")):
            message = "this emphasis stands in raw HTML and comes out as it is typed"
            hint = f"Write <strong>{match.group().strip('*')}</strong>, or give the element the attribute markdown"
            yield Suspicion("stray-mark", match.start(), message, hint, match.start(), before("**"))
