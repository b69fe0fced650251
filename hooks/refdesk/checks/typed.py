"""Texts of data: what is markup on a page comes out as it is typed.

Text fields know references and plain links, plain fields and cells of a series not even those; none knows emphasis,
code or HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from refdesk.entries import inline_fields, plain_texts
from refdesk.forms import REFERENCE, slips_of_form
from refdesk.models import ENTRY_FILES, SeriesSpec
from refdesk.page import Page
from refdesk.places import field_problem
from refdesk.problems import Problem
from refdesk.scan import PLAIN_LINK, Scan
from refdesk.yaml_file import InlineText, YamlFile, YamlPath

if TYPE_CHECKING:
    from pydantic import BaseModel

    from refdesk.series import Series
    from refdesk.site import Site

_SIGNS = re.compile(r"[*`<&\[_~=^【［＊｀]")  # one of these stands in all that the rules below are about
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
# What shows as it is typed, each with a sign that it cannot be without.
_MARKUP = (
    (re.compile("[`｀]"), re.compile(r"(`+|｀+)(?![`｀'])(?:[^\n]*?[^`｀\n]\1(?![`｀]))?"), "stray-mark", _WORDS),
    (re.compile("<"), re.compile(_TAG, re.DOTALL), "malformed-html", _WORDS),
    (re.compile("&"), re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});"), "malformed-html", ""),
    (re.compile("[*_~=^＊]"), re.compile(f"{_PAIR}|{_HALF}"), "stray-mark", _WORDS),
)
_LABELLED = re.compile(r"\[\^[^\[\]\s]+\]|(?<![\w\]!])\[[^\[\]\n@^]*[^\W\d_][^\[\]\n]*\]\[[^\[\]\n@]*\]")
_PLAIN_FRONT = ("title", "description", "search")
_SHOWN = 40  # signs of what is wrong that a message shows


class Markup(NamedTuple):
    """Markup in a text that knows none: where, and what problem it is."""

    offset: int
    code: str
    message: str
    hint: str


def check_site(site: Site) -> Iterator[Problem]:
    """Markup in the fields of the data, and in the cells of series."""
    library = site.library
    for inline in library.inlines():
        for slip in in_inline(inline.text, site.scan_inline(inline)) if _SIGNS.search(inline.text) else ():
            yield field_problem(inline, slip.offset, slip.code, slip.message, slip.hint)
    for name, file in library.files.items():
        yield from _plain_fields(file.yaml, file.items, ENTRY_FILES[name])
    for series in library.series.values():
        yield from _plain_fields(series.entry.yaml, series.entry.items, SeriesSpec)
        yield from _cells(series)


def check_front(page: Page) -> Iterator[Problem]:
    """Markup in the title and the description of a page, and in the words that lead the search to it."""
    for inline in page.front_texts:
        if inline.path[0] in _PLAIN_FRONT and _SIGNS.search(inline.text):
            rule = f"'{inline.path[0]}' is plain text"
            found = in_text(inline.text, rule)
            if inline.path[0] != "description":  # links in it are followed, as in other fields
                found = in_plain(inline.text, rule, "Write the words alone")
            for slip in found:
                code = "front-matter" if slip.code == "wrong-type" else slip.code
                yield field_problem(inline, slip.offset, code, slip.message, slip.hint)


def _plain_fields(
    yaml: YamlFile, items: tuple[tuple[YamlPath, dict[str, object]], ...], model: type[BaseModel]
) -> Iterator[Problem]:
    for base, item in items:
        for path, text in plain_texts(item, model, base):
            if _SIGNS.search(text) or "term:" in text or "value:" in text:
                name = next(part for part in reversed(path) if isinstance(part, str))
                inline = InlineText(yaml, path, text)
                for slip in in_plain(text, f"'{name}' is plain text", _elsewhere(model)):
                    yield field_problem(inline, slip.offset, slip.code, slip.message, slip.hint)


def _elsewhere(model: type[BaseModel]) -> str:
    """Where a reference can stand in place of a plain field."""
    fields = inline_fields(model)
    return f"References stand in {' or '.join(fields)}" if fields else "Remove the reference"


def _cells(series: Series) -> Iterator[Problem]:
    """Cells of text: the place is that of the cell. A reference in one is told with the other slips of its column."""
    columns = [name for name, column in series.spec.columns.items() if column.unit == "text"]
    for row in series.rows.values():
        for name in columns:
            cell = row[name]
            if _SIGNS.search(cell.text):
                for slip in in_text(cell.text, f"the cells of '{name}' are plain text"):
                    yield Problem(series.csv.file.path, cell.line, cell.column, slip.code, slip.message, slip.hint)


def in_inline(text: str, found: Scan) -> Iterator[Markup]:
    """Markup in a text that may hold references and plain links."""
    spans = [(span.start, span.end) for span in found.spans]
    spans += [match.span() for match in PLAIN_LINK.finditer(found.masked)]
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    if _SIGNS.search(text) is None:
        return
    for match in _LABELLED.finditer(text) if "][" in text or "[^" in text else ():
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
    for sign, pattern, code, hint in _MARKUP:
        if sign.search(text) is None:
            continue
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
