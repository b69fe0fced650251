"""Marks the language of Chinese and pinyin where text becomes HTML, so that screen readers and browsers know it."""

import re

from markupsafe import Markup, escape

from refdesk.html.text import HAN

# A word with a tone mark is pinyin, as are the words beside it that have one.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ"
_SURE = frozenset("āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ")  # no western language that is cited here writes these
_WORD = rf"[A-Za-z{_TONED}ü'’]+"
_PINYIN = re.compile(rf"(?<![A-Za-z])(?=[A-Za-z]*[{_TONED}]){_WORD}(?:[ -](?=[A-Za-z]*[{_TONED}]){_WORD})*")


def with_language(text: str) -> Markup:
    """Return the text escaped, with ``lang`` around every run of Chinese and of pinyin; HTML stays as it is."""
    html = escape(text)
    if isinstance(text, Markup) or html.isascii():
        return html
    return Markup(mark_languages(str(html)))  # noqa: S704 - it is escaped, and the marks are ours


def mark_languages(text: str) -> str:
    """Return escaped text without tags with ``lang`` around Chinese (``zh-Hans``) and pinyin (``zh-Latn-pinyin``)."""
    if text.isascii():
        return text
    text = HAN.sub(lambda match: f'<span lang="zh-Hans">{match.group()}</span>', text)
    return text if _SURE.isdisjoint(text) else _PINYIN.sub(_pinyin, text)


def _pinyin(match: re.Match[str]) -> str:
    words = match.group()
    return words if _SURE.isdisjoint(words) else f'<span lang="zh-Latn-pinyin">{words}</span>'
