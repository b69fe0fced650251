"""Dates: they exist, ranges run forwards, lists are in order, ids agree with the dates of their
entries.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain, pairwise, product

from refdesk.data.fields import Mark, marked_fields
from refdesk.data.library import Library
from refdesk.data.models import Entry, Event
from refdesk.data.series import Series
from refdesk.files.csv import Cell
from refdesk.files.references import cited
from refdesk.files.text import TextFile
from refdesk.pages.page import Page
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.prose import prose_of_data, prose_of_page

RULES = (
    Rule(
        "date",
        explanation="The calendar has no such day, or another weekday for it; a day is years "
        "ahead; a range runs "
        "backwards; events, or rows of a series, are not in order; the id of a source or an "
        "event names another date.",
        example="It was agreed on Monday, 31 June 2026.",
        fix="look the date up in the source.",
    ),
)
_MONTHS = "|".join(month_name[1:])
_MONTH = {name: number for number, name in enumerate(month_name)}
_NAMED = re.compile(_MONTHS)  # a fast search; the text around is examined afterwards
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(day_name)}),? (?:the )?)?"
_DAYS = (
    re.compile(
        rf"{_WEEKDAY}(?<![\d.,–-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)? "
        rf"(?P<month>{_MONTHS})\b(?:,? (?P<year>\d{{4}}))?"
    ),
    re.compile(rf"{_WEEKDAY}(?P<month>{_MONTHS}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"),
)
_DATE = rf"(?:(?:(\d{{1,2}}) )?({_MONTHS}) )?((?:19|20)\d\d)"
_RANGE = re.compile(
    rf"(?:rom|etween) (?:{_DATE} (?:to|and|until) {_DATE}\b|(\d\d?)()() (?:to|and|until) "
    rf"(\d\d?)()() (?:{_MONTHS})\b)"
)
_YEARS = re.compile(
    r"((?:19|20)\d\d)(?<![\w.–-]\d{4})(?:[–-]((?:19|20)\d\d)|(?<=20\d\d)–(\d\d))(?![\w–-]|[.,]\d)"
)
_OF_ID = re.compile(
    r"(?<!\d)-((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?=-|$)(?!-(?:19|20)\d\d)"
)
_AHEAD = 5  # years: a plan may say what is to be
_ANNOUNCED = 90  # days: an event may be announced so long before
_DAYS_APART = 14  # a text may be published some days after the date in its id


def check_text(page: Page) -> Iterator[Problem]:
    """Report wrong dates in the text of a page."""
    yield from _in_prose(*prose_of_page(page))


def _in_prose(file: TextFile, words: str) -> Iterator[Problem]:
    """Report wrong days and ranges in a text."""
    yield from _days_in(file, words)
    for match in _RANGE.finditer(words):
        ends = [one or "" for one in (match.groups()[:6] if match[3] else match.groups()[6:])]
        first, last = _as_date(*ends[:3]), _as_date(*ends[3:])
        tally("date range")
        if first > last:
            told = match.group().partition(" ")[2]
            yield file.problem(match.end() - len(told), Slip("date", f"'{told}' runs backwards"))
    for match in _YEARS.finditer(words):
        tally("date range")
        if match[1] > (match[2] or f"20{match[3]}"):
            yield file.problem(match.start(), Slip("date", f"'{match.group()}' runs backwards"))


def _days_in(file: TextFile, words: str) -> Iterator[Problem]:
    """Report days of a text that do not exist, or have another weekday."""
    for named in _NAMED.finditer(words):
        window = (max(named.start() - 25, 0), named.end() + 10)
        for pattern in _DAYS:
            for match in pattern.finditer(words, *window):
                tally("date day")
                message = _no_day(match)
                if message is not None:
                    yield file.problem(match.start(), Slip("date", message))


def _as_date(day: str, month: str, year: str) -> tuple[int, int, int]:
    """Return a date whose parts can be compared; a part that is missing is 0."""
    return int(year or 0), _MONTH[month], int(day or 0)


_Dated = tuple[Entry, str, str]  # an entry, its field with a date, and the date


def check_data(library: Library) -> Iterator[Problem]:
    """Report wrong dates in the texts of the data, lists that are not in order, ids with another
    date.
    """
    for text in prose_of_data(library):
        yield from _in_prose(*text)
    events = _events(library)
    for of_file in events:
        yield from _not_in_order(library, of_file)
    yield from _rows(library)
    yield from _too_early(library)
    sources = library.sources.values()
    issued: list[_Dated] = [(one, "issued", one.issued) for one in sources if one.issued]
    for dated in (*issued, *chain(*events)):
        yield from _other_than_id(library, *dated)


def _events(library: Library) -> list[list[_Dated]]:
    """Return the entries of each field that orders a file, with their dates."""
    return [
        [(one, field, getattr(one, field)) for one in entries.entries.values()]
        for entries in library.files.values()
        for field in marked_fields(entries.model, Mark.ORDERED)
    ]


def _not_in_order(library: Library, events: Sequence[_Dated]) -> Iterator[Problem]:
    """Report events that stand behind a later one."""
    for (_, _, before), (event, field, day) in pairwise(events):
        if before[: len(day)] > day[: len(before)]:
            message = f"{day} stands behind {before}: the events are in order of date"
            yield library.problem((event, field), Slip("date", message))


def _other_than_id(library: Library, entry: Entry, field: str, day: str) -> Iterator[Problem]:
    """Report a date that is not that in the id of its entry.

    The id of an event may hold a year that the event is about.
    """
    of_id = _OF_ID.search(entry.id)
    is_held = of_id is not None and (field == "issued" or "-" in of_id[1])
    tally("date id", decided=is_held)
    if of_id is not None and is_held and _days_apart(of_id[1], day) > _DAYS_APART:
        message = f"the id says {of_id[1]}, '{field}' is {day}"
        yield library.problem((entry, field), Slip("date", message))


def _rows(library: Library) -> Iterator[Problem]:
    """Report rows of years that stand below a later year of the same line, or that their sources
    could not know.
    """
    for series in library.series.values():
        above: dict[tuple[str, ...], str] = {}
        years = [name for name in series.spec.key if series.spec.columns[name].unit == "year"]
        for column, (key, row) in product(years, series.rows.items()):
            year = row[column].text
            line = tuple(row[name].text for name in series.spec.key if name != column)
            tally("date row")
            if year < above.get(line, ""):
                message = f"the row of {year} stands below that of {above[line]}"
                slip = Slip("date", message, "Put the rows in order of the year")
                rows = [things.entries(series.id)]  # once
                yield series.problem((key, column), slip, rests_on=rows, explains=rows)
            above[line] = year
            slip_of_sources = _unknown_yet(library, series, row, year)
            if slip_of_sources is not None:
                rows = [things.entries(series.id)]
                yield series.problem((key, column), slip_of_sources, explains=rows)


def _unknown_yet(
    library: Library, series: Series, row: Mapping[str, Cell], year: str
) -> Slip | None:
    """Return that the sources of a row are from years before its own, or None."""
    said = [one for name in series.spec.source_columns for one in row[name].text.split("; ")]
    issued = [library.sources[one].issued for one in said if one in library.sources]
    days = [day for day in issued if day and int(day[:4]) + _AHEAD < int(year)]
    if not issued or len(days) < len(issued):
        return None
    message = f"the row is of {year}, its sources of {max(days)[:4]} or before"
    return Slip("date", message, "Correct the year or the source")


def _too_early(library: Library) -> Iterator[Problem]:
    """Report events that their only sources could not tell."""
    for event in library.entries(Event).values():
        told = [
            library.sources[one].issued or event.date
            for one in cited(event.text)
            if one in library.sources
        ]
        if told and max(told) < event.date and _days_apart(max(told), event.date) > _ANNOUNCED:
            message = f"the event is of {event.date}, its sources of {max(told)} or before"
            hint = "Correct the date, or cite who says that it took place"
            yield library.problem((event, "date"), Slip("date", message, hint))


def _no_day(match: re.Match[str]) -> str | None:
    """Return that a day does not exist or is another day of the week, or None."""
    try:
        # a leap year
        day = date(int(match["year"] or 2000), _MONTH[match["month"]], int(match["day"]))
    except ValueError:
        return f"there is no {match['day']} {match['month']} {match['year'] or ''}".rstrip()
    if match["year"] and match["weekday"] not in {None, day_name[day.weekday()]}:
        return f"{match['day']} {match['month']} {match['year']} is a {day_name[day.weekday()]}"
    if match["year"] and day.year > datetime.now(tz=UTC).year + _AHEAD:
        return f"{match['day']} {match['month']} {match['year']} is years ahead"
    return None


def _days_apart(one: str, other: str) -> int:
    """Return the number of days between two days, months or years (0 or less if one contains the
    other).
    """
    (first, last), (other_first, other_last) = map(_ends, (one, other))
    return max(other_first - last, first - other_last)


def _ends(text: str) -> tuple[int, int]:
    """Return the numbers of the first day of a day, a month or a year, and of the day behind it."""
    parts = [int(part) for part in text.split("-")]
    first = date(*[*parts, 1, 1][:3]).toordinal()
    return first, first + {1: 365, 2: 28, 3: 1}[len(parts)]
