"""The messages of a page: each paragraph, heading, list item and table row, as a translator sees it."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.files.catalog import Translations, as_message
from refdesk.files.mkdocs_yml import heading_id
from refdesk.files.references import plain_text
from refdesk.files.text import TextFile
from refdesk.pages.page import Page
from refdesk.pages.scan import without_code

UNTRANSLATED = "（此段尚未译出）"  # behind a sentence that stands in the language of the site, in each other language
# What stands before and behind the message of a line: signs of a heading, an item, a box, a row.
_LINE = re.compile(
    r"(?P<lead>[ \t]*(?:(?P<sign>#{1,6}|[-*+]|\d+[.)])[ \t]+|(?P<box>!!! \w+ \")|(?P<row>(?=\|)))?)"
    r"(?P<text>.*?)(?P<tail>[ \t]*(?:\{ *#(?P<id>[\w-]+) *\}|\")?[ \t]*)"
)
_NONE = re.compile(r"[ \t]*(?:<!--.*-->|</?div\b.*|\|[-:| ]+)?[ \t]*")  # a line that says nothing


class PageMessage(NamedTuple):
    """A message, which stands at ``text[start:end]`` of a page; there, ``id`` is that of a heading ('' elsewhere)."""

    start: int
    end: int
    text: str
    kind: str  # front, heading, box, row, item or paragraph
    id: str = ""


def messages(page: Page) -> Iterator[PageMessage]:
    """Yield the messages of a page in their order, the title and the description of its front matter first."""
    if page.front is not None:
        for field in ("title", "description"):
            if isinstance(text := page.meta.get(field), str):
                yield PageMessage(*page.front.span((field,)), as_message(text), "front")
    at = page.body_start
    begun: tuple[int, str] | None = None  # where a paragraph or an item begins, and which it is
    for line in without_code(page.text[at:]).split("\n"):
        match = _LINE.fullmatch(line)
        kind = _kind(match) if match is not None else "paragraph"
        is_nothing = match is None or _NONE.fullmatch(line) is not None
        if begun is not None and (is_nothing or kind != "paragraph"):
            yield _message(page, begun[0], at - 1, begun[1])
            begun = None
        if match is not None and not is_nothing:
            start, end = at + match.start("text"), at + match.end("text")
            if kind == "heading":
                own = match["id"] or heading_id(plain_text(match["text"]), "-")
                yield PageMessage(start, at + len(line), as_message(match["text"]), kind, own)
            elif kind in {"box", "row"}:
                yield PageMessage(start, end, as_message(match["text"]), kind)
            elif begun is None:
                begun = start, kind
        at += len(line) + 1
    if begun is not None:
        yield _message(page, begun[0], len(page.text), begun[1])


def _kind(match: re.Match[str]) -> str:
    if match["sign"]:
        return "heading" if match["sign"].startswith("#") else "item"
    return next((kind for kind in ("box", "row") if match[kind] is not None), "paragraph")


def _message(page: Page, start: int, end: int, kind: str) -> PageMessage:
    text = page.text[start:end].rstrip()
    return PageMessage(start, start + len(text), as_message(text), kind)


def translated(page: Page, translations: Translations) -> TextFile:
    """Return a page in another language, with the same ids; what has no translation stays, and is marked."""
    parts: list[str] = []
    at = 0
    for message in messages(page):
        text = translations.of(message.text)
        if text is None:
            text = f"{message.text} {UNTRANSLATED}" if message.kind in {"paragraph", "item"} else message.text
        if message.kind == "front":
            text = json.dumps(text, ensure_ascii=False)
        parts += [page.text[at : message.start], text, f" {{ #{message.id} }}" if message.id else ""]
        at = message.end
    return TextFile(translations.file.path, "".join([*parts, page.text[at:]]))
