"""Anchors: a link to a heading or a row names an id of the page it leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING

from refdesk.pages.page import Page
from refdesk.pages.rendered import Link, Rendered
from refdesk.problems.suggest import nearest
from refdesk.rules.links.ids import NUMBERED, explicit
from refdesk.rules.links.verdict import Verdict
from refdesk.site.links import Resolved

if TYPE_CHECKING:
    from refdesk.site.site import Site

_OF_BROWSERS = frozenset({"", "top"})
_OF_THEME = "__"  # its ids begin with two underscores
_BACK = "fnref:"  # the way back of a footnote
_OF_PROGRAMS = ("/", "!")  # an address behind #/ or #! is read by a program on the page, in other houses


class Anchors:
    """The ids of every page, and the headings that carry them.

    ``doubted`` gathers the pages that another page asks for an id that did not come out, ``asked`` the ids that are
    asked of a page of which nothing is known here.
    """

    def __init__(self, rendered: Mapping[str, Rendered], opaque: frozenset[str]) -> None:
        self.rendered = rendered
        self.opaque = opaque
        self.doubted: set[str] = set()
        self.asked: set[tuple[str, str]] = set()
        self._ids: dict[str, frozenset[str]] = {}

    def of(self, uri: str) -> frozenset[str] | None:
        """The ids of a page; None where a plugin may add more, and for files that are no pages."""
        if uri in self.opaque or uri not in self.rendered:
            return None
        if uri not in self._ids:
            self._ids[uri] = frozenset(self.rendered[uri].ids)
        return self._ids[uri]

    def lacks(self, uri: str, fragment: str) -> bool:
        """Whether a link to an id of a page needs a second look: it is not there, or may be there by chance."""
        known = self.of(uri)
        return known is not None and (fragment not in known or NUMBERED.match(fragment) is not None)


def anchor_verdict(
    site: Site, page: Page, target: str, resolved: Resolved, anchors: Anchors, link: Link
) -> Verdict | None:
    """What is wrong with the part of an address behind its #, or None."""
    uri, fragment = resolved.uri, resolved.fragment.partition(":~:")[0]
    if uri is None or fragment in _OF_BROWSERS or fragment.startswith(_OF_THEME) or link.tag == "img":
        return None
    if fragment.startswith(_OF_PROGRAMS) and not site.config.has_data:
        return None
    known = anchors.of(uri)
    if known is None:
        anchors.asked.add((uri, fragment))
        return None
    if fragment in known:
        return _numbered(fragment, anchors.rendered[uri])
    if uri != page.uri:
        anchors.doubted.add(uri)
    if _stands_in_source(site.pages[uri], fragment, anchors.rendered[uri]):
        return None
    if unescape(fragment) in known or _is_back(fragment, known):
        return None
    near = nearest(fragment, known)
    where = "this page" if uri == page.uri else f"'{site.shown(uri)}'"
    hint = f"Did you mean '{target.partition('#')[0]}#{near}'?" if near is not None else ""
    return Verdict("missing-anchor", f"no heading or row '#{fragment}' on {where}", hint)


def _is_back(fragment: str, known: frozenset[str]) -> bool:
    """Whether a footnote leads back to where nothing uses it: that is told of the footnote."""
    return fragment.startswith(_BACK) and f"fn:{fragment.removeprefix(_BACK)}" in known


def _stands_in_source(page: Page, fragment: str, found: Rendered) -> bool:
    """Whether an id that did not come out stands in the source all the same, as an explicit id or as a heading.

    Then something else is amiss (another version of an extension than the site was written for, an open fence), and
    the link is right.
    """
    if explicit(page, fragment):
        return True
    known = {" ".join(heading.text.split()) for heading in found.headings}
    for match in _HEADING.finditer(page.scan.masked, page.body_start):
        text = match["text"].strip().rstrip("#").rstrip()
        if " ".join(text.split()) not in known and fragment in _slugs(text):
            return True
    return False


_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<text>[^\n]+)$", re.MULTILINE)


def _slugs(text: str) -> set[str]:
    """The ids that a heading may get, by the usual settings."""
    from markdown.extensions.toc import slugify, slugify_unicode  # noqa: PLC0415 - only a missing id needs them
    from pymdownx.slugs import slugify as slugify_lower  # type: ignore[import-untyped]  # noqa: PLC0415

    return {slugify(text, "-"), slugify_unicode(text, "-"), slugify_lower(case="lower")(text, "-")}


def _numbered(fragment: str, found: Rendered) -> Verdict | None:
    match = NUMBERED.match(fragment)
    if match is None:
        return None
    headings = {heading.id: heading.text for heading in found.headings}
    text = headings.get(fragment)
    if not text or text != headings.get(match["base"]):
        return None
    message = f"'#{fragment}' was numbered because two headings read '{text}'"
    return Verdict("numbered-anchor", message, "Give the heading an id of its own: ## Heading {#id}")
