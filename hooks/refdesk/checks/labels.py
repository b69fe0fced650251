"""Labels of links and images: defined once, and used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from refdesk.checks.suspicion import Suspicion, before
from refdesk.pages.page import Page
from refdesk.pages.scan import mask
from refdesk.probe import Trace
from refdesk.problems.suggest import nearest

_DEFINITION = re.compile(
    r"^(?P<lead>[ \t>]*)\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*\n?[ \t]*(?P<target><[^<>\s]*>|[^\s<]\S*)[ \t]*"
    r"(?:\n?[ \t]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))[ \t]*)?$",
    re.MULTILINE,
)
_INNER = r"!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])?"  # a link or image inside the text of another
_FULL = re.compile(
    r"(?<![\\\w\]!])(?P<image>!?)"
    rf"\[(?P<text>(?:[^\[\]\\\n]|\\.|\n(?![ \t]*\n)|{_INNER}){{1,500}})\]"
    r"\[(?P<label>(?:[^\[\]\n]|\n(?![ \t]*\n))*)\](?![(:])"
)
_IMAGE_ALONE = re.compile(r"(?<!\\)!\[(?P<label>[^\[\]\n]*\w[^\[\]\n]*)\](?![(\[:]|[ \t]+\([^()\s]+\))")
# A definition whose colon is that of Chinese text or stands apart.
_NEARLY = re.compile(
    r"^[ \t>]*\[(?P<label>[^\]\n^@*][^\]\n]*)\](?:[ \t]*：|[ \t]+:)[ \t]*<?(?P<target>[^\s<>]+)>?[ \t]*$", re.MULTILINE
)
_COMMENT_LABELS = frozenset({"//", "comment", "_", "_metadata_", "#"})


def normal(label: str) -> str:
    """A label as labels are compared."""
    return " ".join(label.split()).casefold()


def _definitions(page: Page) -> Iterator[re.Match[str]]:
    text = page.scan.masked
    for match in _DEFINITION.finditer(text, page.body_start) if "]:" in text else ():
        if normal(match["label"]) not in _COMMENT_LABELS and not match["label"].startswith(("@", "*")):
            yield match


def _used_labels(page: Page, *, in_comments: bool) -> set[str]:
    """Every label in brackets outside definitions (more than the links: what is used in doubt, is used).

    ``in_comments`` counts those in comments as well: the site's own code may make text of them.
    """
    text = mask(page.text, comments=False)[0] if in_comments else page.scan.masked
    plain = re.sub(r"^[ \t>]*\[[^\]\n]+\]:", lambda m: " " * len(m.group()), text, flags=re.MULTILINE)
    used = {normal(m.group(1)) for m in re.finditer(r"\[([^\[\]]+)\]", plain)}
    used |= {normal(m["label"] or m["text"]) for m in _FULL.finditer(plain)}
    return used | {label[1:] for label in used if label.startswith("^") and f"[{label}]:" not in text.casefold()}


def _unused(match: re.Match[str]) -> Suspicion:
    message = f"the link label '{match['label']}' is used nowhere"
    probe = match.end("target") - match["target"].endswith(">")
    return Suspicion("unused-label", match.start("label"), message, "", probe, Trace.vanished)


def check_page(page: Page) -> Iterator[Suspicion]:
    """Reference-style links and images: label undefined, defined twice, never used."""
    nearly = dict(_nearly(page)) if "]：" in page.text or "] :" in page.text else {}
    yield from nearly.values()
    if "]:" not in page.text and "][" not in page.text and "] [" not in page.text and "![" not in page.text:
        return
    first: dict[str, re.Match[str]] = {}
    used: set[str] | None = None
    unused: list[Suspicion] = []
    for match in _definitions(page):
        used = _used_labels(page, in_comments=False) if used is None else used
        label = normal(match["label"])
        if label in first:
            line = page.file.place(first[label].start("label")).line
            message = f"the link label '{match['label']}' is defined already at line {line}"
            probe = match.end("target") - match["target"].endswith(">")
            yield Suspicion("duplicate-label", match.start("label"), message, "", probe, _is_no_text)
            continue
        first[label] = match
        if label not in used:
            unused.append(_unused(match))
    undefined_ones = list(_undefined_labels(page, {**first, **nearly}))
    yield from undefined_ones
    meant = {slip.hint for slip in undefined_ones}  # to be used nowhere is no second mistake of what was misspelled
    yield from (slip for slip in unused if _meaning(page, slip) not in meant)


def _meaning(page: Page, slip: Suspicion) -> str:
    """The hint at a label that is defined here."""
    label = page.text[slip.offset : page.text.index("]", slip.offset)]
    return f"Did you mean '{normal(label)}'?"


def _nearly(page: Page) -> Iterator[tuple[str, Suspicion]]:
    """Definitions that come out as text, of labels that are used, by label."""
    used: Counter[str] | None = None  # the definition itself among the uses
    for match in _NEARLY.finditer(page.scan.masked, page.body_start):
        if used is None:
            used = Counter(normal(one) for one in re.findall(r"\[([^\[\]]+)\]", page.scan.masked))
        if used[normal(match["label"])] > 1:
            message = "a label is defined with a colon right behind its bracket: this line comes out as text"
            at = match.start("label") - 1
            hint = f"Write [{match['label']}]: {match['target']}"
            yield normal(match["label"]), Suspicion("undefined-label", at, message, hint, at, before("["))


def _is_no_text(trace: Trace, number: int) -> bool:
    return number not in trace.text and number not in trace.code


def _undefined_labels(page: Page, known: Mapping[str, object]) -> Iterator[Suspicion]:
    for match in _nested(_FULL, page.scan.masked, page.body_start):
        label = match["label"] or match["text"]
        if normal(label) in known or match["text"].startswith(("^", "@")) or not _reads_as_link(match):
            continue
        if label.startswith(("^", "@", "-@")):
            continue
        at = match.start("label") if match["label"] else match.start("text")
        yield undefined(page, at, f"the link label '{' '.join(label.split())}'", label, known, match.start())
    for match in _IMAGE_ALONE.finditer(page.scan.masked, page.body_start):
        if normal(match["label"]) not in known:
            yield undefined(
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


def undefined(page: Page, offset: int, what: str, label: str, known: Mapping[str, object], probe: int) -> Suspicion:
    near = nearest(normal(label), list(known))
    hint = f"Did you mean '{near}'?" if near is not None else ""
    sign = page.text[probe : probe + 2] if page.text[probe] == "!" else page.text[probe]

    def is_text(trace: Trace, number: int) -> bool:
        return trace.before(number, sign) and not trace.inside(number, "a")

    return Suspicion("undefined-label", offset, f"{what} is defined nowhere", hint, probe, is_text)
