"""Footnotes: defined once, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.labels import is_shared, normal, undefined
from refdesk.checks.suspicion import Suspicion
from refdesk.page import Page
from refdesk.probe import Trace
from refdesk.rendered import Rendered

_NOTE_USE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s\[]+)\](?!:)")
_NOTE_AT_MARGIN = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]:", re.MULTILINE)

_NEARLY = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]：", re.MULTILINE)  # reported by itself


def check_page(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Footnotes: used and undefined, defined twice, never used."""
    text = page.scan.masked
    if "[^" not in text:
        return
    first: dict[str, re.Match[str]] = {}
    uses = list(_NOTE_USE.finditer(text, page.body_start))
    used = {normal(match["label"]) for match in uses}
    for match in _NOTE_AT_MARGIN.finditer(text, page.body_start):
        label = normal(match["label"])
        at = match.start("label") - 1
        if label in first:
            line = page.file.place(page.origin(first[label].start("label"))[1]).line
            message = f"the footnote '[^{match['label']}]' is defined already at line {line}"
            yield Suspicion("duplicate-label", at, message, "", match.end(), _is_note)
            continue
        first[label] = match
        if label not in used and not any(i.startswith("fnref") and i.endswith(match["label"]) for i in found.ids):
            message = f"the footnote '[^{match['label']}]' is used nowhere"
            yield Suspicion("unused-label", at, message, "", match.end(), _is_note, is_shared(page, at))
    nearly = {normal(match["label"]) for match in _NEARLY.finditer(text, page.body_start)} if "]：" in text else ()
    for match in uses:
        if normal(match["label"]) not in first and normal(match["label"]) not in nearly:
            yield undefined(
                page, match.start() + 1, f"the footnote '[^{match['label']}]'", match["label"], first, match.start()
            )


def _is_note(trace: Trace, number: int) -> bool:
    return trace.vanished(number) or trace.inside(number, ".footnote")
