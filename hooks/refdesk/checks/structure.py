"""The form of a page: headings in order, bodies indented, tables even, fences closed, labels defined once and used.

The source raises a suspicion, at a place; the page rendered with a probe at that place confirms it or not (see
``probe``). Only what is confirmed is reported, so that code, templates and the peculiarities of extensions are safe.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refdesk.checks import lost
from refdesk.checks.suspicion import Suspicion, Verdict, word_end
from refdesk.forms import slips_of_form
from refdesk.page import Page
from refdesk.plugins import may_change_text, may_define_labels, stands_for_text
from refdesk.probe import Prober, Trace
from refdesk.problems import Problem
from refdesk.render import Heading, Rendered
from refdesk.scan import mask
from refdesk.suggest import nearest

if TYPE_CHECKING:
    from refdesk.site import Site


@dataclass(frozen=True)
class Shared:
    """What pages say of slips in files that several of them include: a slip is one only if no page disagrees."""

    charged: list[Problem] = field(default_factory=list)
    acquitted: set[Problem] = field(default_factory=set)

    def problems(self) -> Iterator[Problem]:
        """The slips that no page disagrees with."""
        return (problem for problem in self.charged if problem not in self.acquitted)


def check_page(site: Site, page: Page, found: Rendered, prober: Prober, shared: Shared) -> Iterator[Problem]:
    """Every slip of form on a page; those in included files are left to be judged when every page was heard."""
    yield from _headings(page, found)
    templates = may_change_text(site.config)
    suspicions = list(_suspicions(site, page, found))
    if templates and stands_for_text(page.text):
        suspicions = [s for s in suspicions if not _is_template(page, s.probe)]
    trace = prober.trace(page, [s.probe for s in suspicions]) if suspicions else None
    for number, suspicion in enumerate(suspicions if trace is not None else ()):
        problem = page.problem(suspicion.code, suspicion.offset, suspicion.message, suspicion.hint)
        confirmed = trace is not None and suspicion.confirmed(trace, number)
        if not suspicion.shared:
            yield from [problem] if confirmed else []
        elif confirmed:
            shared.charged.append(problem)
        else:
            shared.acquitted.add(problem)
    shared.acquitted.update(_used_elsewhere(page, templates=templates))


def _is_template(page: Page, offset: int) -> bool:
    """Whether a plugin puts in text here: the paragraph holds a template, or belongs to a ``:::`` block above."""
    start = page.text.rfind("\n\n", 0, offset) + 2 if "\n\n" in page.text[:offset] else 0
    end = page.text.find("\n\n", offset)
    if stands_for_text(page.text[start : end if end >= 0 else len(page.text)]):
        return True
    line_start = page.text.rfind("\n", 0, offset) + 1
    if page.text[line_start : line_start + 1] not in {" ", "\t"}:
        return False
    above = [line for line in page.text[:line_start].split("\n")[-200:] if line.strip() and line[0] not in " \t"]
    return bool(above) and above[-1].startswith(":::")


def _suspicions(site: Site, page: Page, found: Rendered) -> Iterator[Suspicion]:
    extensions = set(site.config.extensions)
    yield from _fences(page)
    yield from _comments(page)
    yield from _labels(page, elsewhere=may_define_labels(site.config), templates=may_change_text(site.config))
    if any("footnotes" in name or name.endswith("extra") for name in extensions):
        yield from _footnotes(page, found)
    yield from _bodies(page, extensions)
    if any(name.startswith("pymdownx.blocks") for name in extensions):
        yield from _blocks(page)
    yield from lost.fences(page)
    yield from lost.boxes(
        page, "".join(sign for sign, name in _EXTENSION_OF.items() if name in _plain_names(extensions))
    )
    yield from lost.tables(page)
    yield from _tables(page, math="pymdownx.arithmatex" in extensions)
    yield from _lists(page)
    yield from _link_forms(page)
    yield from _links_as_text(page, found)


# --- headings -------------------------------------------------------------------------------------------------------

_HEADING = re.compile(
    r"^[ \t>]*(?P<marks>#{1,6})(?P<text>[^\n]*)$"
    r"|^(?P<over>[^\n]+)\n[ \t>]*(?P<under>=+|-+)[ \t]*$"
    r"|<h(?P<raw>[1-6])\b(?P<html>.*?)(?:</h|$)",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)


def _headings(page: Page, found: Rendered) -> Iterator[Problem]:
    if not any(True for _ in _heading_slips(found.headings)):
        return
    places = _heading_places(page, found)
    written = [(heading, place) for heading, place in zip(found.headings, places, strict=True) if place is not None]
    for number, message in _heading_slips([heading for heading, _ in written]):
        yield page.problem("heading-order", written[number][1], message)


def _heading_slips(headings: Sequence[Heading]) -> Iterator[tuple[int, str]]:
    """The number of each heading that is out of order, and why."""
    level = 0
    has_first = False
    for number, heading in enumerate(headings):
        if level and heading.level > level + 1:
            yield number, f"the heading '{heading.text}' goes from level {level} to level {heading.level}"
        elif heading.level == 1 and has_first:
            yield number, f"'{heading.text}' is a second first-level heading"
        has_first = has_first or heading.level == 1
        level = heading.level


def _heading_places(page: Page, found: Rendered) -> list[int | None]:
    """The offset of every rendered heading: the next line of the source that is a heading of its level and words.

    One that is in no line comes from a block; its place is the marker of the block. On a page without markers it comes
    from an extension (or from code that the installed version of one takes for text): not the writer's doing.
    """
    candidates = [
        (_level(match), set(re.findall(r"\w+", page.text[match.start() : match.end()])), _start(page, match))
        for match in _HEADING.finditer(page.scan.masked, page.body_start)
    ]
    at = 0
    places: list[int | None] = []
    fallback = next((marker.start for marker in page.markers()), None)
    for heading in found.headings:
        hit = next((n for n in range(at, len(candidates)) if _reads(candidates[n], heading)), None)
        places.append(fallback if hit is None else candidates[hit][2])
        at = at if hit is None else hit + 1
    return places


def _reads(candidate: tuple[int, set[str], int], heading: Heading) -> bool:
    """Whether a line of the source has the level and at least half of the first words of a heading."""
    words = re.findall(r"\w+", heading.text)[:6]
    return candidate[0] == heading.level and sum(word in candidate[1] for word in words) * 2 >= len(words)


def _level(match: re.Match[str]) -> int:
    if match["marks"]:
        return len(match["marks"])
    if match["under"]:
        return 1 if match["under"][0] == "=" else 2
    return int(match["raw"])


def _start(page: Page, match: re.Match[str]) -> int:
    text = page.scan.masked[match.start() : match.end()]
    return match.start() + len(text) - len(text.lstrip(" \t>"))


# --- fences, comments, blocks ---------------------------------------------------------------------------------------


def _fences(page: Page) -> Iterator[Suspicion]:
    for slip in page.scan.slips:
        if slip.code == "unclosed-fence":
            line_end = page.text.find("\n", slip.offset)
            probe = len(page.text.rstrip()) if line_end < 0 else word_end(page.text, line_end, len(page.text))
            confirmed = _always if slip.sure else _is_no_code_block
            yield Suspicion(slip.code, slip.offset, slip.message, slip.hint, probe, confirmed)


def _always(trace: Trace, number: int) -> bool:
    del trace, number
    return True


def _is_no_code_block(trace: Trace, number: int) -> bool:
    return "pre" not in trace.code.get(number, ())


_COMMENT = re.compile(r"<!--(?P<body>.*?)(?P<end>-->|\Z)", re.DOTALL)


def _comments(page: Page) -> Iterator[Suspicion]:
    if "<!--" not in page.text:
        return
    hint = "End it with -->"
    plain, _ = mask(page.text, comments=False)
    for match in _COMMENT.finditer(plain, page.body_start):
        inner = match["body"].find("<!--")
        if not match["end"]:
            message = "this comment never ends; readers see it"
            probe = match.start() + 4
            yield Suspicion("unclosed-comment", match.start(), message, hint, probe, lambda t, n: n in t.text)
            return
        if inner >= 0:
            message = "this comment runs into the next one; what stands between is lost"
            yield Suspicion("unclosed-comment", match.start(), message, hint, match.start() + 4, Trace.vanished)


_BLOCK = re.compile(r"^[ \t>]*(?P<fence>/{3,})[ \t]*(?P<name>[A-Za-z][\w-]*)?[^\n]*$", re.MULTILINE)


def _blocks(page: Page) -> Iterator[Suspicion]:
    """Blocks of pymdownx.blocks (``/// note``) that are never closed."""
    stack: list[re.Match[str]] = []
    for match in _BLOCK.finditer(page.scan.masked, page.body_start):
        if match["name"]:
            stack.append(match)
        else:
            while stack and len(stack[-1]["fence"]) != len(match["fence"]):
                yield _open_block(page, stack.pop())
            if stack:
                stack.pop()
    for match in stack:
        yield _open_block(page, match)


def _open_block(page: Page, match: re.Match[str]) -> Suspicion:
    message = f"the block '{match['name']}' is never closed"
    hint = f"Close it with {match['fence']} on a line of its own"
    probe = word_end(page.text, match.end(), len(page.text))
    return Suspicion("unclosed-block", match.start("fence"), message, hint, probe, lambda t, n: n in t.text)


# --- labels ---------------------------------------------------------------------------------------------------------

_DEFINITION = re.compile(
    r"^(?P<lead>[ \t>]*)\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*\n?[ \t]*(?P<target><[^<>\s]*>|[^\s<]\S*)[ \t]*"
    r"(?:\n?[ \t]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))[ \t]*)?$",
    re.MULTILINE,
)
_INNER = r"!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])?"  # a link or image inside the text of another
_FULL = re.compile(
    r"(?<![\\\w\]!])(?P<image>!?)"
    rf"\[(?P<text>(?:[^\[\]\\\n]|\\.|\n(?![ \t]*\n)|{_INNER}){{1,500}})\]\[(?P<label>[^\[\]\n]*)\](?![(:])"
)
_IMAGE_ALONE = re.compile(r"(?<!\\)!\[(?P<label>[^\[\]\n]*\w[^\[\]\n]*)\](?![(\[:])")
_COMMENT_LABELS = frozenset({"//", "comment", "_", "_metadata_", "#"})


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def _definitions(page: Page) -> Iterator[re.Match[str]]:
    for match in _DEFINITION.finditer(page.scan.masked, page.body_start):
        if _normal(match["label"]) not in _COMMENT_LABELS and not match["label"].startswith(("@", "*")):
            yield match


def _used_labels(page: Page, *, in_comments: bool) -> set[str]:
    """Every label in brackets outside definitions (more than the links: what is used in doubt, is used).

    ``in_comments`` counts those in comments as well: the site's own code may make text of them.
    """
    text = mask(page.text, comments=False)[0] if in_comments else page.scan.masked
    plain = re.sub(r"^[ \t>]*\[[^\]\n]+\]:", lambda m: " " * len(m.group()), text, flags=re.MULTILINE)
    return {_normal(m.group(1)) for m in re.finditer(r"\[([^\[\]]+)\]", plain)} | {
        _normal(m["label"] or m["text"]) for m in _FULL.finditer(plain)
    }


def _is_shared(page: Page, offset: int) -> bool:
    return page.origin(offset)[0] is not page.file


def _unused(page: Page, match: re.Match[str]) -> Suspicion:
    message = f"the link label '{match['label']}' is used nowhere"
    probe = match.end("target") - match["target"].endswith(">")
    shared = _is_shared(page, match.start())
    return Suspicion("unused-label", match.start("label"), message, "", probe, Trace.vanished, shared)


def _used_elsewhere(page: Page, *, templates: bool) -> Iterator[Problem]:
    """For definitions in included files: the problem that they would be, where this page uses them."""
    if page.assembly is None:
        return
    used = _used_labels(page, in_comments=templates)
    for match in _definitions(page):
        if _is_shared(page, match.start()) and _normal(match["label"]) in used:
            suspicion = _unused(page, match)
            yield page.problem(suspicion.code, suspicion.offset, suspicion.message, suspicion.hint)


_TEMPLATE_DEFINITION = re.compile(r"^[ \t>]*\[(?P<label>[^\]\n^]+)\]:[^\n]*\{[{%]", re.MULTILINE)


def _labels(page: Page, *, elsewhere: bool, templates: bool) -> Iterator[Suspicion]:
    """Reference-style links and images: label undefined, defined twice, never used.

    ``elsewhere``: plugins may define labels; ``templates``: plugins may put in text.
    """
    if "]:" not in page.text and "][" not in page.text and "] [" not in page.text and "![" not in page.text:
        return
    first: dict[str, re.Match[str]] = {}
    used: set[str] | None = None
    for match in _definitions(page):
        used = _used_labels(page, in_comments=templates) if used is None else used
        label = _normal(match["label"])
        if label in first:
            line = page.file.place(page.origin(first[label].start("label"))[1]).line
            message = f"the link label '{match['label']}' is defined already at line {line}"
            probe = match.end("target") - match["target"].endswith(">")
            yield Suspicion("duplicate-label", match.start("label"), message, "", probe, _is_no_text)
            continue
        first[label] = match
        if label not in used:
            yield _unused(page, match)
    if not elsewhere:
        filled_in = _TEMPLATE_DEFINITION.finditer(page.scan.masked, page.body_start) if templates else ()
        yield from _undefined_labels(page, {**first, **{_normal(match["label"]): match for match in filled_in}})


def _is_no_text(trace: Trace, number: int) -> bool:
    return number not in trace.text and number not in trace.code


def _undefined_labels(page: Page, known: Mapping[str, object]) -> Iterator[Suspicion]:
    for match in _nested(_FULL, page.scan.masked, page.body_start):
        label = match["label"] or match["text"]
        if _normal(label) in known or match["text"].startswith(("^", "@")) or not _reads_as_link(match):
            continue
        if label.startswith(("^", "@", "-@")):
            continue
        at = match.start("label") if match["label"] else match.start("text")
        yield _undefined(page, at, f"the link label '{' '.join(label.split())}'", label, known, match.start())
    for match in _IMAGE_ALONE.finditer(page.scan.masked, page.body_start):
        if _normal(match["label"]) not in known:
            yield _undefined(
                page, match.start("label"), f"the image label '{match['label']}'", match["label"], known, match.start()
            )


def _nested(pattern: re.Pattern[str], text: str, start: int) -> Iterator[re.Match[str]]:
    """Every match of a pattern, those inside the text of another included."""
    match = pattern.search(text, start)
    while match:
        yield match
        inside = "[" in match["text"]
        match = pattern.search(text, match.start("text") if inside else match.end())


def _reads_as_link(match: re.Match[str]) -> bool:
    """Whether two pairs of brackets are meant as a link: side by side, they are also how programs index."""
    text, label = match["text"], match["label"]
    if match["image"] or not text.strip():
        return bool(match["image"])
    return bool(re.search(r"[^\W\d_]", label or text)) and (not re.fullmatch(r"[\w.'\"]{0,2}", text) or len(label) > 2)


def _undefined(page: Page, offset: int, what: str, label: str, known: Mapping[str, object], probe: int) -> Suspicion:
    near = nearest(_normal(label), list(known))
    hint = f"Did you mean '{near}'?" if near is not None else ""
    sign = page.text[probe : probe + 2] if page.text[probe] == "!" else page.text[probe]

    def is_text(trace: Trace, number: int) -> bool:
        return trace.before(number, sign) and not trace.inside(number, "a")

    return Suspicion("undefined-label", offset, f"{what} is defined nowhere", hint, probe, is_text)


# --- footnotes ------------------------------------------------------------------------------------------------------

_NOTE_USE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s\[]+)\](?!:)")
_NOTE_AT_MARGIN = re.compile(r"^[ \t>]*\[\^(?P<label>[^\]\n]+)\]:", re.MULTILINE)


