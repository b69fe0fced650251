"""Markup that comes out as text: looked for where readers would see it, and found again where it is
typed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from refdesk.files.text import taken
from refdesk.pages.grammar import GAP, spelled
from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.links.form import misshapen
from refdesk.site.site import Site

RULES = (
    Rule(
        "stray-mark",
        explanation="Markup comes out as text: a mark has no other half in its paragraph, or is "
        "none that pages know. "
        "They know headings, `*` and `**`, code, links, images, lists, tables, quotations, "
        "fences, boxes, comments.",
        example="The **main reason is money, as <b>some</b> say.[^1]",
        fix="write what the hint says, or a backslash before a sign that is meant: `\\*`.",
    ),
)


class _Mark(NamedTuple):
    """The pattern of what is markup to a writer and text to a reader, what to write, the code of
    the problem.
    """

    pattern: str
    hint: str
    code: str = "stray-mark"


_HTML = (
    "Pages hold no HTML: write Markdown, a word in angle brackets as `<word>`, an address "
    "as <https://…>"
)
_BOX = 'Write !!! note "Title", and its text below it, indented by four spaces'
_LATIN = "Write the mark in signs of Latin text: **text**, `code`, ##, |"
_OTHER_HALF = "Write its other half in the same paragraph, item or cell, or a backslash before it"
_ITEM = r"(?:[•●▪◦‣–]|-(?=[^\W\d_])|\d+\)|\d+\.(?=[^\W\d_])|[0-9０-９]+[．、）])"
_MARKS = (
    _Mark(
        r"<!--|<(?:!-|!?[–—]|-{2,3}|![ \t]+--?)(?![->])[^\n<>]*(?:--|[–—])>",
        "Write <!-- before it, --> behind it",
    ),
    # <b>word</b>
    _Mark(
        r"<(?P<name>[A-Za-z][\w-]*)[^<>]*>(?:[^<>]*</(?P=name)\s*>)?|<[/?]?[A-Za-z][^<>]*>", _HTML
    ),
    _Mark(r"<[a-z]+\s+[a-z-]+=", _HTML),  # <b class="x"
    _Mark(r"＜/?[A-Za-z][^＜＞\n]*＞(?:[^＜＞\n]*＜/[^＜＞\n]*＞)?", _HTML),
    _Mark(
        r"\^\[|[\[［【][\^＾][^\[\]［］【】\n]*[\]］】](?:[:：])?",
        "Pages have no footnotes: write it in the text",
    ),
    # === "One"
    _Mark(
        r"^(?:={3,}[!+]* ?[\"“]|:{3,}[ \t]*\{?[a-z]|/{3,}[ \t]*[a-z]|\[![A-Za-z]+\])",
        _BOX,
        "lost-box",
    ),
    _Mark(r"^[！？]{3}[ \t]*[a-z]", _BOX, "lost-box"),
    _Mark(r"\{%|^-+8<-+", "Write the text itself"),  # {% include "x.md" %}
    _Mark(r"\{(?:\+\+|--|>>)", "Write the words alone"),  # {++word++}
    # { .class }
    _Mark(r"[{｛][ ]?:?[ ]?(?:[#＃.][A-Za-z]|[\w-]+=)", "Only headings have an id, ## Words {#id}"),
    _Mark(r"\{(?<!\{\{)[^{}\n]*\}$", "Only headings have an id, ## Words {#id}"),  # ## Words {id}
    _Mark(r"\\[a-z]+\{", "Write [@key]", "malformed-citation"),  # \cite{key}
    _Mark(r"\*\**(?=[^\s*])|\*(?<=[^\s*]\*)\**", _OTHER_HALF),  # a **bold word
    _Mark(r"_(?<!\w_)_{0,2}(?=[^\W_])|_(?<=[^\W_]_)_{0,2}(?!\w)", _OTHER_HALF),  # an _italic word
    _Mark(r"`(?<!``)(?!(?<=^`)``)`*", _OTHER_HALF),  # a `piece of code
    _Mark(
        r"~~[^\s~][^~\n]*~~|==[^\s=|][^=\n]*==|\^\^[^\s^][^^\n]*\^\^",
        "Write **text** or *text* for emphasis",
    ),
    _Mark(r":(?<![\w:/]:)[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:/])", "Write the sign itself"),  # :smile:
    # ++ctrl+c++
    _Mark(r"\+\+(?<![\w+{]\+\+)[a-z0-9\"][\w+\"-]*\+\+(?![\w+])", "Write the name of the key"),
    _Mark(r"\$\$(?<!\\\$\$)(?:[^$]*\$\$)?", "Write the formula in words"),
    # $x_1 = y$
    _Mark(r"\$(?<![\w\\$]\$)[^\s$0-9][^$\n]*[\\^_{=][^$\n]*\$", "Write the formula in words"),
    _Mark(r":(?<=\S\n:)[ \t]{2,3}(?=\S)", "Write a list"),  # a definition below its term
    _Mark(r"＊＊\S[^\n]*?＊＊|＿＿\S[^\n]*?＿＿|｀\S[^\n]*?｀|＃(?<=^＃)＃*[ \u3000]", _LATIN),
    _Mark(r"^｜[^\n]*(?:\n[｜|][^\n]*)+", _LATIN, "lost-table"),
    _Mark(
        rf"^{_ITEM}(?=[ \t]*\S[^\n]*\n[ \t>]*{_ITEM}[ \t]*\S)",  # 1) one, and below it 2) two
        "Write - text, or 1. text: the mark, a space and the text",
        "lost-list",
    ),
)
_NEAR = 24  # signs before and behind a mark by which it is found again


def check_page(_: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report markup in the text that a page comes out with."""
    texts = rendered[page.uri].texts
    if not any(leaks("\n".join(texts))):  # most pages hold none, which one search tells
        return
    at, found = page.body_start, _Found(set(), {})
    for text, slips in ((text, [*leaks(text)]) for text in texts):
        beginning = re.compile(spelled(text.strip(f"{GAP} \n").partition(GAP)[0][:_NEAR])).search(
            page.scan.masked, at
        )
        at = beginning.start() if beginning is not None else at
        for slip, length in slips:
            place = _place(page, text, slip.offset, slip.offset + length, at, found)
            found.places.add(place)
            yield page.problem(place, slip)


