"""Times: no source tells what happened after it was issued."""

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import UTC, datetime

from refdesk.pages.scan import Scan, Span
from refdesk.pages.sentences import text_cited
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "later-than-source",
        explanation="A sentence says that something happened on a day, in a month or in a year "
        "that is later than every source of the citation behind it; or that something was looked "
        "for on a day that has not come.",
        example="It opened on 3 May 2026 [@cctv-2026-04-30-symposium].",
        fix="look the date up in the source; cite one from afterwards; or say that it was planned.",
    ),
    Rule(
        "older-review",
        explanation="A page cites a source that was issued after the day of its last review.",
        example="---\ntitle: Trials\ndescription: What is tried.\nreviewed: 2026-03-01\n---\n\n"
        "# Trials\n\nIt was called a pivot [@cctv-2026-04-30-symposium].",
        fix="read the page against what the source says, and set `reviewed:` to today.",
        severity="notice",
    ),
)
_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_DATE = (
    rf"(?:(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) )?"
    r"(?P<year>(?:19|20)\d\d)(?![\d–-]|,\d)"
)
_HAPPENED = re.compile(rf"\b(?:[Oo]n|[Ii]n) (?P<date>{_DATE})")
_LOOKED = re.compile(rf"\b[Ll]ooked for on (?P<date>{_DATE})")
# A sentence with one of these may speak of what was still to come.
_AHEAD = re.compile(
    r"\b(?:will|would|(?:is|are|was|were)(?: not)? to|to be|until|by|due|whether|in force|effect"
    r"|plan\w*|expect\w*|aim\w*|target\w*|goals?|wants?|wanted|project(?:ed|s|ions?)|forecast\w*"
    r"|asked|gave|call(?:s|ed) for|draft\w*|schedul\w*|roadmap|budget\w*|strateg\w*|horizon|meant?"
    r"|set)\b",
    re.IGNORECASE,
)
# Without a verb a text is no report: "R&D of 2% of GDP in 2010" is what was promised.
_VERB = re.compile(
    r"\b(?:\w{2,}ed|is|are|was|were|ha[sd]|have|took|rose|fell|grew|came|began|stood|went|held|put"
    r"|sa(?:id|ys)|won|built|spent|paid|made|led|found|got|ran|sold|wrote|became)\b"
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report dates of pages and data that the sources behind them cannot have known."""
    today = datetime.now(tz=UTC).date().isoformat()
    for origin, found in site.scans():
        for match in _HAPPENED.finditer(found.masked):
            span = _citation_behind(found, match.end())
            issued = _last_issued(site, span) if span is not None else ""
            day, offset = _iso(match), match.start("date")
            is_told = span is not None and bool(issued) and _is_told(found, span, offset)
            tally("later-than-source", decided=is_told)
            if span is not None and is_told and _is_later(day, issued):
                message = f"{day} is later than '@{span.targets[0].name}', of {issued}"
                hint = "Cite who says that it took place, or say that it was planned"
                yield origin.problem(offset, Slip("later-than-source", message, hint))
        for match in _LOOKED.finditer(found.masked):
            if _is_later(day := _iso(match), today):
                message = f"{day} is still to come"
                yield origin.problem(match.start("date"), Slip("later-than-source", message))
    yield from _reviews(site)


def _citation_behind(found: Scan, at: int) -> Span | None:
    """Return the first citation behind an offset."""
    behind = (span for span in found.spans if span.kind == "citation" and span.start >= at)
    return next(behind, None)


def _is_told(found: Scan, span: Span, offset: int) -> bool:
    """Return whether a citation is said of what stands at an offset, and of something past."""
    cited = text_cited(found.masked, found.spans, span.start)
    is_in_part = bool(cited.part[max(offset - cited.start, 0) :].strip()) and offset >= cited.start
    is_past = _AHEAD.search(cited.part) is None and _VERB.search(cited.part) is not None
    return is_in_part and is_past


def _last_issued(site: Site, span: Span) -> str:
    """Return the latest day of the sources of a citation, '' if that of one is not known."""
    sources = [site.library.sources.get(target.name) for target in span.targets]
    days = [source.issued or "" if source is not None else "" for source in sources]
    return max(days, default="") if all(days) else ""


def _iso(match: re.Match[str]) -> str:
    """Return a date as ``2026-04-30``, ``2026-04`` or ``2026``."""
    month = f"-{_MONTHS[match['month']]:02}" if match["month"] else ""
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return f"{match['year']}{month}{day}"


def _is_later(day: str, other: str) -> bool:
    """Return whether a day, a month or a year is wholly after another one."""
    shared = min(len(day), len(other))
    return day[:shared] > other[:shared]


def _reviews(site: Site) -> Iterator[Problem]:
    """Report pages that were reviewed before their newest source was issued."""
    for page in site.pages.values():
        if page.front is None or not page.reviewed:
            continue
        spans = [span for span in page.scan.spans if span.kind == "citation"]
        newest = max((_last_issued(site, span) for span in spans), default="")
        tally("older-review", decided=bool(newest))
        if _is_later(newest, page.reviewed):
            message = f"the page was reviewed on {page.reviewed}, and cites a source of {newest}"
            yield page.front.problem(("reviewed",), Slip("older-review", message))
