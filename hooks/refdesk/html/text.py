"""Text as HTML: its elements and ids; Chinese and pinyin are marked, so that screen readers and
browsers know them.
"""

import re

import lxml.etree
import lxml.html
from markupsafe import Markup, escape

# A Chinese run: characters, with the punctuation and numbers between them, and quotations that are
# whole in it.
_HAN_SIGN = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef·…—\d]"
_OF_NUMBER = r"(?<=\d)(?:[.,](?=\d)|%)"  # in 66.3% between characters
_HAN_WORD = (
    r"[\u3400-\u9fff\uf900-\ufaff]"
    rf"(?:{_HAN_SIGN}|{_OF_NUMBER}|“{_HAN_SIGN}*”|‘{_HAN_SIGN}*’)*"
)
HAN = re.compile(rf"[《〈「『【（]*{_HAN_WORD}")  # a sign that opens a title belongs to it
# A word with a tone mark is pinyin, as are the words beside it that have one.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ"
_SURE = frozenset("āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ")  # no western language that is cited here writes these
_WORD = rf"[A-Za-z{_TONED}ü'’]+"
_PINYIN = re.compile(
    rf"(?<![A-Za-z])(?=[A-Za-z]*[{_TONED}]){_WORD}(?:[ "
    rf"-](?=[A-Za-z]*[{_TONED}]){_WORD})*"
)
# All elements are of one class: lxml would ask for that of each, whenever it is looked at.
_PARSER = lxml.etree.HTMLParser(remove_comments=True, remove_pis=True)
_PARSER.set_element_class_lookup(
    lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
)


def slug(text: str) -> str:
    """Return an id made of a text: lower case letters, digits, hyphens and Chinese characters."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]+", "-", text.lower()).strip("-")


def parse(html: str) -> lxml.html.HtmlElement:
    """Return a ``div`` with the elements of an HTML fragment, which is empty if they cannot be
    parsed.
    """
    try:
        body: lxml.html.HtmlElement = lxml.etree.fromstring(
            f"<html><body>{html}</body></html>", _PARSER
        ).find("body")
    except (lxml.etree.LxmlError, ValueError):
        return lxml.html.Element("div")
    body.tag = "div"
    return body


def with_language(text: str) -> Markup:
    """Return the text escaped, with ``lang`` around every run of Chinese and of pinyin; HTML stays
    as it is.
    """
    if isinstance(text, Markup):
        return text
    html = escape(text)
    return html if html.isascii() else Markup(mark_languages(str(html)))  # noqa: S704 - the marks are ours


def mark_languages(text: str) -> str:
    """Return escaped text without tags with ``lang`` around Chinese (``zh-Hans``) and pinyin
    (``zh-Latn-pinyin``).
    """
    if text.isascii():
        return text
    text = HAN.sub(lambda match: f'<span lang="zh-Hans">{match.group()}</span>', text)
    return text if _SURE.isdisjoint(text) else _PINYIN.sub(_pinyin, text)


def _pinyin(match: re.Match[str]) -> str:
    words = match.group()
    return words if _SURE.isdisjoint(words) else f'<span lang="zh-Latn-pinyin">{words}</span>'
