"""Links that are meant and are none: apart from their target, never closed, the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PATH = (
    r"(?:[^()\[\]\s]*\.(?:md|markdown|html?|png|svg|jpe?g|gif|webp|pdf|csv)(?:#[^()\[\]\s]*)?"
    r"|#[\w-]+|https?://[^()\[\]\s]+)"
)
_APART = re.compile(rf"(?<![\\\w\]])!?\[(?P<text>[^\[\]\n@^][^\[\]\n]*)\][ \t]+\((?P<target>{_PATH})\)")
_BEGUN = re.compile(r"(?<![\\\w\]])!?\[(?P<text>[^\[\]\n]+)\]\([ \t]*(?P<target>[^\s()<>（）]+)")
_REVERSED = re.compile(rf"(?<![\\\w\])])\((?P<text>[^()\n]+)\)\[(?P<target>{_PATH})\](?![(\[:])")
_HALF = (
    r"(?<![\\\w\]])\[(?P<text>[^\[\]【】［］\n()@^]*[^\W\d_][^\[\]【】［］\n()]*)"
    rf"\((?P<target>{_PATH})\)(?![^\[\n]*\])"
)
_DOUBLE = rf"(?<![\\\w\]\[])\[(?P<text>[^\[\]\n]+)\]\]\((?P<target>{_PATH})\)"
_WIDE = (
    rf"(?<![\\\w\]])!?[\[［【](?P<text>[^\[\]【】［］\n]+)[\]］】][(（]"
    rf"(?P<target>{_PATH.replace('()', '()（）')}|(?:term|value)[:：][^\s()（）]+)[)）]"
)
_SPACED = (
    r"(?<![^\s>])![ \t]+\[(?P<text>[^\[\]\n]+)\]"
    r"\((?P<target>[^()\s]+\.(?:png|svg|jpe?g|gif|webp))\)"
)
# Each with a sign that it cannot be without, which is found sooner.
_MISTYPED = (
    (re.compile(r"\[[^\[\]\n()]+\("), re.compile(_HALF), "the text of this link is never closed"),
    (re.compile(r"\]\]\("), re.compile(_DOUBLE), "a bracket too many stands behind the text of this link"),
    (re.compile("[（【［】］]"), re.compile(_WIDE), "a link is written with the brackets [] and () of Latin text"),
    (re.compile(r"![ \t]+\["), re.compile(_SPACED), "a space stands between ! and the text of this image"),
)
# A reference, where it is shown as it is typed.
REFERENCE = re.compile(
    r"\[-?@[^\[\]\n]*\]|!?\[[^\[\]\n]*\]\([^()\s][^()\n]*\)|\[\[[^\[\]\n]+\]\]|\[\^[^\[\]\s]+\]"
    r"|(?<![\w/:])(?:term:[a-z0-9]+(?:-[a-z0-9]+)+|value:[a-z0-9_]+(?:/[\w.-]*\w){2,})"
)
_LONGEST = 1000  # signs of a target with its title
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\Z")


class Form(NamedTuple):
    """What looks like a link and is not written as one, with the offset at which it begins."""

    start: int
    message: str
    hint: str


def slips_of_form(text: str, start: int = 0) -> Iterator[Form]:
    """Every such place in a text whose code is blanked out."""
    for match in _APART.finditer(text, start) if "] (" in text or "]\t(" in text else ():
        if re.search(r"[^\W\d_]", match["text"]):
            yield _form(match, "a space stands between the text and the target of this link")
    for match in _BEGUN.finditer(text, start):
        if not _closes(text, match.start("target")):
            yield _form(match, "the target of this link is never closed")
    for match in _REVERSED.finditer(text, start) if ")[" in text else ():
        yield _form(match, "text and target of this link stand the wrong way round")
    for sign, pattern, message in _MISTYPED:
        for match in pattern.finditer(text, start) if sign.search(text) else ():
            before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            frame = match.group().replace(match["text"], "", 1).replace(match["target"], "", 1)
            if pattern.pattern == _WIDE and frame.rstrip("）").isascii():  # sound, or reported as never closed
                continue
            if before.count("[") <= before.count("]"):  # else it is the end of brackets within brackets
                yield _form(match, message)


def _form(match: re.Match[str], message: str) -> Form:
    target = match["target"].rstrip(".,;").replace("：", ":")
    sign = "!" if match.re.pattern == _SPACED else ""
    return Form(match.start(), message, f"Write {sign}[{' '.join(match['text'].split())}]({target})")


def _closes(text: str, at: int) -> bool:
    """Whether the parenthesis before ``at`` is closed within its paragraph."""
    end = _PARAGRAPH_END.search(text, at, at + _LONGEST)
    depth = 1
    for sign in text[at : end.start() if end else len(text)]:
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return True
    return end is not None and end.start() == at + _LONGEST  # too far to say
