"""What a text refers to: finds citations, term and value links and block markers, with their
offsets.

Code, comments and raw HTML text are blanked out first, so that nothing in them counts. Blanking
keeps every offset: the masked text is as long as the text.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from refdesk.files.references import CITATION, LINK, LOOSE, without_references
from refdesk.files.text import blank, blanked, taken
from refdesk.problems.problem import Slip

Kind = Literal["citation", "term", "value"]


class Target(NamedTuple):
    """One thing referred to: its name, the offset of its token.

    Of a citation also the place in the source, and its words there with what they mean in English.
    """

    name: str
    offset: int
    locator: str = ""
    words: str = ""
    meaning: str = ""


class Span(NamedTuple):
    """A reference in a text: ``text[start:end]``, of one kind, with the visible label of a link."""

    kind: Kind
    start: int
    end: int
    label: str
    targets: tuple[Target, ...]


class Marker(NamedTuple):
    """A block marker on the line ``text[start:end]``, where it shows a block if it ``is_alone``, at
    the left margin.
    """

    start: int
    end: int
    kind: str
    name: str
    kind_offset: int
    name_offset: int
    is_alone: bool


class Scan(NamedTuple):
    """Everything found in one text; ``slips`` are what looks like a reference and is not well
    formed.
    """

    masked: str
    spans: tuple[Span, ...]
    markers: tuple[Marker, ...]
    slips: tuple[Slip, ...]


# --- blanking -------------------------------------------------------------------------------------

# A block of code: the lines down to the same fence alone on a line, all as far indented and as deep
# in quotations.
_FENCE = r"^(?P<lead>[> \t]*)(?P<fence>`{3,}|~{3,})[^`\n]*\n"  # > ```yaml
_CODE_LINE = r"(?P=lead).*\n|(?!(?P=lead))[> \t]*\n"  # a blank line may be less indented
_FENCED = re.compile(rf"{_FENCE}(?:{_CODE_LINE})*?(?P=lead)(?P=fence)[ \t]*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+\S|!!! note\b")
# Two comments where the first never ends would hide what stands between them.
COMMENT = r"<!--(?:(?!<!--|-->)[\s\S])*+-->"
# A code span ends with its block: at a blank line, and where a line begins a row, a heading, an
# item, a quotation, …
_BLOCK_START = r"\n[ \t]*(?:\n|\||#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|>|!!!)"
# An escaped sign, a comment, a code span, a sign that begins none.
_RAW = re.compile(
    rf"\\[\\`\[\]<(!]|(?P<raw>{COMMENT}|(?P<sign>`++)(?:(?!{_BLOCK_START}).)*?(?<!`)(?P=sign)(?!`))|`+",
    re.DOTALL,
)


def _without_raw(text: str) -> str:
    """Return the text with code spans and comments blanked."""
    return _RAW.sub(lambda match: blank(match.group()) if match["raw"] else match.group(), text)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def without_code(text: str) -> str:
    """Return a text with fenced and indented code blanked."""
    lines = _FENCED.sub(blanked, text).split("\n")
    containers: list[int] = []  # how far the text of each list item around is indented
    code_may_begin = True
    for number, line in enumerate(lines):
        if not line.strip():
            code_may_begin = True
            continue
        indent, is_item = _indent(line), _LIST_ITEM.match(line.lstrip())
        while containers and containers[-1] > indent and (code_may_begin or is_item):
            containers.pop()
        if code_may_begin and indent >= (containers[-1] if containers else 0) + 4:
            lines[number] = blank(line)
            continue
        if is_item:
            containers.append(indent - indent % 4 + 4)
        code_may_begin = False
    return "\n".join(lines)


# --- references -----------------------------------------------------------------------------------

_OPEN_CITATION = re.compile(  # with the sources that follow in brackets never closed
    r"\[(?<![\\!]\[)-?@(?=[A-Za-z0-9])(?![^\[\]]*\]\()[^\s\[\]]*(?:[;,]?\s+-?@[^\s\[\]]*)*"
)
# A source, its place in the source, and its words there with what they mean in English: "不少于 8%"
# (no less than 8%).
_KEY = r"@(?P<key>[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9_])?)"
_NO_LOCATOR = r"(?!\s*(?:pp?\.?\s*)?(?:,\s*[\"“]|\Z))"  # a lone "p." says no place
_LOCATOR = rf"{_NO_LOCATOR}(?P<locator>(?:(?!(?<!\w)@\w)[^\"“”])*?)"  # p. 4
_WORDS = r"[\"“](?P<words>[^\"“”]+)[\"”](?:\s*\((?P<meaning>[^()]+)\))?"
_ITEM = re.compile(rf"\s*{_KEY}\s*(?:,{_LOCATOR})?(?:,\s*{_WORDS}\s*)?\Z", re.DOTALL)
# With brackets or a sign of Chinese text, and a key that looks like one: 【@nbs-2024】.
_WIDE_OPENING = r"【-?[@＠]|［-?[@＠]|-(?<=\[-)＠|＠(?<=\[＠)"
_LIKE_KEY = r"(?P<key>[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)+)"
_WIDE_CITATION = re.compile(rf"(?:{_WIDE_OPENING}){_LIKE_KEY}[^\[\]【】［］\n]*[】］\]]")
_SEMICOLON = re.compile(r""";(?=[^"“”]*(?:["“][^"“”]*["”][^"“”]*)*\Z)""")  # outside of such words
_LINK_LIKE = re.compile(r"\]\(<?(?P<kind>(?i:term|value))[:：](?P<target>[^)\n]{0,500})\)")
_MARKER_NAME = r"[ \t]*:[ \t]*(?P<name>[^\s>-][^\s>]*)?"  # : all
_MARKER = re.compile(
    rf"^(?P<before>.*?)<!--[ \t]*(?P<kind>[a-z][a-z-]*)(?:{_MARKER_NAME})?[ \t]*-->.*$",
    re.MULTILINE,
)
_BARE = re.compile(r"@(?<![\w\[;/.@&=-]@)(?P<bare>[a-z0-9]+(?:-[a-z0-9]+){2,})\b")
_LOOSE = re.compile(rf"(?<![\w(<（/：:.=\"'-])(?<!\]:[ \t])(?<!\)\[){LOOSE}(?![\w)）/-])")
_FORM = 'Write [@key], [@key, p. 4], [@key, "words of the source"] or [@a; @b]'
# What looks like a reference and is none: code, message and hint, made of the match.
_SLIPS = (
    (_OPEN_CITATION, "malformed-citation", "this citation is never closed", _FORM),
    (
        _WIDE_CITATION,
        "malformed-citation",
        "'{0}' is written with signs of Chinese text",
        "Write [@{key}]",
    ),
    (_BARE, "malformed-citation", "'{0}' stands outside square brackets", "Write [{0}]"),
    (
        _LOOSE,
        "malformed-link",
        "'{0}' stands outside a link and comes out as text",
        "Write [text]({0})",
    ),
    (
        _LINK_LIKE,
        "unknown-{kind}",
        "'{kind}:{target}' is not a well-formed {kind} link",
        "It is written in lower case, has no title, and a hyphen stands for a space in it",
    ),
)


def scan(text: str) -> Scan:
    """Find every reference and marker in a text of Markdown."""
    uncoded = without_code(text)
    masked = _without_raw(uncoded)
    found = list(_citations(masked))
    spans = [one for one in found if isinstance(one, Span)]
    for match in LINK.finditer(masked):
        kind: Kind = "term" if match["kind"] == "term" else "value"
        name = unquote(match["target"]) if kind == "term" else match["target"]
        target = Target(name, match.start("kind"))
        spans.append(
            Span(kind, *match.span(), text[match.start("label") : match.end("label")], (target,))
        )
    slips = [*(one for one in found if isinstance(one, Slip)), *_slips(masked)]
    spans.sort(key=lambda span: span.start)
    return Scan(masked, tuple(spans), tuple(_find_markers(uncoded)), tuple(slips))


def _slips(masked: str) -> Iterator[Slip]:
    """Yield what looks like a reference outside those that are found; each sign counts for the
    first form alone.
    """
    rest = without_references(masked)
    for pattern, code, message, hint in _SLIPS:
        found, rest = taken(pattern, rest)
        for match in found:
            parts = match.groupdict()
            wrong, right = (one.format(match.group(), **parts) for one in (message, hint))
            swap = (f"@{parts['bare']}", f"[@{parts['bare']}]") if "bare" in parts else None
            at = match.start("kind" if "kind" in parts else 0)
            yield Slip(code.format(**parts).lower(), wrong, right, swap, at)


def _citations(masked: str) -> Iterator[Span | Slip]:
    """Yield the citations of a text, and what is wrong with the form of one."""
    for match in CITATION.finditer(masked):
        start, end = match.span()
        written = " ".join(match.group().split())
        before = masked[start - 1 : start]
        if masked.startswith("[", end) or before == "]":
            # of citations side by side, the last one is reported
            if not re.match(r"\[-?@", masked[end : end + 3]):
                message = f"'{written}' stands directly beside other brackets"
                yield Slip("malformed-citation", message, _FORM, offset=start)
            continue
        if before == "[" and masked.startswith("]", end):
            message = f"'[{written}]' has two pairs of brackets"
            yield Slip("malformed-citation", message, "Write them once", offset=start)
        targets, wrong = _cited(match)
        yield from (
            Slip("malformed-citation", f"'{written}' is not a citation", _FORM, offset=at)
            for at in wrong
        )
        yield Span("citation", start, end, "", tuple(targets))


def _cited(match: re.Match[str]) -> tuple[list[Target], list[int]]:
    """Return the targets of a citation, and the offsets of the parts that are none."""
    targets: list[Target] = []
    wrong: list[int] = []
    at = match.start("body")
    for part in _SEMICOLON.split(match["body"]):
        offset = at + (len(part) - len(part.lstrip()) if part.strip() else 0)
        at += len(part) + 1
        item = _ITEM.match(part)
        if item is None:
            wrong.append(offset)
        else:
            said = (
                " ".join((item[name] or "").split()) for name in ("locator", "words", "meaning")
            )
            targets.append(Target(item["key"], offset, *said))
    return targets, wrong


def _find_markers(uncoded: str) -> Iterator[Marker]:
    """Yield comments of the form of a marker, outside code; whether one is a block, its reader
    decides.
    """
    for match in _MARKER.finditer(uncoded) if "<!--" in uncoded else ():
        line = match.group()
        if match["before"].count("`") % 2:
            continue
        is_comment = line.lstrip().startswith("<!--") and line.rstrip().endswith("-->")
        is_alone = is_comment and line.count("<!--") == 1 and _indent(line) < 4
        kind_at, name_at = (
            match.start("kind"),
            match.start("name") if match["name"] else match.start("kind"),
        )
        yield Marker(*match.span(), match["kind"], match["name"] or "", kind_at, name_at, is_alone)
