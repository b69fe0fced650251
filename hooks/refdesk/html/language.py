"""Marks the language of Chinese and pinyin, so that screen readers and browsers treat them as such.

What is made of data is marked where it is made (``with_language``), what writers type in Markdown once it is HTML.
"""

import re

from markupsafe import Markup, escape

from refdesk.html.text import HAN

# A word with a tone mark is pinyin, as are the words beside it that have one.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ"
_SURE = frozenset("āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ")  # no western language that is cited here writes these
_WORD = rf"[A-Za-z{_TONED}ü'’]+"
_PINYIN = re.compile(rf"(?<![A-Za-z])(?=[A-Za-z]*[{_TONED}]){_WORD}(?:[ -](?=[A-Za-z]*[{_TONED}]){_WORD})*")

_TAG = re.compile(r"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S)
_LANG = re.compile(r"\slang\s*=")
_APART = frozenset(
    {"script", "style", "textarea", "title", "option", "svg", "math"}
)  # whose content is no HTML, or is not shown
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "source", "col", "area", "embed", "link", "meta", "track"})


def with_language(text: str) -> Markup:
    """Return the text escaped, with ``lang`` around every run of Chinese and of pinyin; HTML stays as it is."""
    if isinstance(text, Markup):
        return text
    return Markup(_mark(str(escape(text))))  # noqa: S704 - it is escaped, and the marks are ours


def mark_languages(html: str) -> str:
    """Return the HTML with ``lang`` around every run of Chinese (``zh-Hans``) and of pinyin (``zh-Latn-pinyin``).

    The content of an element that has a ``lang`` of its own stays as it is.
    """
    parts: list[str] = []
    at = 0
    apart, depth = "", 0  # the open element whose content stays as it is, and how many of its name are open in it
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        parts += [text if apart else _mark(text), tag.group()]
        at = tag.end()
        name = (tag["name"] or "").lower()
        if not name or name in _VOID or tag["rest"].endswith("/"):
            continue
        if not apart and not tag["close"] and (name in _APART or _LANG.search(tag["rest"])):
            apart, depth = name, 1
        elif name == apart:
            depth += -1 if tag["close"] else 1
            apart = apart if depth else ""
    return "".join([*parts, html[at:] if apart else _mark(html[at:])])


def _mark(text: str) -> str:
    if text.isascii():
        return text
    text = HAN.sub(lambda match: f'<span lang="zh-Hans">{match.group()}</span>', text)
    return text if _SURE.isdisjoint(text) else _PINYIN.sub(_pinyin, text)


def _pinyin(match: re.Match[str]) -> str:
    words = match.group()
    return words if _SURE.isdisjoint(words) else f'<span lang="zh-Latn-pinyin">{words}</span>'
