"""Markup that swallows or sheds text: boxes, headings without words, text that joins a table or
code.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from refdesk.pages.page import Page
from refdesk.pages.scan import COMMENT
from refdesk.problems.problem import Problem, Rule

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
_BOX = re.compile(
    _LEAD + r"(?P<at>(?P<sound>!!! note(?: \"[^\"\n]*\")?[ \t]*)|(?:!{2,}|\?{3,}\+?)[ "
    r"\t]*(?:[\w\"'][^\n]*)?)$",
    re.MULTILINE,
)
_NO_WORDS = re.compile(
    _LEAD + r"(?P<at>#{1,6}|[-*+]|\d+\.)[ \t]*(?:#*|\{[^{}\n]*\})[ \t]*$", re.MULTILINE
)
_HEADING = re.compile(r"^(?P<at>#{1,6})[ \t]+[^\s#{].*$", re.MULTILINE)
_BELOW_TABLE = re.compile(
    _LEAD + r"\|[^\n]*\|[ \t]*\n(?P=lead)(?P<at>[^\s|<{-][^\n]*)$", re.MULTILINE
)
_INFO = re.compile(r'[\w+#.-]+(?: title="[^"\n]*")?[ \t]*')
_FENCE = re.compile(
    _LEAD + r"(?P<at>(?P<fence>`{3,}|~{3,}))[ \t]*(?P<info>[^`\n]*)\n(?:.*\n)*?"
    r"(?:(?P=lead)(?P=fence)[ \t]*(?P<end>$)|(?=(?P=lead)(?P=fence))|.*\Z)",
    re.MULTILINE,
)


def check_text(page: Page) -> Iterator[Problem]:
    """Report markup by which text is lost to readers, or lands where it does not belong."""
    for match in _in_text(page, _BOX):
        below = next(
            (line for line in page.text[match.end() :].split("\n") if line.strip(" \t>")), ""
        )
        if match["sound"] is None:
            yield page.problem(
                "lost-box", match.start("at"), "this is not the first line of a box", _WRITE_BOX
            )
        elif _indentation(below) < _indentation(match["lead"] + "x") + 4:
            message = "this box has no text: none below it is indented by four spaces"
            yield page.problem("lost-box", match.start("at"), message, _WRITE_BOX)
        else:
            yield from _out_of_box(page, match)
    for match in _in_text(page, _NO_WORDS):
        code, what = (
            ("heading-order", "heading") if "#" in match["at"] else ("lost-list", "item of a list")
        )
        yield page.problem(code, match.start("at"), f"this {what} has no words", "Write its words")
    headings = [
        (match.start(), match.end(), len(match["at"])) for match in _in_text(page, _HEADING)
    ]
    for (start, behind, level), (ahead, _, next_level) in pairwise(
        [*headings, (len(page.text), 0, 0)]
    ):
        if next_level <= level and not _without_comments(page, behind, ahead).strip():
            hint = "Write its text, or remove it"
            yield page.problem("heading-order", start, "nothing stands below this heading", hint)
    yield from _headings_alike(page)
    for match in _in_text(page, _BELOW_TABLE):
        message = "this text stands directly below a table and comes out as a row of it"
        yield page.problem("lost-table", match.start("at"), message, "Put a blank line before it")
    for match in re.finditer(r"h(?<!\Sh)ttps?://\S+", page.scan.masked[page.body_start :]):
        message, hint = (
            "this address comes out as text, which nobody can follow",
            ("Write [text](address) or <address>"),
        )
        yield page.problem("malformed-link", page.body_start + match.start(), message, hint)
    for match in _FENCE.finditer(page.text, page.body_start):
        if match["end"] is None:
            message = "this code fence does not end, or not before the next one begins"
            hint = f"Write {match['fence']} alone on a line behind the code, indented alike"
            yield page.problem("lost-fence", match.start("at"), message, hint)
        if _INFO.fullmatch(match["info"]) is None:
            message = "this code fence names no language, or something else besides its title"
            yield page.problem(
                "lost-fence", match.start("at"), message, 'Write ```text, or ```text title="…"'
            )


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
                "heading-order", match.start(), message, "Write what is different below it"
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
                "lost-box", box.end() + line.start(), message, "Begin it with four spaces"
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
