"""What is opened and never closed: code fences, comments, blocks between slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion, before, word_end
from refdesk.pages.page import Page
from refdesk.pages.scan import mask
from refdesk.probe import Trace


def fences(page: Page) -> Iterator[Suspicion]:
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


_FENCE = re.compile(r"```|~~~")


def _are_sound(text: str) -> bool:
    """Whether every comment ends before the next begins, whatever is code: told sooner than what is.

    Only in a fence is the end of a comment none; on an indented line it is one.
    """
    return _FENCE.search(text) is None and all(
        match["end"] and "<!--" not in match["body"] for match in _COMMENT.finditer(text)
    )


def comments(page: Page) -> Iterator[Suspicion]:
    if "<!--" not in page.text:
        return
    if _are_sound(page.text):
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
            probe = match.start("body") + inner
            yield Suspicion("unclosed-comment", match.start(), message, hint, probe, Trace.vanished)


_FORMULA = re.compile(r"(?<!\\)\$\$")


def formulas(page: Page) -> Iterator[Suspicion]:
    """Formulas on lines of their own that are never closed; those that are, are blanked out."""
    for match in _FORMULA.finditer(page.scan.masked, page.body_start) if "$$" in page.scan.masked else ():
        message = "the mark '$$' comes out as text: it has no other half"
        hint = "A formula stands between $$ and $$, without a blank line"
        yield Suspicion("stray-mark", match.start(), message, hint, match.start(), before("$$"))


_NEARLY = re.compile(r"<(?:!-|!?[–—]|-{2,3}|![ \t]+--?)(?![->])[^\n<>]*(?:--|[–—])>")


def nearly_comments(page: Page) -> Iterator[Suspicion]:
    """Comments that do not begin as one does."""
    for match in _NEARLY.finditer(page.scan.masked, page.body_start):
        message = "this comment does not begin with <!--; readers see it"
        at = match.start()
        yield Suspicion("unclosed-comment", at, message, "Begin it with <!--", at, lambda t, n: t.before(n, "<"))


_BLOCK = re.compile(r"^[ \t>]*(?P<fence>/{3,})[ \t]*(?P<name>[A-Za-z][\w-]*)?[^\n]*$", re.MULTILINE)


def blocks(page: Page) -> Iterator[Suspicion]:
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
