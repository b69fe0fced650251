"""Dates: days that the calendar has, ranges that run forwards, lists in order, ids that agree with dates."""

import re
from calendar import day_name, month_name
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from refdesk.data.models import Control, Event
from refdesk.problems.problem import Problem, Rule
from refdesk.site.prose import prose
from refdesk.site.site import Site

RULES = (
    Rule(
        "date",
        explanation="The calendar has no such day, or another weekday for it; a range runs backwards; a list of events "
        "is not in order; the id of a source names another date than its `issued`.",
        example="It was agreed on Monday, 31 June 2026.",
        fix="look the date up in the source.",
    ),
)
_MONTHS = "|".join(month_name[1:])
_MONTH = {name: number for number, name in enumerate(month_name)}
_NAMED = re.compile(_MONTHS)  # quick to find; what stands around is looked at afterwards
_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(day_name)}),? (?:the )?)?(?<![\d.,–-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)? "
    rf"(?P<month>{_MONTHS})\b(?:,? (?P<year>\d{{4}}))?"
)
_DATE = rf"(?:(?:(\d{{1,2}}) )?({_MONTHS}) )?((?:19|20)\d\d)"
_FROM = re.compile(r"(?:rom|etween) (?=[\dA-Z])")
_RANGE = re.compile(rf"{_DATE} (?:to|and|until) {_DATE}\b|(\d\d?)()() (?:to|and|until) (\d\d?)()() (?:{_MONTHS})\b")
_YEARS = re.compile(r"((?:19|20)\d\d)(?<![\w.–-]\d{4})[–-]((?:19|20)\d\d)(?![\w–-]|[.,]\d)")
_OF_ID = re.compile(
    r"(?<!\d)-((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?=-|$)(?!-(?:19|20)\d\d)"
)
_DAYS_APART = 14  # a text may be published some days after the day that it is named by


def check_site(site: Site) -> Iterator[Problem]:
    """Dates in all texts, the order of lists, the ids of sources."""
    for file, words in prose(site):
        for named in _NAMED.finditer(words):
            for match in _DAY.finditer(words, max(named.start() - 25, 0), named.end() + 6):
                if (message := _no_day(match)) is not None:
                    yield file.problem("date", match.start(), message)
        for match in filter(None, (_RANGE.match(words, opening.end()) for opening in _FROM.finditer(words))):
            ends = [one or "" for one in (match.groups()[:6] if match[3] else match.groups()[6:])]
            first, last = ((int(year or 0), _MONTH[month], int(day or 0)) for day, month, year in (ends[:3], ends[3:]))
            if first > last:
                yield file.problem("date", match.start(), f"'{match.group()}' runs backwards")
        for match in _YEARS.finditer(words):
            if match[1] > match[2]:
                yield file.problem("date", match.start(), f"'{match.group()}' runs backwards")
    for events in (site.library.files[name] for name in ("timeline", "export_controls") if name in site.library.files):
        dated = [one for one in events.entries.values() if isinstance(one, Event | Control)]
        for one, other in pairwise(dated):
            if one.date[: len(other.date)] > other.date[: len(one.date)]:
                message = f"{other.date} stands behind {one.date}: the events are in order of date"
                yield events.problem("date", other.id, "date", message)
    for source in site.library.sources.values():
        of_id = _OF_ID.search(source.id)
        if of_id and source.issued and _days_apart(of_id[1], source.issued) > _DAYS_APART:
            message = f"the id says {of_id[1]}, the source was issued on {source.issued}"
            yield site.library.files["sources"].problem("date", source.id, "issued", message)


def _no_day(match: re.Match[str]) -> str | None:
    """What is wrong with a day: that there is none such, or that it is another day of the week."""
    try:
        day = date(int(match["year"] or 2000), _MONTH[match["month"]], int(match["day"]))  # a leap year
    except ValueError:
        return f"there is no {match['day']} {match['month']} {match['year'] or ''}".rstrip()
    if match["year"] and match["weekday"] not in {None, day_name[day.weekday()]}:
        return f"{match['day']} {match['month']} {match['year']} is a {day_name[day.weekday()]}"
    return None


def _days_apart(one: str, other: str) -> int:
    """How many days lie between two days, months or years (none where one holds the other)."""
    first, second = (date.fromisoformat(text + "-01-01"[len(text) - 4 :]).toordinal() for text in (one, other))
    length = {4: 365, 7: 28, 10: 1}
    return max(second - first - length[len(one)], first - second - length[len(other)])
