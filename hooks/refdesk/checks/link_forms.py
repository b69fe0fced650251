"""Links that are meant and come out as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion
from refdesk.forms import slips_of_form
from refdesk.page import Page
from refdesk.rendered import Rendered


def misshapen(page: Page) -> Iterator[Suspicion]:
    """Links that are meant and come out as text: apart, never closed, the wrong way round."""
    for form in slips_of_form(page.scan.masked, page.body_start):
        yield _as_text(page, form.start, form.message, form.hint)


_INLINE = re.compile(
    r"(?<![\\\w\]!])!?\[(?P<text>[^\[\]\n]+)\]\([ \t]*<?(?P<target>[^\s()<>]+)>?(?:[ \t]+[\"'][^\n]*?[\"'])?[ \t]*\)"
)


def left_as_text(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Well-formed links that come out as text all the same: Markdown is not read within raw HTML."""
    if "<" not in page.text:
        return
    rendered = Counter(link.target for link in found.links)
    matches = list(_INLINE.finditer(page.scan.masked, page.body_start))
    written = Counter(match["target"] for match in matches)
    for match in matches:
        target = match["target"]
        if written[target] > rendered[target] and not target.startswith(("term:", "value:")):
            message = "this link stands in raw HTML and comes out as text"
            yield _as_text(page, match.start(), message, "Give the HTML element around it the attribute markdown")


def _as_text(page: Page, start: int, message: str, hint: str) -> Suspicion:
    sign = page.text[start : start + 2] if page.text[start] == "!" else page.text[start]
    return Suspicion("malformed-link", start, message, hint, start, lambda trace, number: trace.before(number, sign))
