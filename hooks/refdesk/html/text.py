"""Text into HTML that survives inside Markdown."""

import re
from collections.abc import Iterable
from functools import cache

import lxml.etree
import lxml.html

# Besides HTML's own signs, every sign that Markdown or one of its extensions could take for its own.
_SPECIAL = re.compile(r"[&<>\"'`*_\[\]{}|\\$~^=+:#!@]|--+")
MARK = "data-refdesk"  # numbers the elements whose address is known as it was written
WEAK = "rd-weak"  # the class of the word "weak" behind a citation; tables show a sign for it
SIGN_NOTE = "\u2020 rests on weak sources alone"


# A Chinese run: characters, with the punctuation and numbers between them, and quotations that are whole in it.
_HAN_SIGN = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef·…—\d]"
HAN = re.compile(rf"[\u3400-\u9fff\uf900-\ufaff](?:{_HAN_SIGN}|“{_HAN_SIGN}*”|‘{_HAN_SIGN}*’)*")


@cache
def escape(text: str) -> str:
    """The text as typed, for element content and attribute values alike, on one line."""
    escaped = _SPECIAL.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match.group()), text)
    return " ".join(escaped.split()) if "\n" in escaped else escaped


def address(url: str) -> str:
    """An address for an attribute value."""
    return escape(url)


def mark_chinese(html: str) -> str:
    """The HTML, free of tags, with every Chinese run marked as simplified Chinese."""
    return HAN.sub(lambda match: f'<span lang="zh-Hans">{match.group()}</span>', html)


def with_language(text: str) -> str:
    """The escaped text, with every Chinese run marked."""
    return mark_chinese(escape(text))


def slug(text: str) -> str:
    """A stable id: letters, digits and hyphens in lower case; Chinese characters stay."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]+", "-", text.lower()).strip("-")


def join(parts: Iterable[str]) -> str:
    """HTML parts on one line: a blank line would end an HTML block in Markdown."""
    return "".join(parts)


def parse(html: str) -> lxml.html.HtmlElement:
    """The elements of an HTML fragment, in an element that is empty where they cannot be read."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return lxml.html.Element("div")
