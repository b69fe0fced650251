"""Claims: a paragraph with a figure, a date or a quotation carries a citation."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.pages.paragraphs import paragraphs
from refdesk.problems.problem import Problem, Rule

RULES = (
    Rule(
        "uncited-claim",
        explanation="A paragraph holds a figure, a date or a quotation and cites nothing.",
        example="The province opened 15 laboratories in 2025.",
        fix="cite the source that says so, or remove the claim. Pages in `docs/about/` need no citation.",
    ),
)

# A figure: a number that states something, not a list number, a version or a name such as "0 to 1" or "14 nm".
_FIGURE = re.compile(
    r"(?<![\d,.])\d[\d,.]*+\s*(?:%|per cent\b|percent\b|(?:thousand|million|billion|trillion)\b|yuan\b|亿|万)"
    r"|\b(?:19|20)\d\d\b"
    r"|(?<!\d)\d{1,3}(?:,\d{3})+\b"
)
_QUOTATION = re.compile(r"[“\"][^”\"\n]{12,}[”\"]")
_QUOTED = 13  # characters of a quotation; shorter ones are names and single words
# Ids in brackets, code, targets of links, HTML tags, attribute lists.
_NO_WORDS = re.compile(
    r"`[^`\n]*`|\]\([^)\n]*\)|<[a-zA-Z/][^<>]*>|\{[:#. ][^{}\n]*\}|\[\w+(?:-\w+){2,}[^\[\]\n]*\]"
    r"|\(\w+(?:-\w+){2,}\)|\bvalue:\S+"
)
_LINK_ALONE = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[[^\[\]\n]+\]\([^()\s]+\)[,;. ]*)+\s*$")
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\[[^\]]+\]:\s|<!--|\||:?-{3,}|!!!|\?\?\?|===|-+8<|\[\^)")


def check_text(page: Page) -> Iterator[Problem]:
    """Reports paragraphs and list items that state a fact and cite nothing, except on pages about the site itself."""
    if page.is_about_site:
        return
    for start, end in paragraphs(page):
        text = page.scan.masked[start:end]
        if _NOT_PROSE.match(text) or _LINK_ALONE.match(text):
            continue
        if any(span.kind != "term" and start <= span.start < end for span in page.scan.spans):
            continue
        if any(slip.code == "malformed-citation" and start <= slip.offset < end for slip in page.scan.slips):
            continue
        plain = _NO_WORDS.sub(lambda match: " " * len(match.group()), text)
        for pattern, what in ((_FIGURE, "a figure or a date"), (_QUOTATION, "a quotation")):
            match = next((m for m in pattern.finditer(plain) if pattern is _FIGURE or len(_words(m)) > _QUOTED), None)
            if match is not None:
                message = f"this paragraph states {what} ('{_words(match)[:40]}') and cites no source"
                yield page.problem("uncited-claim", start + match.start(), message, "Add [@source] at its end")
                break


def _words(match: re.Match[str]) -> str:
    return " ".join(match.group().split())
