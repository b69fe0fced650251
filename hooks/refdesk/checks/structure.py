"""The form of a page: headings in order, bodies indented, tables even, labels defined once and used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from refdesk.page import Page
from refdesk.problems import Problem
from refdesk.render import Rendered
from refdesk.site import Site
from refdesk.suggest import nearest

_DEFINITION = re.compile(r"^(?P<indent>[ ]{0,3})\[(?P<label>[^\]\n]+)\]:[ \t]*(?P<target>\S*)", re.M)
_FOOTNOTE_USE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s]+)\](?!:)")
_FULL_REFERENCE = re.compile(r"(?<![\\!])\[(?P<text>(?:[^\[\]\\]|\\.)+)\][ ]?\[(?P<label>[^\[\]\n]*)\](?![(:])")
_CONTAINER = re.compile(r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S")


def check(site: Site) -> Iterator[Problem]:
    """What the source text alone shows."""
    for page in site.pages.values():
        yield from _labels(page, footnotes="footnotes" in " ".join(site.config.extensions))
        if {"admonition", "pymdownx.details", "pymdownx.tabbed", "material.extensions"} & set(site.config.extensions):
            yield from _bodies(page)
        yield from _tables(page)


def check_rendered(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """What only the rendered page shows: the order of its headings, on sites of this house."""
    for uri, found in rendered.items():
        page = site.pages.get(uri)
        if page is not None and found.headings:
            yield from _headings(page, found)


def _headings(page: Page, found: Rendered) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    level = 0
    firsts = 0
    for heading in found.headings:
        nth = seen[heading.text] = seen.get(heading.text, 0) + 1
        firsts += heading.level == 1
        if level and heading.level > level + 1:
            message = f"the heading '{heading.text}' goes from level {level} to level {heading.level}"
            yield page.problem("heading-order", _heading_offset(page, heading.level, heading.text, nth), message)
        elif heading.level == 1 and firsts > 1:
            message = f"'{heading.text}' is a second first-level heading"
            yield page.problem("heading-order", _heading_offset(page, 1, heading.text, nth), message)
        level = heading.level


def _heading_offset(page: Page, level: int, text: str, nth: int) -> int:
    words = re.findall(r"\w+", text)
    places: list[int] = []
    for match in re.finditer(
        r"^[ \t]*(?P<marks>#{1,6})[ \t]*(?P<text>[^\n]*)$|<h(?P<raw>[1-6])\b[^\n]*", page.scan.masked, re.M
    ):
        found = len(match["marks"]) if match["marks"] else int(match["raw"])
        line = page.file.text[match.start() : match.end()]
        if found == level and all(word in line for word in words[:4]):
            places.append(match.start("marks") if match["marks"] else match.start())
    if not places:
        return page.body_start
    return places[min(nth, len(places)) - 1]


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def _labels(page: Page, *, footnotes: bool) -> Iterator[Problem]:
    text = page.scan.masked
    definitions: dict[str, re.Match[str]] = {}
    for match in _DEFINITION.finditer(text, page.body_start):
        label = _normal(match["label"])
        is_note = label.startswith("^")
        if label.startswith("*") or (is_note and not footnotes) or (not is_note and not _is_target(match["target"])):
            continue
        if label in definitions:
            first = page.file.place(definitions[label].start("label")).line
            what = "footnote" if is_note else "link label"
            yield page.problem(
                "duplicate-label",
                match.start("label"),
                f"the {what} '{match['label']}' is defined already at line {first}",
            )
        else:
            definitions[label] = match
    used: set[str] = set()
    if footnotes:
        for match in _FOOTNOTE_USE.finditer(text, page.body_start):
            label = "^" + _normal(match["label"])
            used.add(label)
            if label not in definitions:
                yield _undefined(page, match.start(), f"the footnote '[^{match['label']}]'", label, definitions)
    for match in _FULL_REFERENCE.finditer(text, page.body_start):
        label = _normal(match["label"] or match["text"])
        if label.startswith(("^", "@")) or match["text"].startswith(("^", "@", "!")):
            continue
        used.add(label)
        if label not in definitions and match["label"] and _looks_like_label(match):
            yield _undefined(page, match.start("label"), f"the link label '{match['label']}'", label, definitions)
    plain = re.sub(r"^[ ]{0,3}\[[^\]\n]+\]:", lambda m: " " * len(m.group()), text, flags=re.M)
    for match in re.finditer(r"\[(?P<label>[^\[\]]+)\]", plain):
        used.add(_normal(match["label"]))
    for label, match in definitions.items():
        if label not in used:
            what = "footnote" if label.startswith("^") else "link label"
            yield page.problem("unused-label", match.start("label"), f"the {what} '{match['label']}' is used nowhere")


def _looks_like_label(match: re.Match[str]) -> bool:
    """Whether two pairs of brackets are meant as a link: side by side, they are also how programs index."""
    return (
        bool(re.search(r"[^\W\d_]", match["label"]))
        and len(match["text"]) > 1
        and not re.fullmatch(r"[\w.]*", match["text"] + match["label"])
    ) or " " in match["text"]


def _is_target(target: str) -> bool:
    return bool(target)


def _undefined(page: Page, offset: int, what: str, label: str, known: Mapping[str, object]) -> Problem:
    near = nearest(label, [name for name in known if name.startswith("^") == label.startswith("^")])
    hint = f"Did you mean '{near}'?" if near is not None else ""
    return page.problem("undefined-label", offset, f"{what} is defined nowhere", hint)


def _bodies(page: Page) -> Iterator[Problem]:
    """Admonitions, details and tabs whose next line of text is not indented under them."""
    lines = page.scan.masked[page.body_start :].split("\n")
    at = page.body_start
    for number, line in enumerate(lines):
        match = _CONTAINER.match(line)
        if match is not None:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            blank_between = not following.strip()
            rest = [item for item in lines[number + 1 :] if item.strip()] if blank_between else [following]
            body = rest[0] if rest else ""
            indent = len(match["indent"].expandtabs(4))
            inner = len(body.expandtabs(4)) - len(body.expandtabs(4).lstrip())
            titled_only = '""' not in line and not blank_between
            if body.strip() and inner < indent + 4 and titled_only and not _CONTAINER.match(body):
                offset = at + len(line) + 1 + (len(body) - len(body.lstrip()))
                message = "this line is meant as the body of the block above and is not indented by four spaces"
                yield page.problem("unindented-body", offset, message)
        at += len(line) + 1


_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def _cells(line: str) -> int:
    stripped = line.strip()
    inner = re.sub(r"\\\|", "  ", stripped)
    inner = inner.removeprefix("|")
    inner = inner.removesuffix("|")
    return inner.count("|") + 1


def _tables(page: Page) -> Iterator[Problem]:
    lines = page.scan.masked[page.body_start :].split("\n")
    source = page.file.text[page.body_start :].split("\n")
    starts = [page.body_start]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    number = 1
    while number < len(lines):
        head, rule = lines[number - 1], lines[number]
        if (
            "|" not in rule
            or not _RULE.match(rule)
            or "|" not in head
            or not head.strip()
            or _cells(head) != _cells(rule)
        ):
            number += 1
            continue
        wanted = _cells(head)
        number += 1
        while number < len(lines) and lines[number].strip():
            line = lines[number]
            if "|" not in line and "|" not in source[number]:
                break
            found = _cells(line)
            if found != wanted:
                offset = starts[number] + len(line) - len(line.lstrip())
                message = f"this row has {found} cells, the head of the table has {wanted}"
                hint = "A | inside a cell is written \\|" if found > wanted else ""
                yield page.problem("ragged-table", offset, message, hint)
            number += 1
        number += 1
