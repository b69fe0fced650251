"""Links that are meant and are none: apart from their target, never closed, the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PATH = (
    r"(?:[^()\[\]\s]*\.(?:md|markdown|html?|png|svg|jpe?g|gif|webp|pdf|csv)(?:#[^()\[\]\s]*)?"
    r"|#[\w-]+|https?://[^()\[\]\s]+)"
)
_ANY = rf"(?:{_PATH}|(?:term|value):[^()\[\]\s]+)"
_APART = rf"(?<![\\\w\]])!?\[(?P<text>[^\[\]\n@^][^\[\]\n]*)\][ \t]+\((?P<target>{_ANY})\)"
# Those that are closed on the same line, with no parenthesis between, are passed over at once. The bracket comes first:
# a search leaps from one to the next.
_BEGUN = re.compile(r"\[(?<![\\\w\]]\[)(?P<text>[^\[\]\n]+)\]\([ \t]*(?P<target>[^\s()<>（）]++)(?![^()\n]*\))")
_REVERSED = rf"(?<![\\\w\])])\((?P<text>[^()\n]+)\)\[(?P<target>{_ANY})\](?![(\[:])"
_HALF = (
    r"(?<![\\\w\]])\[(?P<text>[^\[\]【】［］〔〕〖〗「」『』\n()@^]*[^\W\d_][^\[\]【】［］〔〕〖〗「」『』\n()]*)"
    rf"\((?P<target>{_ANY})\)(?![^\[\n]*\])"
)
_DOUBLE = rf"(?<![\\\w\]\[])\[(?P<text>[^\[\]\n]+)\]\]\((?P<target>{_PATH})\)"
_WIDE = (
    r"(?<![\\\w\]])!?(?:[\[［【〔〖](?P<text>[^\[\]【】［］〔〕〖〗「」『』\n]+)[\]］】〕〗」』][(（]"
    r"|[「『](?P<quoted>[^\[\]【】［］「」『』\n]+)[」』\]]\((?!https?:))"
    rf"(?P<target>{_PATH.replace('()', '()（）')}|(?:term|value)[:：][^\s()（）]+)[)）]"
)
_WIDE_IMAGE = r"！\[(?P<text>[^\[\]\n]+)\]\((?P<target>[^()\s]+\.(?:png|svg|jpe?g|gif|webp))\)"
_SPACED = (
    r"(?<![^\s>])![ \t]+\[(?P<text>[^\[\]\n]+)\]"
    r"\((?P<target>[^()\s]+\.(?:png|svg|jpe?g|gif|webp))\)"
)
# A path in other brackets, behind a colon, a backslash or the end of a line.
_PARTED = (
    rf"(?<![\\\w\]])!?\[(?P<text>[^\[\]\n@^][^\[\]\n]*)\]"
    rf"(?:(?::|\n)\((?P<target>{_ANY})\)|\\\((?P<escaped>{_ANY})\)|\{{(?P<braced>(?!#){_ANY})\}})"
)
_ESCAPED = rf"(?<![\\\w\]])!?\[(?P<text>[^\[\]\n]+)\\\]\((?P<target>{_PATH})\)"
# A page in two pairs of brackets, as wikis write it; programs index so as well.
_WIKI = re.compile(
    r"(?<![\w\]\)\\\[!])\[\[(?P<page>(?!\s)[^\[\]\n|]*[^\W\d_][^\[\]\n|]*?)(?<!\s)(?:\|(?P<text>[^\[\]\n]+))?\]\](?![\[(])"
)
_WIKI_TEXT = "a link is written [text](path): this page knows no [[page]]"
# Each with a sign that it cannot be without, which is found sooner. Most are never compiled.
_MISTYPED = (
    (re.compile(r"\[[^\[\]\n()]+\("), _HALF, "the text of this link is never closed"),
    (re.compile(r"\]\]\("), _DOUBLE, "a bracket too many stands behind the text of this link"),
    (
        re.compile("[（【［】］〔〕〖〗「」『』]"),
        _WIDE,
        "a link is written with the brackets [] and () of Latin text",
    ),
    (re.compile(r"![ \t]+\["), _SPACED, "a space stands between ! and the text of this image"),
    (re.compile(r"！\["), _WIDE_IMAGE, "the sign before this image is ！ of Chinese text, not !"),
    (
        re.compile(r"\](?:[:\n]\(|\\\(|\{(?!#))"),
        _PARTED,
        "text and target of this link are parted, or the target is in other brackets",
    ),
    (
        re.compile(r"\\\]\("),
        _ESCAPED,
        "the text of this link is never closed: a backslash stands before its bracket",
    ),
)
_ANGLED = rf"(?<![\\\w(<])<(?P<target>\.{{1,2}}/{_PATH})>"
_LONGEST = 1000  # signs of a target with its title
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")


class Form(NamedTuple):
    """What looks like a link and is not written as one, with the offset at which it begins."""

    start: int
    message: str
    hint: str


def wiki_links(text: str, start: int = 0, *, strict: bool) -> Iterator[Form]:
    """Links as wikis write them; where it is not ``strict``, only those with a text or the path of a page."""
    for match in _WIKI.finditer(text, start) if "[[" in text else ():
        page = match["page"].strip()
        if page.startswith(("@", "-@")):
            continue  # a citation, which is reported as such
        if strict or match["text"] or ".md" in page:
            path = page if re.search(r"\.\w+(?:#|$)", page) else f"{page}.md"
            yield Form(match.start(), _WIKI_TEXT, f"Write [{(match['text'] or 'text').strip()}]({path})")


def slips_of_form(text: str, start: int = 0) -> Iterator[Form]:
    """Every such place in a text whose code is blanked out."""
    for match in re.compile(_APART).finditer(text, start) if "] (" in text or "]\t(" in text else ():
        if re.search(r"[^\W\d_]", match["text"]):
            yield _form(match, "a space stands between the text and the target of this link")
    for match in _BEGUN.finditer(text, start):
        if not _closes(text, match.start("target")):
            form = _form(match, "the target of this link is never closed")
            yield form._replace(start=_first_sign(text, form.start))
    for match in re.compile(_REVERSED).finditer(text, start) if ")[" in text else ():
        yield _form(match, "text and target of this link stand the wrong way round")
    for match in re.compile(_ANGLED).finditer(text, start) if "<." in text else ():
        message = "a path in angle brackets is no link and comes out as text"
        yield Form(match.start(), message, f"Write [text]({match['target']})")
    for sign, pattern, message in _MISTYPED:
        for match in re.compile(pattern).finditer(text, start) if sign.search(text) else ():
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            frame = match.group().replace(_text(match), "", 1).replace(_target(match), "", 1)
            if pattern == _WIDE and frame.rstrip("）").isascii():  # sound, or reported as never closed
                continue
            if before.count("[") <= before.count("]"):  # else it is the end of brackets within brackets
                yield _form(match, message)


def _first_sign(text: str, bracket: int) -> int:
    """Where a link or an image with this bracket begins."""
    return bracket - 1 if bracket and re.compile(r"(?<![\\\w\]])!").match(text, bracket - 1) else bracket


def _form(match: re.Match[str], message: str) -> Form:
    target = _target(match).rstrip(".,;").replace("：", ":")
    sign = "!" if match.re.pattern in {_SPACED, _WIDE_IMAGE} else ""
    return Form(match.start(), message, f"Write {sign}[{' '.join(_text(match).split())}]({target})")


def _text(match: re.Match[str]) -> str:
    """The text of what is meant as a link."""
    return next(found for name, found in match.groupdict().items() if found and name in {"text", "quoted"})


def _target(match: re.Match[str]) -> str:
    """The target of what is meant as a link."""
    return next(found for name, found in match.groupdict().items() if found and name not in {"text", "quoted"})


def _closes(text: str, at: int) -> bool:
    """Whether the parenthesis before ``at`` is closed within its paragraph."""
    end = _PARAGRAPH_END.search(text, at, at + _LONGEST)
    depth = 1
    for sign in text[at : end.start() if end else len(text)]:
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return True
    return end is not None and end.start() == at + _LONGEST  # too far to say
