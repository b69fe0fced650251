"""Headings: each has words, no level is skipped, and one is of the first level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refdesk.checks.suspicion import Suspicion
from refdesk.pages.page import Page
from refdesk.pages.rendered import Heading, Rendered
from refdesk.probe import Trace
from refdesk.problems.problem import Problem

_HEADING = re.compile(
    r"^[ \t>]*(?P<marks>#{1,6})(?P<text>[^\n]*)$"
    r"|^(?P<over>[^\n]+)\n[ \t>]*(?P<under>=+|-+)[ \t]*$"
    r"|<h(?P<raw>[1-6])\b(?P<html>.*?)(?:</h|\n[ \t]*\n|\Z)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)


_WORDLESS = re.compile(
    r"^(?P<at>[ \t>]*)#{1,6}[ \t]*(?P<end>)(?:#*|\{[#.:][^{}\n]*\})[ \t]*$"
    r"|(?P<raw><h(?P<level>[1-6])\b[^<>]*>)\s*</h(?P=level)\s*>",
    re.MULTILINE | re.IGNORECASE,
)


def check_page(page: Page, found: Rendered) -> Iterator[Problem]:
    """Headings that skip a level, and first-level headings below the first."""
    if next(_heading_slips(found.headings), None) is None:
        return
    places = _heading_places(page, found)
    written = [(heading, place) for heading, place in zip(found.headings, places, strict=True) if place is not None]
    for number, level, message in _heading_slips([heading for heading, _ in written]):
        heading, place = written[number]
        of_block = page.text.startswith("<!--", place)  # its words are written elsewhere
        hint = f"Write {'#' * level} {heading.text}" if heading.text and not of_block else ""
        if hint and page.text.startswith("<", place):
            hint = f"Write <h{level}>{heading.text}</h{level}>"
        yield page.problem("heading-order", place, message, hint)


def wordless(page: Page, found: Rendered, *, strict: bool) -> Iterator[Suspicion]:
    """Headings without a word.

    Where it is not ``strict``, one of the first level may be there so that the theme shows none, and one in HTML for a
    script to fill.
    """
    if all(heading.text and not heading.text.startswith("{") for heading in found.headings):
        return
    for match in _WORDLESS.finditer(page.text, page.body_start):
        raw = match["raw"] is not None
        level = int(match["level"]) if raw else match.group().strip(" \t>").partition(" ")[0].count("#")
        if strict or not (raw or level == 1):
            at = match.start() if raw else match.end("at")
            probe = match.end("raw") if raw else match.end("end")
            message, hint = "this heading has no words", "Write its words, or remove it"
            yield Suspicion("heading-order", at, message, hint, probe, _is_in_heading)


def _is_in_heading(trace: Trace, number: int) -> bool:
    """Whether a probe that stands where the words would came out in a heading."""
    return trace.inside(number, *(f"h{level}" for level in range(1, 7)))


def _heading_slips(headings: Sequence[Heading]) -> Iterator[tuple[int, int, str]]:
    """The number of each heading that is out of order, the level that it may have, and why."""
    level = 0
    has_first = False
    for number, heading in enumerate(headings):
        if level and heading.level > level + 1:
            yield number, level + 1, f"the heading '{heading.text}' goes from level {level} to level {heading.level}"
        elif heading.level == 1 and has_first:
            yield number, 2, f"'{heading.text}' is a second first-level heading"
        has_first = has_first or heading.level == 1
        level = heading.level


def _heading_places(page: Page, found: Rendered) -> list[int | None]:
    """The offset of every rendered heading: the next line of the source that is a heading of its level and words.

    One that is in no line comes from a block; its place is the marker of the block. On a page without markers it comes
    from an extension (or from code that the installed version of one takes for text): not the writer's doing.
    """
    candidates = [
        (_level(match), set(re.findall(r"\w+", page.text[match.start() : match.end()])), _start(page, match))
        for match in _HEADING.finditer(page.scan.masked, page.body_start)
    ]
    at = 0
    places: list[int | None] = []
    fallback = next((marker.start for marker in page.markers()), None)
    for heading in found.headings:
        hit = next((n for n in range(at, len(candidates)) if _reads(candidates[n], heading)), None)
        places.append(fallback if hit is None else candidates[hit][2])
        at = at if hit is None else hit + 1
    return places


def _reads(candidate: tuple[int, set[str], int], heading: Heading) -> bool:
    """Whether a line of the source has the level and at least half of the first words of a heading."""
    words = re.findall(r"\w+", heading.text)[:6]
    return candidate[0] == heading.level and sum(word in candidate[1] for word in words) * 2 >= len(words)


def _level(match: re.Match[str]) -> int:
    if match["marks"]:
        return len(match["marks"])
    if match["under"]:
        return 1 if match["under"][0] == "=" else 2
    return int(match["raw"])


def _start(page: Page, match: re.Match[str]) -> int:
    text = page.scan.masked[match.start() : match.end()]
    return match.start() + len(text) - len(text.lstrip(" \t>"))
