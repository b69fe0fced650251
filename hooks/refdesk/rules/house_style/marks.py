"""Marks that readers would see as text: those of other programs, in full-width signs, or incomplete."""

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
    """The pattern of a mark (its group ``at`` is the place), a hint, a code, a message (``{}`` stands for the mark)."""

    pattern: str
    hint: str
    code: str = "stray-mark"
    message: str = "'{}' comes out as text: this site does not read it"


_START = r"^[ \t>]*"
_WRITE_EMPHASIS = "Write **text** or *text* for emphasis"
_WRITE_NOTE = "Write [^1], and its text behind [^1]: on a line of its own"
_WRITE_LINK = "Write [text](address)"
_LABEL = "pages have no labels that stand for addresses"
_LABELLED = (  # its text may hold brackets; citations and footnotes side by side are none
    r"!?\[(?<![\\\w\]]\[)(?!-?@|\^)(?:[^\[\]\n\\]|\\.|!?\[[^\[\]\n]*\](?:\([^()\n]*\))?)*+\]\[(?!-?@|\^)[^\[\]\n]*\](?![(:])"
    r"|!\[(?<!\\!\[)[^\[\]\n]+\](?![(\[:]|[ \t]+\()"
)
_NO_ITEMS = (r"[•●▪◦‣–]", r"-(?=[^\W\d_])", r"\d+\)", r"\d+\.(?=[^\W\d_])", r"[0-9０-９]+[．、）]")
_MARKS = (
    # of GitHub, extensions of Markdown and other programs
    _Mark(r"~~[^\s~][^~\n]*~~", _WRITE_EMPHASIS),
    _Mark(r"==[^\s=|][^=\n]*==", _WRITE_EMPHASIS),
    _Mark(r"\^\^[^\s^][^^\n]*\^\^", _WRITE_EMPHASIS),
    _Mark(r"\{(?:\+\+|--|>>)[^{}\n]+\}", "Write the words alone"),
    _Mark(r":(?<![\w:/\\]:)[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:/])", "Write the sign itself"),
    _Mark(r"\+\+(?<![\w+{]\+\+)[a-z0-9\"][\w+\"-]*\+\+(?![\w+])", "Write <kbd>Ctrl</kbd>"),
    _Mark(r"\$(?<![\w$\\]\$)[^\s$0-9][^$\n]*[\\^_{=][^$\n]*\$", "Write the formula in words or as HTML"),
    _Mark(_START + r"(?P<at>\$\$)(?:[^$]*\$\$)?", "Write the formula in words or as HTML"),
    _Mark(_START + r"(?P<at>-+8<-+)", "Write the text itself", "missing-snippet"),
    _Mark(r"\{%[^{}\n]*%\}", "Write the text itself", "missing-snippet"),
    _Mark(_START + r"(?P<at>\*\[[^\]\n]+\]:)", "Write the words out"),
    _Mark(r"\n(?<=\S\n)(?P<at>:)[ \t]{2,3}(?=\S)", "Write a list"),
    _Mark(_START + r"(?P<at>={3,}[!+]* ?[\"“])", WRITE_BOX, "lost-box"),
    _Mark(_START + r"(?P<at>:{3,}[ \t]*\{?[a-z]|/{3,}[ \t]*[a-z]|\[![A-Za-z]+\])", WRITE_BOX, "lost-box"),
    _Mark(r"\^\[(?<=[^\W\d_]\^\[)[^\[\]\n]+\](?![(\[])", _WRITE_NOTE, "footnote"),
    _Mark(_LABELLED, _WRITE_LINK, "malformed-link", _LABEL),
    _Mark(_START + r"(?P<at>\[(?!\^)[^\]\n]+\][:：])[ \t]*[^\s:：]", _WRITE_LINK, "malformed-link", _LABEL),
    _Mark(r"\\cite[a-z]*\{[^{}\n]*\}", "Write [@key]", "malformed-citation"),
    # in full-width characters, as Chinese keyboards give them
    _Mark(r"(?P<at>＊＊|｀|＿＿)\S[^\n]*?(?P=at)", "Write the mark in signs of Latin text: **text**, `code`"),
    _Mark(_START + r"(?P<at>＃+)[ 　]", "Write ## and a space for a heading"),
    _Mark(_START + r"(?P<at>！{3}|？{3})[ \t]*[a-z]", WRITE_BOX, "lost-box"),
    _Mark(r"＜[a-z][^＜＞\n]*＞", "Write < and > of Latin text", "malformed-html"),
    _Mark(r"[［【]\^[^\]］】\n]+[\]］】]|\[＾[^\]\n]+\]", _WRITE_NOTE, "footnote"),
    _Mark(_START + r"(?P<at>\[\^[^\]\n]+\]：)", _WRITE_NOTE, "footnote"),
    _Mark(_START + r"(?P<at>｜)[^\n]*\n[ \t>]*[｜|]", "Write | and - of Latin text", "lost-table"),
    # incomplete headings, tables, comments and lists
    _Mark(
        _START + r"(?P<at>#{1,6})[ \t]?(?:#*|\{[^{}\n]*\})[ \t]?$",
        "Write its words",
        "heading-order",
        "this heading has no words",
    ),
    _Mark(
        r"^(?P<lead>[ \t>]*)\|[^\n]*\|[ \t]*\n(?P=lead)(?P<at>[^\s|<{-][^\n]*)$",
        "Put a blank line before it",
        "ragged-table",
        "this text stands directly below a table and comes out as a row of it",
    ),
    _Mark(
        r"<(?:!-|!?[–—]|-{2,3}|![ \t]+--?)(?![->])[^\n<>]*(?:--|[–—])>",
        "Begin it with <!--",
        "unclosed-comment",
        "this comment does not begin with <!--; readers see it",
    ),
    *(
        _Mark(
            rf"{_START}(?P<at>{item})[ \t]*(?=\S)[^\n]*\n(?:[ \t>]*\n)?[ \t>]*{item}[ \t]*\S",
            "Write - text, or 1. text: the mark, a space and the text",
            "lost-list",
            "'{}' begins no list: its items come out as one paragraph",
        )
        for item in _NO_ITEMS
    ),
)


def check_text(page: Page) -> Iterator[Problem]:
    """Reports each such mark outside code."""
    for mark in _MARKS:
        for match in re.compile(mark.pattern, re.MULTILINE).finditer(page.scan.masked, page.body_start):
            at = match.lastgroup or 0
            yield page.problem(mark.code, match.start(at), mark.message.format(match[at].strip()[:40]), mark.hint)
