"""What a text refers to: finds citations, term and value links and block markers, with their offsets.

Code, comments and raw HTML text are blanked out first, so that nothing in them counts. Blanking keeps every
offset: the masked text is as long as the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from refdesk.files.text import blank

Kind = Literal["citation", "term", "value"]


class Target(NamedTuple):
    """One thing referred to: its name, the offset and length of its token, and a locator (citations only)."""

    name: str
    offset: int
    locator: str = ""


class Span(NamedTuple):
    """A reference in a text: ``text[start:end]``, of one kind, with the visible label of a link."""

    kind: Kind
    start: int
    end: int
    label: str
    targets: tuple[Target, ...]


class Marker(NamedTuple):
    """A block marker, alone on the line ``text[start:end]``."""

    start: int
    end: int
    kind: str
    name: str
    kind_offset: int
    name_offset: int


class Slip(NamedTuple):
    """Something that looks like a reference and is not well formed."""

    code: str
    offset: int
    message: str
    hint: str = ""


class Scan(NamedTuple):
    """Everything found in one text."""

    masked: str
    spans: tuple[Span, ...]
    markers: tuple[Marker, ...]
    slips: tuple[Slip, ...]


# --- blanking -------------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"^(?P<indent>[> \t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+\S|\[\^[^\]]+\]:|(?:!!!|\?\?\?\+?)[\w\s\"]")
_MAX_TICKS = 32  # around a code span; a longer run opens none

# A code span ends with its block: at a blank line, and where a line begins a row, a heading, an item, a quotation, …
_BLOCK_START = re.compile(r"\n[ \t]*(?:\n|\||#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|>|!!!|\?\?\?|\[[^\]\n]+\]:)|\Z")
_RAW_TAGS = ("pre", "script", "style", "code", "textarea", "svg", "math")
_OPENS = re.compile(rf"\\[\\`\[\]<(!]|<!--|`+|<(?P<tag>{'|'.join(_RAW_TAGS)})\b[^<>]*>", re.IGNORECASE)
_COMMENT_END = re.compile(r"-->")
_TAG_ENDS = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in _RAW_TAGS}


@functools.lru_cache(maxsize=64)
def _ticks(length: int) -> re.Pattern[str]:
    """A run of exactly so many backticks."""
    return re.compile(rf"(?<!`)`{{{length}}}(?!`)")


class _Ahead:
    """Finds the next match of patterns from positions that only grow; what was found once is not searched again.

    So a page of openings without an end is read once, and not once for each of them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[re.Pattern[str], re.Match[str] | None] = {}

    def find(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        """The first match of a pattern at or behind ``at``."""
        known = self._found.get(pattern)
        if pattern not in self._found or (known is not None and known.start() < at):
            known = self._found[pattern] = pattern.search(self.text, at)
        return known

    def end_of(self, pattern: re.Pattern[str], at: int) -> int:
        """Where the first match of a pattern begins (one that always matches, at the end of the text if not before)."""
        match = self.find(pattern, at)
        return len(self.text) if match is None else match.start()


def _raw_spans(text: str, *, comments: bool, elements: bool) -> Iterator[tuple[int, int]]:
    """The stretches of code spans, and of comments and raw HTML elements whose text is no Markdown."""
    ahead = _Ahead(text)
    at = 0
    while (opening := _OPENS.search(text, at)) is not None:
        sign, at = opening.group(), opening.end()
        if sign[0] == "\\":
            continue
        if sign == "<!--":
            close = ahead.find(_COMMENT_END, at)
        elif sign[0] == "`":
            close = ahead.find(_ticks(len(sign)), at) if len(sign) <= _MAX_TICKS else None
            if close is None or close.start() > ahead.end_of(_BLOCK_START, at):
                continue
        elif not elements:
            continue
        else:
            close = ahead.find(_TAG_ENDS[opening["tag"].lower()], at)
        if close is not None:
            at = close.end()
            if comments or sign != "<!--":
                yield opening.start(), at


def _without(text: str, spans: Iterator[tuple[int, int]]) -> str:
    """A text with stretches of it blanked out."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], blank(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _code_blocks(lines: list[str]) -> set[int]:
    """The lines that are fenced or indented code."""
    code: set[int] = set()
    open_until: dict[tuple[str, int, bool], int] = {}
    containers: list[int] = []
    blank_before = True
    number = 0
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            blank_before = True
            number += 1
            continue
        fence = _FENCE.match(line)
        if fence:
            end = _fence_end(lines, number, fence, open_until)
            if end is not None:
                code.update(range(number, end + 1))
                number, blank_before = end + 1, False
                continue
        indent = _indent(line)
        if blank_before:
            while containers and containers[-1] > indent:
                containers.pop()
        base = containers[-1] if containers else 0
        after_code = number > 0 and number - 1 in code and not fence
        if indent >= base + 4 and (blank_before or after_code):
            code.add(number)
        elif _LIST_ITEM.match(line.lstrip()):
            while containers and containers[-1] > indent:
                containers.pop()
            containers.append(indent - indent % 4 + 4)
        blank_before = False
        number += 1
    return code


def _fence_end(
    lines: list[str], start: int, fence: re.Match[str], open_until: dict[tuple[str, int, bool], int]
) -> int | None:
    """The line that closes a fence: the same characters alone on a line, before the text leaves the fence's block.

    ``open_until`` remembers how far a fence of that kind was followed in vain.
    """
    mark = fence["fence"]
    quoted = ">" in fence["indent"]
    indent = _indent(fence["indent"])
    kind = (mark, indent, quoted)
    if start < open_until.get(kind, 0):
        return None
    for number in range(start + 1, len(lines)):
        line = lines[number]
        stripped = line.strip("> \t") if quoted else line.strip()
        if stripped == mark and (quoted or _indent(line) == indent):
            return number
        if stripped and not quoted and _indent(line) < indent:
            open_until[kind] = number
            return None
    open_until[kind] = len(lines)
    return None


def mask(text: str, *, comments: bool = True, elements: bool = True) -> str:
    """The text with code blanked, and with comments and elements of raw text.

    It is as long as the text and has the same line breaks.
    """
    plain = _without_code(text)
    return _without(plain, _raw_spans(plain, comments=comments, elements=elements))


@functools.lru_cache(maxsize=4)  # the markers of a text are looked for in what its mask was made from
def _without_code(text: str) -> str:
    """The text with fenced and indented code blanked."""
    if _PLAIN_LINE.fullmatch(text):
        return text
    lines = text.split("\n")
    code = _code_blocks(lines)
    return "\n".join(blank(line) if number in code else line for number, line in enumerate(lines))


_PLAIN_LINE = re.compile(r"[^\s`~>].*")  # no line of code: it is not indented, and begins no fence


# --- references -----------------------------------------------------------------------------------------------------

_OPENING = re.compile(r"\[-?@")  # begins with a sign that is quick to find, as the next two do not
_SIGN = re.compile("@")
_CITATION = re.compile(r"(?<![\\!])\[(?P<body>-?@[^\[\]]*)\]")
_OPEN_CITATION = re.compile(r"(?<![\\!])\[-?@(?=[A-Za-z0-9])(?![^\[\]]*\]\()[^\s\[\]]*")
_FURTHER = re.compile(r"(?:[;,]?\s+-?@[^\s\[\]]*)*")  # the sources that follow in brackets never closed
_ITEM = re.compile(r"\s*(?P<key>@[^\s,;\[\]]*)(?P<rest>.*)", re.DOTALL)
# With brackets or a sign of Chinese text, and a key that looks like one.
_WIDE_CITATION = (  # compiled where it is needed: few texts have its signs
    r"(?P<opening>[【［\[])-?(?P<sign>[@＠])(?P<key>[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)+)[^\[\]【】［］\n]*[】］\]]"
)
_WIDE_SIGNS = ("【", "［", "＠")
_LOCATOR = re.compile(r",(?!\s*(?:pp?\.?\s*)?\Z)(?!.*(?<!\w)@\w)", re.DOTALL)
_KEY = re.compile(r"@[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9_])?$")
_LINK = re.compile(
    r"(?<![\\!])\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\((?P<kind>term|value):(?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
)
_LINK_LIKE = re.compile(r"\]\((?P<kind>term|value):(?P<target>[^)\n]{0,500})\)")
_MARKER = re.compile(
    r"^(?P<before>.*?)<!--[ \t]*(?P<kind>[a-z][a-z-]*)(?:[ \t]*:[ \t]*(?P<name>[^\s>]+))?[ \t]*-->.*$",
    re.M,
)
_BARE = re.compile(r"(?<![\w\[;/.@&=-])@(?P<key>[a-z0-9]+(?:-[a-z0-9]+){2,})\b")


def scan(text: str) -> Scan:
    """Find every reference and marker in a text of Markdown."""
    masked = mask(text)
    spans: list[Span] = []
    slips: list[Slip] = []
    _find_citations(masked, spans, slips)
    _find_links(text, masked, spans, slips)
    slips += _loose_targets(masked)
    spans.sort(key=lambda span: span.start)
    return Scan(masked, tuple(spans), tuple(_find_markers(text)), tuple(slips))


_FORM = "Write [@key], [@key, p. 4] or [@a; @b]"


def _find_citations(masked: str, spans: list[Span], slips: list[Slip]) -> None:
    covered: list[tuple[int, int]] = []
    openings = [match.start() for match in _OPENING.finditer(masked)]
    for at in openings:
        match = _CITATION.match(masked, at)
        if match is None:
            continue
        start, end = match.span()
        if masked.startswith("(", end) or "\n\n" in match["body"]:
            continue  # an ordinary link whose text begins with @, or brackets that do not belong together
        covered.append((start, end))
        message = f"'{' '.join(match.group().split())}' is not a citation"
        if masked.startswith("[", end) or (start and masked[start - 1] == "]"):
            if not re.match(r"\[-?@", masked[end : end + 3]):  # of citations side by side, the last one is reported
                message = f"'{' '.join(match.group().split())}' stands directly beside other brackets"
                slips.append(Slip("malformed-citation", start, message, _FORM))
            continue
        if masked.startswith("]", end) and masked.startswith("[", start - 1) and start:
            message = f"'[{' '.join(match.group().split())}]' has two pairs of brackets"
            slips.append(Slip("malformed-citation", start, message, "Write them once"))
        targets, wrong = _cited(match)
        slips += [Slip("malformed-citation", offset, message, _FORM) for offset in wrong]
        spans.append(Span("citation", start, end, "", tuple(targets)))
    starts = {start for start, _ in covered}
    for at in openings:
        match = _OPEN_CITATION.match(masked, at) if at not in starts else None
        if match is not None:
            slips.append(Slip("malformed-citation", match.start(), "this citation is never closed", _FORM))
            rest = _FURTHER.match(masked, match.end())
            covered.append((match.start(), rest.end() if rest is not None else match.end()))
    for match in re.compile(_WIDE_CITATION).finditer(masked) if any(sign in masked for sign in _WIDE_SIGNS) else ():
        if match["opening"] != "[" or match["sign"] == "＠":
            message = f"'{match.group()}' is written with signs of Chinese text"
            at = match.start("sign" if match["opening"] == "[" else "opening")
            slips.append(Slip("malformed-citation", at, message, f"Write [@{match['key']}]"))
            covered.append(match.span())
    for sign in _SIGN.finditer(masked):
        match = _BARE.match(masked, sign.start())
        if match is not None and not any(start <= match.start() < end for start, end in covered):
            message = f"'@{match['key']}' stands outside square brackets"
            slips.append(Slip("malformed-citation", match.start(), message, f"Write [@{match['key']}]"))


# The target of a link where no link is.
_LOOSE = re.compile(
    r"(?<![\w(<（/：:.=\"'-])(?<!\]:[ \t])(?<!\)\[)"
    r"(?:term:[a-z0-9]+(?:-[a-z0-9]+)+|value:[a-z0-9_]+(?:/[\w.-]*\w){2,})(?![\w)）/-])"
)


def _loose_targets(masked: str) -> Iterator[Slip]:
    for match in _LOOSE.finditer(masked) if "term:" in masked or "value:" in masked else ():
        message = f"'{match.group()}' stands outside a link and comes out as text"
        yield Slip("malformed-link", match.start(), message, f"Write [text]({match.group()})")


def _cited(match: re.Match[str]) -> tuple[list[Target], list[int]]:
    """The targets of a citation, and the offsets of the parts that are none."""
    targets: list[Target] = []
    wrong: list[int] = []
    at = match.start("body")
    for part in match["body"].split(";"):
        item = _ITEM.match(part)
        offset = at + (len(part) - len(part.lstrip()) if part.strip() else 0)
        at += len(part) + 1
        rest = item["rest"].strip() if item else ""
        if item is None or not _KEY.match(item["key"]) or (rest and not _LOCATOR.match(rest)):
            wrong.append(offset)
        else:
            targets.append(Target(item["key"][1:], offset, " ".join(rest[1:].split())))
    return targets, wrong


def _find_links(text: str, masked: str, spans: list[Span], slips: list[Slip]) -> None:
    if "](term:" not in masked and "](value:" not in masked:
        return
    covered: set[int] = set()
    for match in _LINK.finditer(masked):
        kind: Kind = "term" if match["kind"] == "term" else "value"
        target = Target(unquote(match["target"]), match.start("kind"))
        label = text[match.start("label") : match.end("label")]
        spans.append(Span(kind, match.start(), match.end(), label, (target,)))
        covered.add(match.start("kind"))
    for match in _LINK_LIKE.finditer(masked):
        if match.start("kind") in covered:
            continue
        code = "unknown-term" if match["kind"] == "term" else "unknown-value"
        hint = "A space in it is written %20" if " " in match["target"] else ""
        if re.search(r"\s[\"'(“]", match["target"]):
            hint = f"It has no title: write [text]({match['kind']}:{match['target'].split()[0]})"
        message = f"'{match['kind']}:{match['target']}' is not a well-formed {match['kind']} link"
        slips.append(Slip(code, match.start("kind"), message, hint))


def _find_markers(text: str) -> Iterator[Marker]:
    """Comments of the form of a marker, outside code; whether one is a block, and well placed, its reader decides."""
    if "<!--" not in text:
        return
    for match in _MARKER.finditer(_without_code(text)):
        if match["before"].count("`") % 2:
            continue
        name_offset = match.start("name") if match["name"] else match.start("kind")
        yield Marker(match.start(), match.end(), match["kind"], match["name"] or "", match.start("kind"), name_offset)


def stands_alone(text: str, marker: Marker) -> bool:
    """Whether a marker is alone on its line, at the left margin (three spaces are still the margin)."""
    line = text[marker.start : marker.end]
    stripped = line.strip()
    return (
        stripped.startswith("<!--") and stripped.endswith("-->") and stripped.count("<!--") == 1 and _indent(line) < 4
    )


def references(spans: tuple[Span, ...]) -> Iterator[tuple[Kind, Target]]:
    """Every target of every span, with its kind."""
    for span in spans:
        for target in span.targets:
            yield span.kind, target


# A plain link in a text field (pages may hold links of every form; those are read from the rendered page).
PLAIN_LINK = re.compile(r"\[(?P<label>[^\[\]]+)\]\((?P<target>[^()\s]+)\)")


def plain_links(found: Scan) -> Iterator[tuple[str, int]]:
    """The targets of the plain links of a text field, with their offsets."""
    for match in PLAIN_LINK.finditer(found.masked):
        if match["target"].partition(":")[0] not in {"term", "value"}:
            yield match["target"], match.start("target")
