"""Days that stand twice: sentences on one thing by one source name the same day."""

import re
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import NamedTuple

from refdesk.data.models import Control, Event
from refdesk.files.references import cited
from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.pages.sentences import text_cited
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "day-twice",
        explanation="Two sentences cite the same source, speak of the same thing and name days "
        "that differ in the day, the month or the year alone; or so do a sentence and the date "
        "of an event of the timeline.",
        example="The council was founded on 3 May 2023 by the order of the province "
        "[@province-2023-order].\n\nAn order of the province founded the council on 3 June 2023 "
        "[@province-2023-order].",
        fix="look the day up in the source, and correct the one that is wrong.",
    ),
)
_MONTHS = [name for name in month_name if name]
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b")
_WORD = re.compile(r"[A-Za-z]{5,}")
_SHARED = 3  # long words of two sentences on the same thing
_Day = tuple[str, str, str]  # "3", "May", "2023"


class _Dated(NamedTuple):
    """A day as a sentence names it: its offset in a text, and the long words of the sentence."""

    origin: Page | InlineText
    said_from: int  # where the sentence, or its part behind another citation, begins
    offset: int
    day: _Day
    words: AbstractSet[str]

    def problem(self, other: _Day, told_by: str) -> Problem:
        """Return the problem that another day is told of the same thing."""
        here, there = " ".join(self.day), " ".join(other)
        message = f"'{here}' is '{there}' in {told_by}, which cites the same source"
        slip = Slip("day-twice", message, "Look it up in the source")
        return self.origin.problem(self.offset, slip)


def check_site(site: Site) -> Iterator[Problem]:
    """Report days of sentences that another sentence, or an event, by the same source belies."""
    days = _days(site)
    for dated in days.values():
        for one, other in combinations(dated, 2):
            is_elsewhere = (one.origin, one.said_from) != (other.origin, other.said_from)
            is_on_the_same = is_elsewhere and _is_on_the_same(one.words, other)
            tally("day-twice", decided=is_on_the_same)
            if is_on_the_same and _is_near(one.day, other):
                yield other.problem(one.day, "another sentence")
    events: list[Event | Control] = [*site.library.entries(Event).values()]
    events += site.library.entries(Control).values()
    for event in events:
        day = _day_of(event.date)
        for source in set(cited(event.text)) if day is not None else ():
            for one in days.get(source, ()):
                is_on_the_same = _is_on_the_same(_words(event.title), one)
                tally("day-twice", decided=is_on_the_same)
                if day and is_on_the_same and _is_near(day, one):
                    yield one.problem(day, f"the event '{event.id}'")


def _days(site: Site) -> Mapping[str, Sequence[_Dated]]:
    """Map each source to the days of the sentences that cite it."""
    found: dict[str, list[_Dated]] = {}
    for origin, scan in site.scans():
        for span in scan.spans if _DAY.search(scan.masked) else ():
            if span.kind != "citation":
                continue
            said = text_cited(scan.masked, scan.spans, span.start)
            for match in _DAY.finditer(said.part):
                offset = said.start + match.start()
                day = (match[1], match[2], match[3])
                dated = _Dated(origin, said.start, offset, day, _words(said.part))
                for target in span.targets:
                    found.setdefault(target.name, []).append(dated)
    return found


def _day_of(date: str) -> _Day | None:
    """Return the day of a date such as ``2026-04-30``; None where it has no day."""
    year, *rest = date.split("-")
    return (str(int(rest[1])), _MONTHS[int(rest[0]) - 1], year) if len(rest) > 1 else None


def _words(text: str) -> AbstractSet[str]:
    return {*_WORD.findall(text)}.difference(_MONTHS)


def _is_on_the_same(words: AbstractSet[str], dated: _Dated) -> bool:
    """Return whether a sentence shares so many words with another that it is on the same thing."""
    return len(words & dated.words) >= _SHARED


def _is_near(day: _Day, dated: _Dated) -> bool:
    """Return whether two days differ in the day, the month or the year alone."""
    return sum(one != other for one, other in zip(day, dated.day, strict=True)) == 1
