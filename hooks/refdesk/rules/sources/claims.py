"""Claims: a paragraph with a figure, a date or a quotation carries a citation."""

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.prose import prose_of_page

RULES = (
    Rule(
        "uncited-claim",
        explanation="A paragraph holds a figure, a date or a quotation and cites nothing.",
        example="The province opened 15 laboratories in 2025.",
        fix="cite the source that says so, or remove the claim. Pages in `docs/about/` need no "
        "citation.",
    ),
)

# A figure: a number that states something, not a list number, a version or a name such as "0 to 1"
# or "14 nm".
_FIGURE = re.compile(
    r"(?<![\d,.])\d[\d,.]*+\s*(?:%|per "
    r"cent\b|percent\b|(?:thousand|million|billion|trillion)\b|yuan\b|亿|万)"
    r"|(?<![\w-])(?:19|20)\d\d\b"
    r"|(?<!\d)\d{1,3}(?:,\d{3})+\b"
)
# shorter ones are names and single words
_QUOTATION = re.compile(r"[“\"](?:·*[^”\"\n·]){12,}·*[”\"]")
_LINK_ALONE = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[[^\[\]\n]+\]\([^()\s]+\)[,;. ]*)+\s*$")
# headings, rows of tables, first lines of boxes
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\||:?-{3,}|[!?]{2,})")


def check_text(page: Page) -> Iterator[Problem]:
    """Report paragraphs and list items that state a fact and cite nothing, except on pages about
    the site itself.
    """
    _, words = prose_of_page(page)
    for start, end in page.paragraphs() if not page.is_about_site else ():
        claim = _claim(words, start, end)
        tally("uncited-claim", decided=claim is not None)
        if claim is not None and _needs_citation(page, start, end):
            what, match = claim
            said = " ".join(match.group().split())[:40]
            message = f"this paragraph states {what} ('{said}') and cites no source"
            slip = Slip("uncited-claim", message, "Add [@source] at its end")
            yield page.problem(match.start(), slip)


def _claim(words: str, start: int, end: int) -> tuple[str, re.Match[str]] | None:
    """Return the first figure of a paragraph, or else its first quotation, and what it is."""
    for pattern, what in ((_FIGURE, "a figure or a date"), (_QUOTATION, "a quotation")):
        match = pattern.search(words, start, end)
        if match is not None:
            return what, match
    return None


def _needs_citation(page: Page, start: int, end: int) -> bool:
    """Return whether a paragraph is prose that cites nothing and has no slip that says why."""
    text = page.scan.masked[start:end]
    is_cited = any(span.kind != "term" and start <= span.start < end for span in page.scan.spans)
    is_slip = any(start <= slip.offset < end for slip in page.scan.slips)
    is_prose = not (_NOT_PROSE.match(text) or _LINK_ALONE.match(text))
    return is_prose and not is_cited and not is_slip
