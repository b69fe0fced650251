"""Marks the language of Chinese and pinyin in a finished page, so that they are spoken and shaped as what they are.

Data are marked where they become HTML (``html.with_language``); this is for the text that writers type in Markdown.
"""

from __future__ import annotations

import functools
import re

from refdesk.html.text import han

# A syllable with a tone mark makes a word pinyin; the words around it, written alike, go with it.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ"
_SURE = "āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ"  # no western language that is cited here writes these
_WORD = rf"[A-Za-z{_TONED}ü'’]+"
_PINYIN = re.compile(rf"(?<![A-Za-z])(?=[A-Za-z]*[{_TONED}]){_WORD}(?:[ -](?=[A-Za-z]*[{_TONED}]){_WORD})*")

_TAG = re.compile(r"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S)
_LANG = re.compile(r"\slang\s*=")
_APART = frozenset({"script", "style", "textarea", "title", "option", "svg", "math"})  # hold no elements, or their own
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "source", "col", "area", "embed", "link", "meta", "track"})

# Long pages hold few signs in question, and most of them are marked already. So tags are not read one by one: from the
# bracket before it, a search leaps to the next sign that is not directly in a mark made from data ...
_SIGN = f"\u3400-\u9fff\uf900-\ufaff{_SURE}"
_FOUND = re.compile(f'[<>](?<!<span lang="zh-Hans">)[^<>{_SIGN}]*+[{_SIGN}]')
# ... and from one part to the next in which nothing is to be marked, or that may deceive the search: an element that
# names its language (except for such marks), one that stands apart, a comment, a bracket in an attribute.
_LEFT_ALONE = re.compile(
    r'lang(?<=\slang)\s*=(?!(?<=<span lang=)"zh-Hans">[^<>]*+</span>)'
    rf"|<(?:!--|(?i:{'|'.join(sorted(_APART))})\b)"
    r"""|=(?="[^"<>]*+[<>]|'[^'<>]*+[<>])"""
)


def mark_languages(html: str) -> str:
    """The HTML with every Chinese run as ``zh-Hans`` and every pinyin run as ``zh-Latn-pinyin``.

    What stands in an element that names its language is left as it is.
    """
    at = copied = _next_tag(html, 0)
    parts = [_mark(html[:at])]
    found = _FOUND.search(html, at)
    apart = _LEFT_ALONE.search(html, at) if found is not None else None
    while found is not None:
        if apart is not None and apart.start() < at:
            apart = _LEFT_ALONE.search(html, at)
        elif apart is not None and apart.start() < found.end():
            at = _behind(html, apart) or at
            apart = _LEFT_ALONE.search(html, max(at, apart.end()))
        elif (tag := _TAG.match(html, found.start())) is not None:  # the sign is in an attribute
            at = _end(html, tag)
        else:
            start, at = found.start() + 1, _next_tag(html, found.end())
            parts += [html[copied:start], _mark(html[start:at])]
            copied = at
        if found.start() < at - 1:
            found = _FOUND.search(html, at - 1)
    parts.append(html[copied:])
    return "".join(parts)


def _next_tag(html: str, at: int) -> int:
    """Where the next tag or comment begins."""
    at = html.find("<", at)
    while at >= 0 and _TAG.match(html, at) is None:
        at = html.find("<", at + 1)
    return at if at >= 0 else len(html)


def _behind(html: str, apart: re.Match[str]) -> int:
    """The end of the part that a match stands for; 0 where it is text that only looks like one."""
    start = html.rfind("<", 0, apart.start() + 1)
    tag = _TAG.match(html, start) if start >= 0 else None
    return _end(html, tag) if tag is not None and tag.end() > apart.start() else 0


def _end(html: str, tag: re.Match[str]) -> int:
    """The end of a tag; where it opens an element in which nothing is to be marked, that of the element."""
    name = (tag["name"] or "").lower()
    if not name or tag["close"] or name in _VOID or tag["rest"].endswith("/"):
        return tag.end()
    if name not in _APART and not _LANG.search(tag["rest"]):
        return tag.end()
    depth = 1
    for other in _tags(name).finditer(html, tag.end()):
        if other["close"] is not None and not other["rest"].endswith("/"):
            depth += -1 if other["close"] else 1
            if not depth:
                return other.end()
    return len(html)


@functools.cache
def _tags(name: str) -> re.Pattern[str]:
    """The tags of one name, and comments."""
    pattern = rf"<!--.*?-->|<(?P<close>/?){name}(?![\w-])(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    return re.compile(pattern, re.DOTALL | re.IGNORECASE)


def _mark(text: str) -> str:
    if text.isascii():
        return text
    text = han().sub(lambda match: f'<span lang="zh-Hans">{match.group()}</span>', text)
    return _PINYIN.sub(_pinyin, text) if any(sign in text for sign in _SURE) else text


def _pinyin(match: re.Match[str]) -> str:
    words = match.group()
    if not any(sign in words for sign in _SURE):
        return words
    return f'<span lang="zh-Latn-pinyin">{words}</span>'
