"""The messages of a page: each paragraph, heading, list item and table row, as a translator sees
it.
"""

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

# behind a sentence that stands in the language of the site, in each other language
UNTRANSLATED = "（此段尚未译出）"
# The rest of a line that says nothing: a comment, the tag of a box, the rule of a table, blanks.
_SILENT = r"(?:<!--.*-->|</?div\b.*|\|[-:| ]+)?[ \t]*$"
_ITEM = r"(?:[-*+]|\d+[.)])[ \t]"  # "- ", "12. "
_BEGIN = rf"{_ITEM}|#{{1,6}}[ \t]|!!! \w+ \"|\|"  # of an item, a heading, a box, a row
_HEADING = (
    r"#{1,6}[ \t]+(?P<heading>.*?)[ \t]*(?:\{ *#(?P<id>[\w-]+) *\}[ \t]*)?$"  # ## Words { #id }
)
_BOX = r"!!! \w+ \"(?P<box>.*?)\"?[ \t]*$"  # !!! note "Words"
_ROW = r"(?P<row>\|.*?)[ \t]*$"  # | a | b |
# A paragraph, or the text of an item, down to a line that says nothing or begins something else.
_NEXT_LINE = rf"\n[ \t]*(?!{_SILENT}|{_BEGIN})\S.*"
_TEXT = rf"(?:{_ITEM}[ \t]*)?(?P<text>\S.*(?:{_NEXT_LINE})*(?<!\s))"
_MESSAGE = re.compile(rf"^[ \t]*(?!{_SILENT})(?:{_HEADING}|{_BOX}|{_ROW}|{_TEXT})", re.MULTILINE)


class PageMessage(NamedTuple):
    """A message, which stands at ``text[start:end]`` of a page; there, ``id`` is that of a heading
    ('' elsewhere).
    """

    start: int
    end: int
    text: str
    kind: str  # front, heading, box, row, or the text of a paragraph or an item
    id: str = ""


def messages(page: Page) -> Iterator[PageMessage]:
    """Yield the messages of a page in their order, the title and the description of its front
    matter first.
    """
    if page.front is not None:
        for field in ("title", "description"):
            if isinstance(text := page.meta.get(field), str):
                yield PageMessage(*page.front.span((field,)), as_message(text), "front")
    body = page.body_start
    for match in _MESSAGE.finditer(without_code(page.text[body:])):
        kind = next(kind for kind in ("heading", "box", "row", "text") if match[kind] is not None)
        (start, end), own = match.span(kind), ""
        if kind == "heading":
            end, own = match.end(), match["id"] or heading_id(plain_text(match[kind]), "-")
        yield PageMessage(body + start, body + end, as_message(match[kind]), kind, own)


def translated(page: Page, translations: Translations) -> TextFile:
    """Return a page in another language, with the same ids; what has no translation stays, and is
    marked.
    """
    parts: list[str] = []
    at = 0
    for message in messages(page):
        text = translations.of(message.text)
        if text is None:
            text = f"{message.text} {UNTRANSLATED}" if message.kind == "text" else message.text
        if message.kind == "front":
            text = json.dumps(text, ensure_ascii=False)
        parts += [
            page.text[at : message.start],
            text,
            f" {{ #{message.id} }}" if message.id else "",
        ]
        at = message.end
    return TextFile(translations.file.path, "".join([*parts, page.text[at:]]))
