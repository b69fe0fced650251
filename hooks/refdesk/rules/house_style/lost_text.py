"""Markup that swallows or sheds text: boxes, headings without words, text that joins a table or
code.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from refdesk.pages.page import Page
from refdesk.pages.scan import COMMENT
from refdesk.problems.problem import Problem, Rule, Slip

RULES = (
    Rule(
        "lost-box",
        explanation="The first line of a box is not understood, or no text is indented below it "
        "and stands in it.",
        example="!!! note The budget of Shandong\n\n    Text of the box.",
        fix='write `!!! note "Title"`, and begin each line of the text with four spaces.',
    ),
    Rule(
        "lost-fence",
        explanation="A code fence never ends, or not before the next one begins; or its first "
        "line names no language, "
        "or holds something that is not understood.",
        example="```sh\nmake check\n\nThen read on.\n\n```sh\nmake build\n```",
        fix='write the language (`text` where there is none), a title if wanted: `title="…"`, '
        "and below the code the "
        "same fence alone on a line.",
    ),
)

_WRITE_BOX = 'Write !!! note "Title", and its text below it, indented by four spaces'
_LEAD = r"^(?P<lead>[ \t>]*)"
_SOUND_BOX = r"!!! note(?: \"[^\"\n]*\")?[ \t]*"
_ANY_BOX = r"(?:!{2,}|\?{3,}\+?)[ \t]*(?:[\w\"'][^\n]*)?"
_BOX = re.compile(rf"{_LEAD}(?P<at>(?P<sound>{_SOUND_BOX})|{_ANY_BOX})$", re.MULTILINE)
_NO_WORDS = re.compile(
    _LEAD + r"(?P<at>#{1,6}|[-*+]|\d+\.)[ \t]*(?:#*|\{[^{}\n]*\})[ \t]*$", re.MULTILINE
)
_HEADING = re.compile(r"^(?P<at>#{1,6})[ \t]+[^\s#{].*$", re.MULTILINE)
_BELOW_TABLE = re.compile(
    _LEAD + r"\|[^\n]*\|[ \t]*\n(?P=lead)(?P<at>[^\s|<{-][^\n]*)$", re.MULTILINE
)
_INFO = re.compile(r'[\w+#.-]+(?: title="[^"\n]*")?[ \t]*')
_FENCE_BEGINS = r"(?P<at>(?P<fence>`{3,}|~{3,}))[ \t]*(?P<info>[^`\n]*)\n"
_FENCE_ENDS = r"(?P=lead)(?P=fence)[ \t]*(?P<end>$)|(?=(?P=lead)(?P=fence))|.*\Z"
_FENCE = re.compile(rf"{_LEAD}{_FENCE_BEGINS}(?:.*\n)*?(?:{_FENCE_ENDS})", re.MULTILINE)
_BARE_ADDRESS = re.compile(r"h(?<!\Sh)ttps?://\S+")


def check_text(page: Page) -> Iterator[Problem]:
    """Report markup by which text is lost to readers, or lands where it does not belong."""
    yield from _boxes(page)
    yield from _without_words(page)
    yield from _empty_sections(page)
    yield from _headings_alike(page)
    yield from _below_tables(page)
    yield from _bare_addresses(page)
    yield from _fences(page)


def _boxes(page: Page) -> Iterator[Problem]:
    """Report boxes that begin in another way, have no text, or lose some of it."""
    for match in _in_text(page, _BOX):
        at = match.start("at")
        if match["sound"] is None:
            slip = Slip("lost-box", "this is not the first line of a box", _WRITE_BOX)
            yield page.problem(at, slip)
        elif _indentation(_line_below(page, match.end())) < _indentation(match["lead"] + "x") + 4:
            message = "this box has no text: none below it is indented by four spaces"
            yield page.problem(at, Slip("lost-box", message, _WRITE_BOX))
        else:
            yield from _out_of_box(page, match)


def _line_below(page: Page, offset: int) -> str:
    """Return the first line behind an offset that has text, '' where none has."""
    lines = page.text[offset:].split("\n")
    return next((line for line in lines if line.strip(" \t>")), "")


def _without_words(page: Page) -> Iterator[Problem]:
    """Report headings and items of lists without words."""
    for match in _in_text(page, _NO_WORDS):
        is_heading = "#" in match["at"]
        code, what = ("heading-order", "heading") if is_heading else ("lost-list", "item of a list")
        slip = Slip(code, f"this {what} has no words", "Write its words")
        yield page.problem(match.start("at"), slip)


def _empty_sections(page: Page) -> Iterator[Problem]:
    """Report headings below which nothing stands before the next of their level or above."""
    headings = [
        (match.start(), match.end(), len(match["at"])) for match in _in_text(page, _HEADING)
    ]
    end = (len(page.text), 0, 0)
    for (start, behind, level), (ahead, _, next_level) in pairwise([*headings, end]):
        if next_level <= level and not _without_comments(page, behind, ahead).strip():
            message = "nothing stands below this heading"
            slip = Slip("heading-order", message, "Write its text, or remove it")
            yield page.problem(start, slip)


def _below_tables(page: Page) -> Iterator[Problem]:
    """Report text that comes out as a row of the table above it."""
    for match in _in_text(page, _BELOW_TABLE):
        message = "this text stands directly below a table and comes out as a row of it"
        slip = Slip("lost-table", message, "Put a blank line before it")
        yield page.problem(match.start("at"), slip)


def _bare_addresses(page: Page) -> Iterator[Problem]:
    """Report addresses that are no links."""
    for match in _BARE_ADDRESS.finditer(page.scan.masked[page.body_start :]):
        message = "this address comes out as text, which nobody can follow"
        slip = Slip("malformed-link", message, "Write [text](address) or <address>")
        yield page.problem(page.body_start + match.start(), slip)


def _fences(page: Page) -> Iterator[Problem]:
    """Report code fences that do not end, or that say something else than a language and a
    title.
    """
    for match in _FENCE.finditer(page.text, page.body_start):
        at = match.start("at")
        if match["end"] is None:
            message = "this code fence does not end, or not before the next one begins"
            hint = f"Write {match['fence']} alone on a line behind the code, indented alike"
            yield page.problem(at, Slip("lost-fence", message, hint))
        if _INFO.fullmatch(match["info"]) is None:
            message = "this code fence names no language, or something else besides its title"
            hint = 'Write ```text, or ```text title="…"'
            yield page.problem(at, Slip("lost-fence", message, hint))


def _without_comments(page: Page, start: int, end: int) -> str:
    """Return a part of a page without the comments that are no markers."""
    markers = {marker.start for marker in page.markers()}
    return re.sub(
        COMMENT,
        lambda found: found[0] if start + found.start() in markers else "",
        page.text[start:end],
    )


def _headings_alike(page: Page) -> Iterator[Problem]:
    """Report headings that read as one before them in the same part of the page."""
    around: dict[int, int] = {}  # by level, the lines of the headings around the place
    first: dict[tuple[object, ...], int] = {}
    for match in _in_text(page, _HEADING):
        words = re.sub(r"\s*\{[^{}]*\}$", "", match.group().lstrip("#").strip())
        level, line = len(match["at"]), page.file.place(match.start()).line
        around = {above: where for above, where in around.items() if above < level}
        if (known := first.setdefault((*around.values(), level, words.casefold()), line)) != line:
            message = (
                f"the heading '{words}' stands already at line {known}, in the same part "
                "of the page"
            )
            yield page.problem(
                match.start(), Slip("heading-order", message, "Write what is different below it")
            )
        around[level] = line


def _out_of_box(page: Page, box: re.Match[str]) -> Iterator[Problem]:
    """Report lines that are indented, and yet too little to stand in the box above them."""
    margin = _indentation(box["lead"] + "x")
    for line in re.finditer(r"^[ \t]*(?=\S)", page.text[box.end() :], re.MULTILINE):
        if (inset := _indentation(line.group() + "x") - margin) <= 0:
            return
        if inset < 4:
            message = "this line leaves the box above it: it is not indented by four spaces"
            yield page.problem(
                box.end() + line.start(), Slip("lost-box", message, "Begin it with four spaces")
            )


def _in_text(page: Page, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds on a page outside code."""
    found = pattern.finditer(page.text, page.body_start)
    return (match for match in found if not page.scan.masked[match.start("at")].isspace())


def _indentation(line: str) -> int:
    """Return how far the text of a line is indented, in columns; signs of quotation count as
    blanks.
    """
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" >"))
