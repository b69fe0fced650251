"""Marks that other programs read, and marks in full-width signs: here they come out as text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.rules.house_style.boxes import WRITE_BOX

RULES = (
    Rule(
        "missing-snippet",
        explanation="A line was meant to include another file. This site reads no such lines, so it comes out as text.",
        example='--8<-- "notice.md"',
        fix="write the text itself.",
    ),
)


class _Mark(NamedTuple):
    """How a mark looks (a group in the pattern is where it begins), and what to write instead."""

    pattern: re.Pattern[str]
    hint: str
    code: str


def _mark(pattern: str, hint: str, code: str = "stray-mark") -> _Mark:
    return _Mark(re.compile(pattern, re.MULTILINE), hint, code)


_START = r"^[ \t>]*"
_WRITE_EMPHASIS = "Write **text** or *text* for emphasis"
_WRITE_NOTE = "Write [^1], and its text behind [^1]: on a line of its own"
_MARKS = (
    # of GitHub, of extensions of Markdown, of other programs
    _mark(r"~~[^\s~][^~\n]*~~", _WRITE_EMPHASIS),
    _mark(r"==[^\s=|][^=\n]*==", _WRITE_EMPHASIS),
    _mark(r"\^\^[^\s^][^^\n]*\^\^", _WRITE_EMPHASIS),
    _mark(r"\{(?:\+\+|--|>>)[^{}\n]+\}", "Write the words alone"),
    _mark(r":(?<![\w:/\\]:)[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:/])", "Write the sign itself"),
    _mark(r"\+\+(?<![\w+{]\+\+)[a-z0-9\"][\w+\"-]*\+\+(?![\w+])", "Write <kbd>Ctrl</kbd>"),
    _mark(r"\$(?<![\w$\\]\$)[^\s$0-9][^$\n]*[\\^_{=][^$\n]*\$", "Write the formula in words or as HTML"),
    _mark(_START + r"(?P<at>\$\$)(?:[^$]*\$\$)?", "Write the formula in words or as HTML"),
    _mark(_START + r"(?P<at>-+8<-+)", "Write the text itself", "missing-snippet"),
    _mark(r"\{%[^{}\n]*%\}", "Write the text itself", "missing-snippet"),
    _mark(_START + r"(?P<at>\*\[[^\]\n]+\]:)", "Write the words out"),
    _mark(r"\n(?<=\S\n)(?P<at>:)[ \t]{2,3}(?=\S)", "Write a list"),
    _mark(_START + r"(?P<at>={3,}[!+]* ?[\"“])", WRITE_BOX, "lost-box"),
    _mark(_START + r"(?P<at>:{3,}[ \t]*\{?[a-z]|/{3,}[ \t]*[a-z]|\[![A-Za-z]+\])", WRITE_BOX, "lost-box"),
    _mark(r"\^\[(?<=[^\W\d_]\^\[)[^\[\]\n]+\](?![(\[])", _WRITE_NOTE, "undefined-label"),
    _mark(r"\\cite[a-z]*\{[^{}\n]*\}", "Write [@key]", "malformed-citation"),
    # in full-width signs, as a Chinese keyboard gives them
    _mark(r"(?P<at>＊＊|｀|＿＿)\S[^\n]*?(?P=at)", "Write the mark in signs of Latin text: **text**, `code`"),
    _mark(_START + r"(?P<at>＃+)[ 　]", "Write ## and a space for a heading"),
    _mark(_START + r"(?P<at>！{3}|？{3})[ \t]*[a-z]", WRITE_BOX, "lost-box"),
    _mark(r"＜[a-z][^＜＞\n]*＞", "Write < and > of Latin text", "malformed-html"),
    _mark(r"[［【]\^[^\]］】\n]+[\]］】]|\[＾[^\]\n]+\]", _WRITE_NOTE, "undefined-label"),
    _mark(_START + r"(?P<at>\[[^\]\n]+\]：)", "Write [label]: address, or [^1]: and the text", "undefined-label"),
    _mark(_START + r"(?P<at>｜)[^\n]*\n[ \t>]*[｜|]", "Write | and - of Latin text", "lost-table"),
)


def check_text(page: Page) -> Iterator[Problem]:
    """Each such mark outside code."""
    for mark in _MARKS:
        for match in mark.pattern.finditer(page.scan.masked, page.body_start):
            message = f"'{match.group().strip()[:40]}' comes out as text: this site does not read it"
            yield page.problem(mark.code, match.start(match.lastgroup or 0), message, mark.hint)
