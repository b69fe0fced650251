"""Attributes that name an id: each names one that the page has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from refdesk.checks.suspicion import Suspicion
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.probe import Trace
from refdesk.problems.suggest import misspelled, nearest

# Stands in what is looked for.
_SIGN = re.compile(r"\b(?:for|headers|list|usemap)\s*=|\baria-|<use\s|\burl\(#", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>")
_NAMED = re.compile(
    r"\s(?P<name>for|headers|list|usemap"
    r"|aria-(?:labelledby|describedby|controls|owns|details|flowto|activedescendant|errormessage))"
    r"\s*=\s*(?P<quote>[\"'])(?P<ids>[^\"']*)(?P=quote)",
    re.IGNORECASE,
)
_USED = re.compile(r"<use\s(?:[^<>]*\s)?(?:xlink:)?(?P<name>href)\s*=\s*[\"'](?P<ids>#[^\"'\s]+)[\"']", re.IGNORECASE)
_DRAWN = re.compile(r"(?P<name>[\w-]+)\s*[=:]\s*[\"']?\s*url\((?P<ids>#[^()\s\"']+)\)")
_MAP = re.compile(r"<map\s(?:[^<>]*\s)?name\s*=\s*[\"']?(?P<name>[^\s\"'<>]+)", re.IGNORECASE)


def check_page(page: Page, found: Rendered, *, strict: bool) -> Iterator[Suspicion]:
    """Labels, descriptions, cells of tables and parts of drawings that are sought in vain.

    Where it is not ``strict``, a script or the theme may add what is missing: there, only what is nearly an id of the
    page is one misspelled.
    """
    text = page.text
    # What is masked is comments, code and drawings; of these, drawings alone hold what is looked for.
    if ("<" not in page.scan.masked and "<svg" not in text) or _SIGN.search(text, page.body_start) is None:
        return
    known = set(found.ids)
    maps = {match["name"] for match in _MAP.finditer(text, page.body_start)}
    for tag in _TAG.finditer(text, page.body_start):
        for pattern in (_NAMED, _USED, _DRAWN):
            for match in pattern.finditer(text, tag.start(), tag.end()):
                ids = maps if match["name"].lower() == "usemap" else known
                yield from _missing(match, tag.start(), ids, strict=strict)


def _missing(match: re.Match[str], start: int, ids: Set[str], *, strict: bool) -> Iterator[Suspicion]:
    """The ids in one attribute that are not there."""
    for one in re.finditer(r"\S+", match["ids"]):
        wanted = one.group().removeprefix("#")
        if not wanted or wanted in ids or wanted.startswith("__"):
            continue  # the theme's own ids begin with two underscores
        near = nearest(wanted, sorted(ids)) if strict else _nearly(wanted, sorted(ids))
        if not strict and near is None:
            continue
        message = f"'{match['name']}' names '{wanted}', which is no id on this page"
        hint = f"Did you mean '{near}'?" if near is not None else f'Give what is meant the attribute id="{wanted}"'
        at = match.start("ids") + one.end() - len(wanted)
        yield Suspicion("missing-anchor", at, message, hint, start, _is_tag)


def _nearly(wanted: str, ids: list[str]) -> str | None:
    """The id that differs in capitals or by a letter or two."""
    return next((one for one in ids if one.casefold() == wanted.casefold()), None) or misspelled(wanted, ids)


def _is_tag(trace: Trace, number: int) -> bool:
    """Whether a probe before a tag came out in text or in a drawing, and the tag did not come out as text."""
    around = trace.code.get(number, frozenset())
    in_drawing = "svg" in around and around.isdisjoint({"code", "pre"})
    return in_drawing or (number in trace.text and not trace.before(number, "<"))