def leaks(text: str) -> Iterator[tuple[Slip, int]]:
    """Yield each mark in a text in which there should be none, and its length; of marks at one
    place the first.
    """
    for slip in misshapen(text):
        yield slip, 1
        text = text[: slip.offset] + " " + text[slip.offset + 1 :]
    for mark in _MARKS:
        found, text = taken(re.compile(mark.pattern, re.MULTILINE), text)
        for match in found:
            shown = match.group().replace(GAP, "").split("\n")[0][:40]
            yield (
                Slip(mark.code, f"'{shown}' comes out as text", mark.hint, offset=match.start()),
                len(match.group()),
            )


class _Found(NamedTuple):
    """The places that were found on a page, and where the search for each pattern has come to.

    So many marks that are alike are found in a time that is in proportion to the text.
    """

    places: set[int]
    searched: dict[str, int]


def _place(page: Page, text: str, start: int, end: int, at: int, found: _Found) -> int:
    """Return where a stretch of a text is typed on a page, from an offset on and not where one was
    found already.

    It is found by what stands before and behind it or, failing that, by the stretch alone; else it
    is the offset.
    """
    # what is typed in a gap is not known
    before = text[max(start - _NEAR, 0) : start].rpartition(GAP)[2]
    typed, _, cut = text[start:end].partition(GAP)
    behind = "" if cut else text[end : end + _NEAR].partition(GAP)[0]
    for lead, rest in ((before, behind), (before, ""), ("", behind), ("", "")):
        pattern = rf"({spelled(lead)})(?<!\\){spelled(typed)}{spelled(rest)}"
        for match in re.compile(pattern).finditer(
            page.scan.masked, max(at, found.searched.get(pattern, 0))
        ):
            found.searched[pattern] = match.start() + 1
            if match.end(1) not in found.places:
                return match.end(1)
        found.searched[pattern] = len(page.scan.masked)
    return at
