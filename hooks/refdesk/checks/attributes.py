"""Attribute lists: ``{#id .class key="value"}`` behind a heading, or ``{: #id }`` below a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion, before
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem

_HEADING = re.compile(
    r"^[ \t>]*#{1,6}[^\n{}｛｝]*(?P<list>[{｛][ \t]*:?[ \t]*(?P<body>[#＃.][^\n{}｛｝]*)(?P<end>[}｝]?))[ \t]*$",
    re.MULTILINE,
)
_BELOW = re.compile(r"^[ \t>]*(?P<list>\{:?[ \t]*(?P<body>[#.][\w-][^\n{}]*))(?P<end>)$", re.MULTILINE)
_BEHIND = re.compile(r"(?<=[)\]])(?P<list>\{:?[ \t]*(?P<body>(?:[#.][\w-]|[a-z-]+=)[^\n{}]*))(?P<end>)$", re.MULTILINE)
_SOUND = re.compile(r"#[^\s#=\"']+(?:\s+(?:\.[^\s#=\"']+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)))*\s*")
_BARE = re.compile(
    r"^[ \t>]*#{1,6}[ \t][^\n{}]*[ \t]"
    r"(?P<list>\{[ \t]*:?[ \t]*(?:\w[\w-]*(?:[ \t]+\w[\w-]*)*|＃[\w-]+)[ \t]*\}|\{\{[ \t]*[#.][^{}\n]*\}\})[ \t]*$",
    re.MULTILINE,
)
_SWITCHES = frozenset({"data-toc-omit", "hidden", "markdown", "inert"})  # attributes without a value
_HINT = 'Write {#id}, with an id of one word; more is written {#id .class key="value"}'


def check_page(page: Page) -> Iterator[Problem]:
    """Lists behind headings with an id of several words, two ids, or a bare word: some of it is passed over."""
    for match in _HEADING.finditer(page.scan.masked, page.body_start):
        body, closed = match["body"], match["list"].startswith("{") and match["end"] == "}"
        template = body.endswith("#")  # a comment of a template
        if closed and body.startswith("#") and not template and _SOUND.fullmatch(body) is None:
            message = f"the attribute list '{match['list']}' is not well formed"
            yield page.problem("malformed-attributes", match.start("list"), message, _HINT)


def bare(page: Page) -> Iterator[Problem]:
    """Words alone in braces behind a heading: they are read as attributes that HTML does not know."""
    for match in _BARE.finditer(page.scan.masked, page.body_start):
        words = match["list"].strip("{}: \t")
        if words not in _SWITCHES:
            hint = f"Write {{#{words.lstrip('#＃.')}}} or {{.{words.lstrip('#＃.')}}}" if " " not in words else _HINT
            message = f"the attribute list '{match['list']}' gives neither an id nor a class"
            yield page.problem("malformed-attributes", match.start("list"), message, hint)


def left_as_text(page: Page) -> Iterator[Suspicion]:
    """Lists that are never closed, or written with other braces."""
    text = page.scan.masked
    patterns = [_HEADING]
    patterns += [_BELOW] if "{" in text else []
    patterns += [_BEHIND] if "){" in text or "]{" in text else []
    for pattern in patterns:
        for match in pattern.finditer(text, page.body_start):
            opening = match["list"][0]
            if opening == "{" and match["end"] == "}":
                continue
            message = "this attribute list is not closed with } or not opened with {, and comes out as text"
            at = match.start("list")
            yield Suspicion("malformed-attributes", at, message, _HINT, at, before(opening))
