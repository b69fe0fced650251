"""Marks of emphasis and code: each is closed in the paragraph, cell or item that opens it, and none shows as typed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence, Set
from typing import NamedTuple

from refdesk.checks.suspicion import Suspicion
from refdesk.files.text import blank
from refdesk.pages.page import Page
from refdesk.probe import Trace

_SIGNS = ("*", "`", "__", "~~", "==", "^^")
# Asterisks, backticks, and two of the others: one alone is a sign of its own.
_LIKELY = re.compile(r"\*+|`+|__+|~~+|==+|\^\^+")
_RUN = re.compile(r"(?<!\\)(?:\*{1,3}(?!\*)|__(?!_)|~~(?!~)|(?<!<)==(?![=>])|\^\^(?!\^)|`+)")
_BOUNDARY = re.compile(
    r"\n[ \t>]*(?=\n|[-*+][ \t]|\d+[.)][ \t]|#{1,6}[ \t]|\||!!!|\?\?\?|===|///|:[ \t]|\[[^\]\n]*\]:|\*\[)"
)
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")
_RULE = re.compile(r"^[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*\|[ \t|:-]*$", re.MULTILINE)
# Where signs are no marks: targets, addresses, definitions, tags, attributes, templates, formulas, rules, bullets.
# What only a suspicious page needs is not compiled before.
_APART = (
    r"(?m:\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|</?\w[^<>]*>|\bhttps?://[^\s<>()\[\]*`]+"
    r"|^[ \t>]*\*?\[[^\]\n^][^\]\n]*\]:[^\n]*"
    r"|\{[^{}\n]*\}|(?<![\w$\\])\$[^\s$][^$\n]*\$(?!\w)|^[ \t>]*(?:\*[ \t]*\*[ \t]*\*[* \t]*$|\*[ \t]))"
)
# What such signs are besides marks: parameters and names of programs, paths.
_PROGRAM = re.compile(
    r"(?s:.)(?:\*\*(?![^\n]{0,200}[^\s*]\*\*)\w*(?:kw|arg|opt|param|attr|conf|data|dict|env)\w*"
    r"|__\w*(?:_\w|\(|\.)|\*+(?:[/\\]|\.\w)|\*[\w-]+(?:\(|/))"
    r"|[A-Za-z0-9](?:\*+|__)[A-Za-z0-9]",
    re.IGNORECASE,
)
_OPENING = "([{<“‘「『《【（〈"
_ENDING = ",.;:!?)]}>”’」』》】）〉，。、；：！？…"
_INVITES = r"[\w\"'!$¥£€&@`" + re.escape(_OPENING) + "]"  # may stand behind a mark that opens
_BEGINS = r"[^A-Za-z0-9/\\.*`_]|\Z"  # and before it
_ENDS = r"[\w\"'%`" + re.escape(_ENDING) + "]"  # may stand before a mark that closes
_FOLLOWS = r"[^A-Za-z0-9/\\*`_=]|\Z"  # and behind it
_GENERIC = r"(?<=\w)`\d"  # a name of .NET with the number of its types
_QUOTED = r"`+[^`'\n]*'"  # a quotation as typewriters wrote it
_CELL_END = re.compile(r"[ \t]*(?:\||\n|\Z)")

_EXTENSION_OF = {"~": "pymdownx.tilde", "=": "pymdownx.mark", "^": "pymdownx.caret"}


class _Run(NamedTuple):
    """A run of one sign, and whether the text around it lets it open or close something."""

    start: int
    end: int
    opens: bool
    closes: bool


class _Half(NamedTuple):
    """A run without another half, and whether it was to open something."""

    run: _Run
    opens: bool


def check_page(page: Page, extensions: Set[str], *, strict: bool) -> Iterator[Suspicion]:
    """Marks that are opened and never closed, or closed and never opened, in one stretch of text.

    Where it is ``strict``, single asterisks and marks that the site does not read are held to the rule as well.
    """
    text = page.scan.masked
    if not any(sign in text for sign in _SIGNS):
        return
    unread = strict and any(sign in text for sign in _SIGNS[3:])
    if not unread and not any(_unpaired(group) for group in _groups(page, text, bars=True)):
        return
    text = re.sub(_APART, _blank, text)
    groups = list(_groups(page, text, bars=_RULE.search(text) is not None))
    signs = {_mark(text, run) for group in groups for run in _note_signs(text, group)} if "|" in text else ()
    for group in groups:
        if text[group[0].start] == "`":
            yield from _ticks(page, text, group)
        elif _EXTENSION_OF.get(text[group[0].start], "") in {"", *extensions}:
            yield from _marks(page, group, signs, strict=strict)
        elif strict and len(group) == 2 and group[0].opens and group[1].closes:
            yield from _unread(page, group)


def _blank(match: re.Match[str]) -> str:
    return blank(match.group())


def _groups(page: Page, text: str, *, bars: bool) -> Iterator[list[_Run]]:
    """The runs of each sign in each paragraph, item, heading and (with ``bars``) cell."""
    groups: dict[str, list[_Run]] = {}
    last = page.body_start
    for likely in _LIKELY.finditer(text, page.body_start):
        match = _RUN.match(text, likely.start())
        if match is None:
            continue
        if groups and _ends_between(text, last, match.start(), bars=bars):
            yield from groups.values()
            groups = {}
        last = match.end()
        at_margin = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
        if (match.group().startswith("```") and at_margin) or _PROGRAM.match(page.text, match.start() - 1):
            continue  # a fence is another matter
        groups.setdefault(match.group()[0], []).append(_run(page.text, match))
    yield from groups.values()


def _run(text: str, match: re.Match[str]) -> _Run:
    before, behind = text[match.start() - 1 : match.start()].strip("|"), text[match.end() : match.end() + 1].strip("|")
    opens = bool(behind.strip()) and (behind not in _ENDING or not before.strip())
    closes = bool(before.strip()) and (before not in _OPENING or not behind.strip())
    return _Run(match.start(), match.end(), opens, closes)


def _ends_between(text: str, start: int, end: int, *, bars: bool) -> bool:
    """Whether a paragraph, cell, item or heading ends between two places."""
    if _BOUNDARY.search(text, start, end + 2) is not None:
        return True
    if "\n" in text[start:end] and _HEADING.match(text, text.rfind("\n", 0, start) + 1):
        return True
    return bars and "|" in text[start:end]


def _mark(text: str, run: _Run) -> str:
    return text[run.start : run.end]


def _unpaired(group: Sequence[_Run]) -> list[_Half]:
    """The runs that a writer has left without another half: what opens is closed by the next one that can close."""
    waiting: list[tuple[_Run, int]] = []
    wrong: list[_Half] = []
    for run in group:
        left = run.end - run.start
        while run.closes and left and waiting:
            opening, size = waiting.pop()
            taken = min(left, size)
            left -= taken
            if size > taken:
                waiting.append((opening, size - taken))
        if left and run.opens:
            waiting.append((run, left))
        elif left and run.closes:
            wrong.append(_Half(run, opens=False))
    return sorted([*wrong, *(_Half(run, opens=True) for run, _ in waiting)])


def _note_signs(text: str, group: Sequence[_Run]) -> Iterator[_Run]:
    """Asterisks at the end of a cell that close nothing: they lead to a note below the table."""
    last = group[-1]
    if text[last.start] == "*" and last.closes and _CELL_END.match(text, last.end):
        line = text[text.rfind("\n", 0, last.start) + 1 : text.find("\n", last.end)]
        if "|" in line and all(run.closes for run in group) and _Half(last, opens=False) in _unpaired(group):
            yield last


def _marks(page: Page, group: Sequence[_Run], signs: Container[str], *, strict: bool) -> Iterator[Suspicion]:
    """Marks of emphasis without another half; ``signs`` lead from cells to notes, which begin with them."""
    loose = [run for run in group if not run.opens and not run.closes]
    for run, opens in _unpaired(group):
        mark = _mark(page.text, run)
        if (len(mark) == 1 and not (strict and opens)) or not _is_meant(page.text, run, opens=opens):
            continue
        if mark in signs and (not opens or run is group[0]):
            continue
        if mark == "__" and opens and _is_name(page.text, run, strict=strict):
            continue
        apart = [other for other in loose if (other.start > run.start) == opens and mark == _mark(page.text, other)]
        place = run if opens or not apart else apart[-1]
        if apart:
            reason, hint = "a space stands between it and the text", f"Write {mark}text{mark}"
        elif opens:
            reason, hint = "it is never closed", f"Close it with {mark} in the same paragraph, cell or item"
        else:
            reason, hint = "nothing opens it", f"Open it with {mark} in the same paragraph, cell or item"
        message = f"the mark '{mark}' comes out as text: {reason}"
        for other in group:  # whichever of them the converter leaves over
            if len(_mark(page.text, other)) >= min(len(mark), 2) and any(
                _is_meant(page.text, other, opens=way) for way in (True, False)
            ):
                yield _suspicion(page, place.start, message, hint, other)


def _is_name(text: str, run: _Run, *, strict: bool) -> bool:
    """Whether two underscores begin a name of a program: one that stands elsewhere too, or is all that a cell holds."""
    name = re.compile(r"[a-z][a-z0-9]*(?![\w ]*__)").match(text, run.end)
    if name is None:
        return False
    again = re.compile(rf"(?<!\w)__{name.group()}(?![^\W_])")
    if len(again.findall(text)) > 1:
        return True
    return not strict and text[: run.start].rstrip(" ").endswith("|") and _CELL_END.match(text, name.end()) is not None


def _is_meant(text: str, run: _Run, *, opens: bool) -> bool:
    """Whether a run was meant as a mark, and is no part of a name, a path, a formula or a note."""
    before, behind = text[run.start - 1 : run.start], text[run.end : run.end + 1]
    if opens:
        return bool(re.match(_INVITES, behind) and re.match(_BEGINS, before))
    return bool(re.match(_ENDS, before) and re.match(_FOLLOWS, behind))


def _is_other(text: str, tick: _Run) -> bool:
    """Whether a backtick begins a quotation or stands in a name of .NET."""
    return any(re.compile(pattern).match(text, tick.start) for pattern in (_QUOTED, _GENERIC))


def _ticks(page: Page, text: str, group: Sequence[_Run]) -> Iterator[Suspicion]:
    """Backticks without another half. What was taken for code counts: it may lie between two codes."""
    start = max((m.end() for m in _BOUNDARY.finditer(text, page.body_start, group[0].start)), default=page.body_start)
    for left in group:
        mark = _mark(page.text, left)
        if (not left.opens and not left.closes) or _is_other(text, left):
            continue
        same = re.compile(rf"(?<![\\`]){mark}(?!`)")
        before = [_run(page.text, match) for match in same.finditer(page.text, start, left.end)]
        place = next((half.run for half in _unpaired(before)), left)
        message = f"the mark '{mark}' comes out as text: it has no other half"
        hint = f"Code stands between {mark} and {mark}, in the same paragraph, cell or item"
        yield _suspicion(page, place.start, message, hint, left)


def _unread(page: Page, group: Sequence[_Run]) -> Iterator[Suspicion]:
    """Marks of an extension that the site does not use."""
    mark = _mark(page.text, group[0])
    message = f"the mark '{mark}' comes out as text: this site does not read it"
    yield _suspicion(page, group[0].start, message, "Write **text** or *text* for emphasis", group[0])


def _suspicion(page: Page, place: int, message: str, hint: str, probed: _Run) -> Suspicion:
    """A suspicion with its probe beside a mark: where it changes least, before an asterisk or on the side of a word."""
    sign = page.text[probed.start]
    in_front = (probed.opens and not probed.closes) == (sign == "*")

    def is_text(trace: Trace, number: int) -> bool:
        return trace.before(number, sign) if in_front else trace.after(number, sign)

    return Suspicion("stray-mark", place, message, hint, probed.start if in_front else probed.end, is_text)
