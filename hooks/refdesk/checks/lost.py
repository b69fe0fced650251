"""Blocks that are meant and come out as text: fences, boxes and tabs whose first lines are not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from refdesk.checks.bodies import EXTENSION_OF
from refdesk.checks.suspicion import Suspicion, before, word_end
from refdesk.pages.page import Page
from refdesk.probe import Trace
from refdesk.problems.suggest import nearest

_FENCE = re.compile(r"^(?P<indent>[> \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$", re.MULTILINE)
_PLAIN_INFO = re.compile(r"[\w+#.-]*")
_BOX_SIGNS = ("!!", "??", "===")
_BOX = re.compile(
    r"^(?P<indent>[> \t]*)(?P<mark>!{2,4}|\?{2,4}\+?|={3,4}[!+]?)[ \t]*(?P<rest>[^\s=!?][^\n]*)?$", re.MULTILINE
)
# What the extensions read: a probe is put only where they do not, for it would spoil a line that is right.
_SOUND = re.compile(
    r"!!! ?[\w-]+(?: +[\w-]+)*(?: +\".*?\")?\s*"
    r"|\?{3}\+? *(?:[\w-]+(?: +[\w-]+)*(?: +\".*?\")?|\".*?\")\s*"
    r"|={3}(?:\+!?|!\+?)? +\".*?\"\s*"
)


def fences(page: Page) -> Iterator[Suspicion]:
    """Closed code fences with options that the extension does not understand."""
    for opening, end in _closed(page):
        if _PLAIN_INFO.fullmatch(opening["info"].strip()) or not page.text[opening.end() : end].strip():
            continue  # where nothing stands in it, nothing can come out as text
        probe = word_end(page.text, opening.end(), end)
        message = "the first line of this code fence is not understood, and the code comes out as text"
        hint = 'Options are written name="value", or { .language name="value" }'
        yield Suspicion("lost-fence", opening.start("fence"), message, hint, probe, _is_text)


def _closed(page: Page) -> Iterator[tuple[re.Match[str], int]]:
    """The first line of every code fence that is closed, and where its last line begins."""
    opening: re.Match[str] | None = None
    for match in _FENCE.finditer(page.text, page.body_start) if "```" in page.text or "~~~" in page.text else ():
        if opening is None:
            opening = match
        elif match["fence"] == opening["fence"] and not match["info"].strip():
            yield opening, match.start()
            opening = None


def _is_text(trace: Trace, number: int) -> bool:
    return "pre" not in trace.code.get(number, ()) and not trace.inside(number, "pre") and not trace.vanished(number)


def boxes(page: Page, extensions: Set[str]) -> Iterator[Suspicion]:
    """Boxes and tabs whose first line is not understood, of the kinds that the site's extensions make."""
    marks = {sign for sign, name in EXTENSION_OF.items() if name in extensions}
    text = page.scan.masked
    for match in _BOX.finditer(text, page.body_start) if any(sign in text for sign in _BOX_SIGNS) else ():
        mark, rest = match["mark"], match["rest"] or ""
        line = page.text[match.start() : match.end()].expandtabs(4).lstrip("> ")
        if mark[0] not in marks or (mark[0] == "=" and not rest) or _SOUND.fullmatch(line):
            continue
        signs = len(mark.rstrip("+!" if mark[0] == "=" else "+"))
        if (signs == 2 or mark.startswith("====")) and not _has_body(page, match):
            continue  # such signs are more often something else
        right = {"!": '!!! note "Title"', "?": '??? note "Title"', "=": '=== "Title"'}[mark[0]]
        message = f"the first line of this {'tab' if mark[0] == '=' else 'box'} is not understood and comes out as text"
        start = match.start("mark")
        yield Suspicion("lost-box", start, message, f"Write {right}", start, before(page.text[start : start + 2]))


# The kinds that the theme draws.
_KINDS = (
    "note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done",
    "question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error",
    "bug", "example", "snippet", "quote", "cite",
)  # fmt: skip
_KIND = re.compile(
    r"^[> \t]*(?:!!!|\?\?\?\+?)[ \t]*(?P<kind>[A-Za-z][\w-]*)(?:[ \t]+(?P<words>[^\s\"][^\n\"]*))?(?=[ \t]|$)",
    re.MULTILINE,
)


def kinds(page: Page, extensions: Set[str]) -> Iterator[Suspicion]:
    """Boxes of a kind that is nearly one that the theme draws: they come out without its colour and sign."""
    if not extensions & {"admonition", "pymdownx.details"}:
        return
    text = page.scan.masked
    for match in _KIND.finditer(text, page.body_start) if "!!!" in text or "???" in text else ():
        kind = match["kind"]
        near = nearest(kind, _KINDS)
        if near is not None and kind.lower() not in _KINDS:
            message = f"no kind of box is called '{kind}'"
            at = match.start("kind")
            yield Suspicion("lost-box", at, message, f"Did you mean '{near}'?", match.end("kind"), _is_no_code)
        words = (match["words"] or "").strip()
        if words and (words != words.lower() or len(words.split()) > 2):
            message = f"'{words}' is read as more kinds of this box: a title stands between double quotes"
            hint = f'Write {match.group().strip().partition(words)[0].strip()} "{words}"'
            at = match.start("words")
            yield Suspicion("lost-box", at, message, hint, match.end("kind"), _is_box)


def _is_box(trace: Trace, number: int) -> bool:
    return trace.inside(number, ".admonition", "details")


def _is_no_code(trace: Trace, number: int) -> bool:
    return number not in trace.code


_SNIPPET = re.compile(
    r"^[> \t]*(?P<mark>-{1,3}8<-{0,3}|-{0,3}8<-{1,3})(?P<rest>[ \t]*[\"'“”]?[\w./-]+\.\w+[\"'“”]?)[ \t]*$", re.MULTILINE
)
_SOUND_SNIPPET = re.compile(r"-{1,}8<-{1,}[ \t]+(?:\"[^\"\n]+\"|'[^'\n]+')")


def snippets(page: Page) -> Iterator[Suspicion]:
    """Lines that are meant to include a file and come out as text."""
    for match in _SNIPPET.finditer(page.text, page.body_start) if "8<" in page.text else ():
        if _SOUND_SNIPPET.fullmatch(match["mark"] + match["rest"]) is None:
            path = match["rest"].strip(" \t\"'“”")
            at = match.start("mark")
            message = "this line is meant to include a file and comes out as text"
            yield Suspicion("missing-snippet", at, message, f'Write --8<-- "{path}"', at, before(match["mark"][:2]))


def _has_body(page: Page, match: re.Match[str]) -> bool:
    below = re.compile(r"\n(?:[> \t]*\n)*(?P<space>[> \t]*)\S").match(page.text, match.end())
    return below is not None and len(below["space"].expandtabs(4)) >= len(match["indent"].expandtabs(4)) + 2
