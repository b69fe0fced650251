"""Mistakes in the prose of pages and data: repeated words and lines, and leftovers of tools."""

import re
from collections.abc import Iterator

from refdesk.data.fields import is_halved
from refdesk.data.library import Library
from refdesk.files.text import TextFile, blanked
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.prose import prose_of_data, prose_of_page

RULES = (
    Rule(
        "leftover",
        explanation="Something was left behind: `TODO`, `XX`, a word or sentence twice, a tab "
        "of a spreadsheet, the "
        "address of a preview, backslashes of an editor, signs of a Chinese keyboard, no blank "
        "between sentences.",
        example="The share of the the state is XX per cent (TODO).",
        fix="write what is meant, as the hint says.",
    ),
)
_LEFT = "'{}' was left behind"
_WIDE = "Write signs of normal width"
_SLIPS = {  # pattern -> message, hint
    r"\b(?!had\b|that\b)([A-Za-z]{2,})[ \n](?=[a-z])(?i:\1)\b(?![-’'])": (
        "'{}' stands twice",
        "Remove one of the two",
    ),
    r"\b(?:TODO|[Tt]odo|FIXME|TBD|TBC|XXX?|xxx|[Ll]orem ipsum)(?![\w-])": (
        _LEFT,
        "Write what is still to be written",
    ),
    r"\?\?\?(?<=\w\?\?\?)": (_LEFT, "Write what is still to be written"),
    r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::8000|/)": (
        _LEFT,
        "Write the path of the page instead",
    ),
    r" (\.\./[\w/-]*\w\.md)": (_LEFT, "Write [text](path)"),
    r"\\\[[^\[\]\n]*\\\]": (_LEFT, "Write the brackets without backslashes"),
    r"\t(?<=[\w%]\t)(?=\S)": ("a tab was left behind", "Write a table with |, or a space"),
    r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+": (_LEFT, _WIDE),
    r"\d(?:(?<=[a-z,] .)|(?<=\[.))[\d.,]*[％年月日百千万亿元]": (
        "'{}' is written as Chinese has it",
        "Write it in English",
    ),
    r"[12](?<=[a-z] .)\d{3}-[01]\d-[0-3]\d\b": (
        "'{}' is a date as data have it",
        "Write it as 30 April 2026",
    ),
    r"\d(?<!\w.)\d*[Oo]\d+\b": ("a letter stands in the number '{}'", "Write the digit 0"),
    r"[，；：！？。、](?<=[a-z].)(?=\s)": (_LEFT, _WIDE),
    r"（(?<=[a-z ].)(?=[A-Za-z])": (_LEFT, _WIDE),
    r" (?:,(?= )|[;.](?=\s))(?<=[a-z)·] .)": (
        "a blank stands before the sign",
        "Write the sign right behind the word",
    ),
    r"[.?!][”’)]?(?=[A-Z][a-z])(?<!\d\.)"
    r"(?:(?<=[a-z]{2}.)|(?<=[a-z]{2}.[”’)])|(?<=[”’)%·].)|(?<=[”’)%·].[”’)]))": (
        "a sentence begins without a blank behind '{}'",
        "Write a blank there",
    ),
    r" --(?<=[a-z)·] --)(?= [a-z])": (_LEFT, "Write a comma, or –"),
    r"·(?<=^·)·* ([“‘][^“”‘’\n]*[”’])$": (
        "{} stands between marks of a word processor",
        'Write " or no quotation mark',
    ),
    r"“(?=[^“”]*?(?:\n[ \t]*\n|\Z))": (
        "this quotation is not closed in its paragraph",
        "Write ” at its end",
    ),
    r"[\u0400-\u04ff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))": (
        "Latin and Cyrillic letters stand in one word, at '{}'",
        "Type the word again",
    ),
    r"'''(?<=^''')[a-z]*$": (_LEFT, "A code fence begins and ends with ```"),
}
_LONG = 60  # characters; a line of this length is not repeated by chance


def check_text(page: Page) -> Iterator[Problem]:
    """Report leftovers, and lines that stand twice on a page, at the first of several such
    lines.
    """
    file, words = prose_of_page(page)
    yield from _slips(file, words)
    for start, end in page.paragraphs():
        # what is wrong with a link is told as such
        text = re.sub(r"\]\([^()]*\)", blanked, words[start:end])
        if is_halved(text) or text.count("”") > text.count("“"):
            at = start + max(map(text.rfind, '"”'))
            yield page.problem(
                at,
                Slip(
                    "leftover",
                    "this quotation mark has no other half in its paragraph",
                    "Write both",
                ),
            )
    seen: dict[str, int] = {}
    is_twice, start = False, page.body_start
    for line in page.scan.masked[start:].splitlines(keepends=True):
        words = " ".join(re.findall(r"\w+", line))
        first = seen.setdefault(words, start) if len(words) >= _LONG else start
        if first != start and not is_twice:
            message = f"this stands already at line {page.file.place(first).line}"
            yield page.problem(start, Slip("leftover", message, "Remove one of the two"))
        is_twice, start = first != start, start + len(line)


def check_data(library: Library) -> Iterator[Problem]:
    """Report leftovers in the texts of the data."""
    for file, words in prose_of_data(library):
        yield from _slips(file, words)


def _slips(file: TextFile, words: str) -> Iterator[Problem]:
    for pattern, (message, hint) in _SLIPS.items():
        for match in re.finditer(pattern, words, re.MULTILINE):
            at = match.lastindex or 0
            yield file.problem(match.start(at), Slip("leftover", message.format(match[at]), hint))
