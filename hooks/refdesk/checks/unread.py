"""Marks that nothing reads: those in full-width signs, and on this house's sites those of other engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from refdesk.checks.suspicion import Suspicion, before
from refdesk.pages.page import Page

_ELEMENTS = (
    "a|abbr|b|blockquote|br|center|code|details|div|em|font|hr|i|img|kbd|p|pre|s|small|span|strong|sub|summary|sup|table"
    "|td|th|tr|u"
)


class _Rule(NamedTuple):
    """Marks that come out as text: a sign that they cannot be without, how they look, and what to say of them.

    ``extensions`` read them where a site uses one of these; ``strict`` rules hold on this house's sites alone.
    """

    sign: str
    pattern: str
    code: str
    message: str
    hint: str
    extensions: frozenset[str] = frozenset()
    strict: bool = True


def _rule(
    sign: str, pattern: str, code: str, message: str, hint: str, *, extensions: str = "", strict: bool = True
) -> _Rule:
    """A rule whose hint may name a group of the pattern as ``«it»``."""
    return _Rule(sign, pattern, code, message, hint, frozenset(extensions.split()), strict)


_LEAD = r"^[ \t>]*(?P<at>)"  # the mark begins here
_WIDE = "this mark is written in full-width signs and comes out as text"
_OTHER = "this mark comes out as text: this site does not read it"
_NO_SNIPPET = "this site includes no files"
_NO_BOX = 'Write !!! note "Title", and indent the text below it by four spaces'
_RULES = (
    _rule("＊＊", r"＊＊(?P<it>[^\s＊][^＊\n]*)＊＊", "stray-mark", _WIDE, "Write **«it»**", strict=False),
    _rule("｀", r"｀(?P<it>[^｀\n]+)｀", "stray-mark", _WIDE, "Write `«it»`", strict=False),
    _rule("＿＿", r"＿＿(?P<it>[^\s＿][^＿\n]*)＿＿", "stray-mark", _WIDE, "Write **«it»**"),
    _rule("～～", r"～～(?P<it>[^\s～，。！？][^～\n]*)～～", "stray-mark", _WIDE, "Write the words alone"),
    _rule("＝＝", r"＝＝(?P<it>[^\s＝][^＝\n]*)＝＝", "stray-mark", _WIDE, "Write **«it»**"),
    _rule("＃", _LEAD + r"＃{1,6}[ \u3000]+(?P<it>\S[^\n]*)$", "stray-mark", _WIDE, "Write ## «it»", strict=False),
    _rule("！！！", _LEAD + r"！！！\s*(?P<it>[a-z]+)[^\n]*$", "lost-box", _WIDE, "Write !!! «it»", strict=False),
    _rule("？？？", _LEAD + r"？？？\s*(?P<it>[a-z]+)[^\n]*$", "lost-box", _WIDE, "Write ??? «it»", strict=False),
    _rule(
        "｜", _LEAD + r"｜[^\n]*\n[ \t>]*[｜|][｜|\-—–－:： \t]*[-—–－][｜|\-—–－:： \t]*$",
        "lost-table", _WIDE, "Write | and - of Latin text", strict=False,
    ),
    _rule(
        "＜", rf"＜/?(?:{_ELEMENTS})(?:\s[^＜＞\n]*)?＞(?:[^＜＞\n]*＜/[a-z0-9]+＞)?",
        "malformed-html", _WIDE, "Write < and > of Latin text",
    ),
    _rule("＾", r"\[(?P<at>)＾(?P<it>[^\[\]\s]+)\]", "undefined-label", _WIDE, "Write [^«it»]", strict=False),
    _rule("［^", r"［\^(?P<it>[^\[\]［］\s]+)[］\]]", "undefined-label", _WIDE, "Write [^«it»]", strict=False),
    _rule("【^", r"【\^(?P<it>[^\[\]【】\s]+)[】\]]", "undefined-label", _WIDE, "Write [^«it»]", strict=False),
    _rule(
        "]：", _LEAD + r"\[\^(?P<it>[^\[\]\s]+)\]：", "undefined-label",
        "this footnote is defined with a full-width colon and comes out as text", "Write [^«it»]: and a space",
        strict=False,
    ),
    *(
        _rule(
            sign, _LEAD + rf"{sign.strip()}[ \t]*\S[^\n]*\n[ \t>]*{sign.strip()}[ \t]*\S", "lost-list",
            f"no list is made with '{sign.strip()}': its items come out as one paragraph",
            "Begin each item with - and a space",
        )
        for sign in ("•", "●", "▪", "◦", "‣", "\n– ")
    ),
    *(
        _rule(
            f"\n{number}{sign}", _LEAD + rf"{number}{sign}[^\n]*\n[ \t>]*[0-9０-９]{{1,3}}{sign}", "lost-list",
            "the numbers of this list have signs of Chinese text: its items come out as one paragraph",
            "Write 1. and a space",
        )
        for sign in "．、）"
        for number in "1１"
    ),
    _rule("===", _LEAD + r"===[!+]{0,2} [\"“][^\n]*$", "lost-box", _OTHER, _NO_BOX, extensions="pymdownx.tabbed"),
    _rule("???", _LEAD + r"\?\?\?\+?[ \t]*[a-z][^\n]*$", "lost-box", _OTHER, _NO_BOX, extensions="pymdownx.details"),
    _rule(":::", _LEAD + r":{3,}[ \t]*\{?[a-z][^\n]*$", "lost-box", _OTHER, _NO_BOX),
    _rule(
        "///", _LEAD + r"/{3,}[ \t]*[a-z][^\n]*$", "lost-box", _OTHER, _NO_BOX,
        extensions=" ".join(f"pymdownx.blocks.{name}" for name in ("admonition", "details", "tab", "html", "caption",
                                                                 "definition")),
    ),
    _rule(
        "<<<<<<<", r"^<{7} \S[^\n]*$", "stray-mark",
        "this line was left behind by a merge, with two versions of the text",
        "Keep one version, and remove the lines <<<<<<<, ======= and >>>>>>>", strict=False,
    ),
    _rule("[!", r"^[ \t]*>[ \t]*(?P<at>)\[![A-Za-z]+\]", "lost-box", _OTHER, _NO_BOX),
    _rule(
        ":", r":(?<![\w:/]:)[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:/])", "stray-mark", _OTHER, "Write the sign itself",
        extensions="pymdownx.emoji",
    ),
    _rule(
        "$", r"\$(?<![\w$\\]\$)\$?[^\s$0-9][^$\n]*[\\^_{=][^$\n]*\$|^\$\$[ \t]*\n(?:[^$]*\$\$)?", "stray-mark", _OTHER,
        "Write the formula in words or as HTML", extensions="pymdownx.arithmatex mdx_math",
    ),
    _rule(
        "8<", _LEAD + r"-+8<-+[^\n]*$", "missing-snippet", _NO_SNIPPET, "Write the text itself",
        extensions="pymdownx.snippets",
    ),
    _rule("{%", r"\{%-?[ \t]*include\b[^\n]*%\}", "missing-snippet", _NO_SNIPPET, "Write the text itself"),
    _rule("{%", r"\{%-?[ \t]*(?!include\b)[a-z][^{}\n]*%\}", "stray-mark", _OTHER, "Write the text itself"),
    _rule("{{", r"\{\{-?[ \t]*[a-z_][\w.]*\([^{}\n]*\)[^{}\n]*\}\}", "stray-mark", _OTHER, "Write the text itself"),
    _rule(
        "^[", r"(?<=[^\W\d_])(?P<at>)\^\[(?P<it>[^\[\]\n]+)\](?![(\[])|(?<=[.,;:!?)”\"])\^\[[^\[\]\n]+\](?![(\[])",
        "undefined-label", "no note is made of what stands within ^[ and ]: it comes out as text",
        "Write [^1], and its text behind [^1]: on a line of its own",
    ),
    _rule("{!", r"\{![^\n!]+!\}", "missing-snippet", _NO_SNIPPET, "Write the text itself"),
    _rule(
        "++", r"(?<![\w+{])\+\+[a-z0-9\"][\w+\"-]*\+\+(?![\w+])", "stray-mark", _OTHER, "Write <kbd>Ctrl</kbd>",
        extensions="pymdownx.keys",
    ),
    *(
        _rule(
            sign, re.escape(sign) + r"[^{}\n]+" + re.escape(end), "stray-mark", _OTHER, "Write the words alone",
            extensions="pymdownx.critic",
        )
        for sign, end in (("{++", "++}"), ("{--", "--}"), ("{>>", "<<}"))
    ),
    _rule("*[", _LEAD + r"\*\[[^\]\n]+\]:", "stray-mark", _OTHER, "Write the words out", extensions="abbr extra"),
    _rule(
        "\n:", r"(?<=\S\n):[ \t]{2,3}\S", "stray-mark", _OTHER, "Write a list",
        extensions="def_list extra",
    ),
    _rule(
        "\\cite", r"\\cite[a-z]*\{(?P<it>[\w.:-]+)[^{}\n]*\}", "malformed-citation", "this is no citation here",
        "Write [@«it»]",
    ),
)  # fmt: skip


def check_page(page: Page, extensions: Set[str], *, strict: bool) -> Iterator[Suspicion]:
    """Marks in full-width signs; where it is ``strict``, also those of extensions that the site does not use."""
    text = page.scan.masked
    for rule in _RULES:
        if (rule.strict and not strict) or rule.sign not in text or not rule.extensions.isdisjoint(extensions):
            continue
        for match in re.compile(rule.pattern, re.MULTILINE).finditer(text, page.body_start):
            groups = match.groupdict()
            at = match.start("at") if "at" in groups else match.start()
            hint = rule.hint.replace("«it»", (groups.get("it") or "").strip())
            yield Suspicion(rule.code, at, rule.message, hint, at, before(page.text[at]))