def _footnotes(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Footnotes: used and undefined, defined twice, never used."""
    text = page.scan.masked
    if "[^" not in text:
        return
    first: dict[str, re.Match[str]] = {}
    uses = list(_NOTE_USE.finditer(text, page.body_start))
    used = {_normal(match["label"]) for match in uses}
    for match in _NOTE_AT_MARGIN.finditer(text, page.body_start):
        label = _normal(match["label"])
        at = match.start("label") - 1
        if label in first:
            line = page.file.place(page.origin(first[label].start("label"))[1]).line
            message = f"the footnote '[^{match['label']}]' is defined already at line {line}"
            yield Suspicion("duplicate-label", at, message, "", match.end(), _is_note)
            continue
        first[label] = match
        if label not in used and not any(i.startswith("fnref") and i.endswith(match["label"]) for i in found.ids):
            message = f"the footnote '[^{match['label']}]' is used nowhere"
            yield Suspicion("unused-label", at, message, "", match.end(), _is_note, _is_shared(page, at))
    for match in uses:
        if _normal(match["label"]) not in first:
            yield _undefined(
                page, match.start() + 1, f"the footnote '[^{match['label']}]'", match["label"], first, match.start()
            )


def _is_note(trace: Trace, number: int) -> bool:
    return trace.vanished(number) or trace.inside(number, ".footnote")


# --- bodies ---------------------------------------------------------------------------------------------------------

_CONTAINER = re.compile(r"^(?P<lead>[ \t>]*)(?P<mark>!!!|\?\?\?\+?|===[!+]{0,2})[ \t]+(?P<rest>\S[^\n]*)$")
_EXTENSION_OF = {"!": "admonition", "?": "pymdownx.details", "=": "pymdownx.tabbed"}
_OTHER_BLOCK = re.compile(r"\s*(?:#|!!!|\?\?\?|===|[-*+][ \t]|\d+[.)][ \t]|<|\||```|~~~|---|\[)")


def _plain_names(extensions: set[str]) -> set[str]:
    return {name.removeprefix("markdown.extensions.") for name in extensions}


def _bodies(page: Page, extensions: set[str]) -> Iterator[Suspicion]:
    """Admonitions, details and tabs whose next line of text is not indented under them."""
    plain = _plain_names(extensions)
    masked = page.scan.masked[page.body_start :].split("\n")
    real = page.text[page.body_start :].split("\n")
    around: list[int] = []  # how far the containers around a line are indented
    at = page.body_start
    for number, line in enumerate(masked):
        width = _width(line)
        if line.strip():
            while around and width < around[-1] + 4:
                around.pop()
        match = _CONTAINER.match(line)
        if match is not None and _EXTENSION_OF[match["mark"][0]] in plain:
            below = next((n for n in range(number + 1, len(real)) if real[n].strip(" \t>")), None)
            before = next((text for text in reversed(real[:number]) if text.strip()), "")
            alone = _CONTAINER.match(before) is not None  # titles without bodies in a row are meant so
            if below is not None and not alone and _is_forgotten(match, real[below], apart=below > number + 1):
                start = at + sum(len(text) + 1 for text in real[number:below])
                yield _outdented(page, match["mark"], start, start + len(real[below]), len(around))
            around.append(width)
        at += len(line) + 1


def _width(text: str) -> int:
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" >"))


def _is_forgotten(match: re.Match[str], body: str, *, apart: bool) -> bool:
    """Whether a line may be a body that lacks its indentation (a title alone can be meant so)."""
    if _width(body) >= _width(match["lead"] + "x") + 4 or _CONTAINER.match(body):
        return False
    titled = re.search(r'"(?P<title>.*\S.*)"', match["rest"]) if match["mark"][0] == "!" else None
    if titled is None:
        return True
    if re.match(r"[ \t>]*#{1,6}[ \t]", body):
        return False
    says_it_all = re.search(r"[.!?。！？…][)”’）]*$", titled["title"].strip()) is not None
    return not (apart and (says_it_all or _OTHER_BLOCK.match(body)))


def _outdented(page: Page, mark: str, start: int, end: int, depth: int) -> Suspicion:
    body = page.text[start:end]
    offset = start + len(body) - len(body.lstrip(" \t>"))
    message = f"this line is meant as the body of the block '{mark}' above and is not indented by four spaces"

    def is_outside(trace: Trace, number: int) -> bool:
        return number not in trace.code and (number not in trace.text or trace.text[number].depth <= depth)

    return Suspicion("unindented-body", offset, message, "", word_end(page.text, offset, end), is_outside)


# --- tables ---------------------------------------------------------------------------------------------------------

_RULE = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_QUOTE = re.compile(r"^[ \t>]*")


def _cells(line: str, *, bordered: bool) -> list[int]:
    """The offset in a line at which each of its cells begins."""
    start = len(_QUOTE.match(line).group()) if ">" in line[:8] else len(line) - len(line.lstrip())  # type: ignore[union-attr]
    end = len(line.rstrip())
    if bordered and line.startswith("|", start):
        start += 1
    pipes = [m.start() for m in re.compile(r"(?<!\\)\|").finditer(line, start, end)]
    if bordered and pipes and pipes[-1] == end - 1:
        pipes.pop()
    return [start, *(pipe + 1 for pipe in pipes)]


def _tables(page: Page, *, math: bool) -> Iterator[Suspicion]:
    """Rows with cells missing or too many, and tables that come out as text."""
    if "|" not in page.text:
        return
    masked = page.scan.masked
    if math and "$" in page.text:
        masked = " " * page.body_start + mask(page.text[page.body_start :])[0]
    real = page.text[page.body_start :].split("\n")
    lines = [_with_code(*both) for both in zip(masked[page.body_start :].split("\n"), real, strict=True)]
    starts = [page.body_start]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    number = 1
    while number < len(lines):
        if _is_rule(lines, number):
            yield from _table(page, lines, starts, number)
            number += 1
            while number < len(lines) and lines[number].strip(" \t>"):
                number += 1
        number += 1


def _with_code(masked: str, real: str) -> str:
    """A row with a sign for each sign of its code: a cell of code is not empty, and its bars are no borders."""
    if "|" not in masked or masked == real:
        return masked
    return "".join("x" if sign == " " and not own.isspace() else sign for sign, own in zip(masked, real, strict=True))


def _is_rule(lines: list[str], number: int) -> bool:
    head, rule = lines[number - 1], lines[number]
    return "|" in rule and bool(_RULE.match(rule)) and "|" in head and "-" in rule and not _RULE.match(head)


def _table(page: Page, lines: list[str], starts: list[int], rule: int) -> Iterator[Suspicion]:
    head = lines[rule - 1]
    stripped = head.strip(" \t>")
    bordered = stripped.startswith("|") or stripped.endswith("|")
    wanted = len(_cells(head, bordered=bordered))
    in_rule = len(_cells(lines[rule], bordered=bordered))
    head_start = starts[rule - 1] + _cells(head, bordered=bordered)[0]
    if in_rule != wanted:
        offset = starts[rule] + _indent(lines[rule])
        message = f"the rule below the head of this table has {in_rule} cells, the head has {wanted}"
        probe = word_end(page.text, head_start, starts[rule])
        yield Suspicion("lost-table", offset, message, "", probe, _is_no_cell)
        return
    if rule >= 2 and lines[rule - 2].strip(" \t>"):
        offset = starts[rule - 1] + _indent(head)
        message = "this table stands directly below other text and comes out as text"
        probe = word_end(page.text, head_start, starts[rule])
        yield Suspicion("lost-table", offset, message, "Put a blank line before it", probe, _is_no_cell)
    for number in range(rule + 1, len(lines)):
        line = lines[number]
        if not line.strip(" \t>"):
            break
        cells = _cells(line, bordered=bordered)
        while len(cells) > wanted and not line[cells[-1] :].strip():
            cells.pop()  # a bar at the end of a row where the head has none: nothing is lost
        if len(cells) != wanted:
            offset = starts[number] + _indent(line)
            message = f"this row has {len(cells)} cells, the head of the table has {wanted}"
            hint = "A | inside a cell is written \\|" if len(cells) > wanted else ""
            confirmed: Verdict = Trace.vanished if len(cells) > wanted else _is_cell
            probe = starts[number] + cells[wanted if len(cells) > wanted else 0]
            yield Suspicion("ragged-table", offset, message, hint, probe, confirmed)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t>"))


def _is_cell(trace: Trace, number: int) -> bool:
    return trace.inside(number, "td")


def _is_no_cell(trace: Trace, number: int) -> bool:
    return number in trace.text and not trace.inside(number, "th", "td")


# --- lists ----------------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"^(?P<lead>[ \t>]*)(?P<mark>[-*+]|1[.)])[ \t]+(?=\S)")


def _lists(page: Page) -> Iterator[Suspicion]:
    """Lists right below a line of text: they come out as text."""
    lines = page.scan.masked[page.body_start :].split("\n")
    at = page.body_start
    for number, line in enumerate(lines):
        match = _ITEM.match(line)
        above = lines[number - 1] if number else ""
        if match and above.strip(" \t>") and _introduces(above, line, lines[number + 1 : number + 2]):
            probe = word_end(page.text, at + match.end(), at + len(line))
            message = "this list stands directly below a line of text and comes out as text"
            offset = at + match.start("mark")
            yield Suspicion("lost-list", offset, message, "Put a blank line before it", probe, _is_no_item)
        at += len(line) + 1


def _introduces(above: str, line: str, below: list[str]) -> bool:
    """Whether a line of text is meant to introduce the list below it, not to go on in it."""
    if (
        _ITEM.match(above)
        or re.match(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]", above)
        or above.lstrip().startswith(("|", "#"))
    ):
        return False
    if _width(above) != _width(line):
        return False
    follows = bool(below) and bool(re.match(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\S", below[0]))
    return above.rstrip().endswith((":", "：")) or follows


def _is_no_item(trace: Trace, number: int) -> bool:
    return number in trace.text and not trace.inside(number, "li") and trace.inside(number, "p", "dd", "td")


# --- links that are none --------------------------------------------------------------------------------------------


def _link_forms(page: Page) -> Iterator[Suspicion]:
    """Links that are meant and come out as text: apart, never closed, the wrong way round."""
    for form in slips_of_form(page.scan.masked, page.body_start):
        yield _as_text(page, form.start, form.message, form.hint)


_INLINE = re.compile(
    r"(?<![\\\w\]!])!?\[(?P<text>[^\[\]\n]+)\]\([ \t]*<?(?P<target>[^\s()<>]+)>?(?:[ \t]+[\"'][^\n]*?[\"'])?[ \t]*\)"
)


def _links_as_text(page: Page, found: Rendered) -> Iterator[Suspicion]:
    """Well-formed links that come out as text all the same: Markdown is not read within raw HTML."""
    if "<" not in page.text:
        return
    rendered = Counter(link.target for link in found.links)
    matches = list(_INLINE.finditer(page.scan.masked, page.body_start))
    written = Counter(match["target"] for match in matches)
    for match in matches:
        target = match["target"]
        if written[target] > rendered[target] and not target.startswith(("term:", "value:")):
            message = "this link stands in raw HTML and comes out as text"
            yield _as_text(page, match.start(), message, "Give the HTML element around it the attribute markdown")


def _as_text(page: Page, start: int, message: str, hint: str) -> Suspicion:
    sign = page.text[start : start + 2] if page.text[start] == "!" else page.text[start]
    return Suspicion("malformed-link", start, message, hint, start, lambda trace, number: trace.before(number, sign))
