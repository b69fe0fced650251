"""Turns text into HTML that Markdown leaves alone."""

import re
from collections.abc import Iterable
from functools import cache

import lxml.etree
import lxml.html

# Besides the special characters of HTML those of Markdown and its extensions.
_SPECIAL = re.compile(r"[&<>\"'`*_\[\]{}|\\$~^=+:#!@]|--+")
WEAK = "rd-weak"  # the class of the word "weak" behind a citation; tables show a sign for it
SIGN_NOTE = "\u2020 rests on weak sources alone"


# A Chinese run: characters, with the punctuation and numbers between them, and quotations that are whole in it.
_HAN_SIGN = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef·…—\d]"
HAN = re.compile(rf"[\u3400-\u9fff\uf900-\ufaff](?:{_HAN_SIGN}|“{_HAN_SIGN}*”|‘{_HAN_SIGN}*’)*")


@cache
def escape(text: str) -> str:
    """Returns the text on one line, escaped for element content and attribute values, so that it is shown as typed."""
    escaped = _SPECIAL.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match.group()), text)
    return " ".join(escaped.split()) if "\n" in escaped else escaped


def slug(text: str) -> str:
    """Returns an id made of a text: lower case letters, digits, hyphens and Chinese characters."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]+", "-", text.lower()).strip("-")


def join(parts: Iterable[str]) -> str:
    """Joins HTML parts on one line, since a blank line would end an HTML block in Markdown."""
    return "".join(parts)


def parse(html: str) -> lxml.html.HtmlElement:
    """Parses an HTML fragment; returns a ``div`` with its elements, which is empty if they cannot be parsed."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return lxml.html.Element("div")
