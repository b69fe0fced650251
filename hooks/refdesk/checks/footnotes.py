"""Footnotes: defined once, in words, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.labels import normal, undefined
from refdesk.checks.suspicion import Suspicion
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.probe import Trace

_NOTE_USE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s\[]+)\](?!:)")
_NOTE_AT_MARGIN = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]:", re.MULTILINE)
# The text of a footnote: the line itself, lines right below it, and whatever is indented by four spaces.
_NOTE_TEXT = re.compile(
    r"[^\n]*(?:\n(?:[ \t]*\n)*(?:[ ]{4}|\t)[ \t>]*\S[^\n]*|\n(?![ \t>]*(?:\n|\[\^[^\]\n]+\]:))[^\n]+)*"
)
_BARE = re.compile(r"(?<=\n\n)(?P<at>)\[\^(?P<label>[^\]\s\[]+)\][ \t]+\S")  # at the beginning of a paragraph
_NEARLY = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]：", re.MULTILINE)  # reported by itself


def check_page(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Footnotes: used and undefined, defined twice, empty, never used or by themselves alone."""
    text = page.scan.masked
    if "[^" not in text:
        return
    first: dict[str, re.Match[str]] = {}
    uses = list(_NOTE_USE.finditer(text, page.body_start))
    uses_of: dict[str, list[re.Match[str]]] = {}
    for match in uses:
        uses_of.setdefault(normal(match["label"]), []).append(match)
    for match in _NOTE_AT_MARGIN.finditer(text, page.body_start):
        label = normal(match["label"])
        at = match.start("label") - 1
        if label in first:
            line = page.file.place(first[label].start("label")).line
            message = f"the footnote '[^{match['label']}]' is defined already at line {line}"
            yield Suspicion("duplicate-label", at, message, "", match.end(), _is_note)
            continue
        first[label] = match
        yield from _definition(page, match, uses_of.get(label, []))
        if label not in uses_of and not any(i.startswith("fnref") and i.endswith(match["label"]) for i in found.ids):
            message = f"the footnote '[^{match['label']}]' is used nowhere"
            yield Suspicion("unused-label", at, message, "", match.end(), _is_note)
    nearly = {normal(match["label"]) for match in _NEARLY.finditer(text, page.body_start)} if "]：" in text else ()
    meant = {normal(match["label"]): match for match in _BARE.finditer(text, page.body_start)}
    for match in uses:
        label = normal(match["label"])
        if label in first or label in nearly:
            continue
        what = f"the footnote '[^{match['label']}]'"
        slip = undefined(page, match.start() + 1, what, match["label"], first, match.start())
        if label not in meant or len(uses_of[label]) == 1:
            yield slip
        elif match.start() == meant[label].start("at"):
            yield slip._replace(message=f"{what} lacks its colon", hint=f"Write [^{match['label']}]: and its text")


def _definition(page: Page, match: re.Match[str], uses: list[re.Match[str]]) -> Iterator[Suspicion]:
    """A footnote without words, and one that only its own words lead to."""
    text = _NOTE_TEXT.match(page.text, match.end())
    end = text.end() if text is not None else match.end()
    at = match.start("label") - 1
    if not page.text[match.end() : end].strip(" \t\n>"):
        message = f"the footnote '[^{match['label']}]' says nothing"
        yield Suspicion("undefined-label", at, message, "Write its text behind the colon", match.end(), _is_empty)
    if uses and all(match.end() <= use.start() < end for use in uses):
        message = f"the footnote '[^{match['label']}]' is used by itself alone"
        hint = f"Write [^{match['label']}] in the text that it belongs to, or remove it"
        yield Suspicion("unused-label", at, message, hint, match.end(), _is_note)


def _is_empty(trace: Trace, number: int) -> bool:
    """Whether a probe is all that a footnote holds (behind it stands a sign that leads back)."""
    if not trace.inside(number, ".footnote"):
        return False
    return not (trace.text[number].ahead.strip() or trace.text[number].behind.strip())


def _is_note(trace: Trace, number: int) -> bool:
    return trace.vanished(number) or trace.inside(number, ".footnote")
