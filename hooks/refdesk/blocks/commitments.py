"""``<!-- commitments -->``: what was promised and what came of it; ``<!-- commitments: dates -->``:
what is due.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.commitments import Result, result_of
from refdesk.data.fields import closed_list
from refdesk.data.library import Library
from refdesk.data.models import Commitment, Periodical
from refdesk.files.language import Language
from refdesk.files.yaml import InlineText

_FILES = {"": ("commitments",), "dates": ("commitments",)}  # by name in a marker
_SOON = 18  # months ahead
_SETTLED = frozenset({"met", "missed", "dropped"})  # whatever the calendar says
_LAST_DAY = "-12-31"  # of a year or a month that is named alone
_NEVER = "9999"  # sorts what has no date behind what has one

Choice = tuple[str, str, int]  # of a filter: value, label, number of entries


class Listed(NamedTuple):
    """A commitment as it is listed: when it is due, seen from the day of the page, and the number
    that settles it.
    """

    entry: Commitment
    when: str
    result: Result | None


class Dated(NamedTuple):
    """Something that falls due: the date, what it is, who promised or publishes it, the address of
    its row.
    """

    date: str
    title: str
    about: str
    address: str


class Commitments(FileBlock, marker="commitments", shown=_FILES):
    """What was promised and what became of it, with filters; `dates` shows what falls due in the
    next 18 months.
    """

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields of the ledger; the dates show names alone."""
        return iter(()) if name else super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the ledger, or the dates, as of the day on which the page was reviewed."""
        ledger = _ledger(desk)
        if name:
            return desk.fill("commitment_dates.html", dates=_dates(desk, ledger))
        return desk.fill(
            "commitments.html",
            groups=[
                (when, label, [one for one in ledger if one.when == when])
                for when, label in _times(desk.language).items()
            ],
            counts=_choices("status", [one.entry.status for one in ledger], desk.language)[1:],
            filters=_filters(ledger, desk.language),
            number=len(ledger),
        )


def _ledger(desk: Desk) -> list[Listed]:
    """Return the commitments by the date on which they are due."""
    entries = desk.library.entries(Commitment).values()
    listed = [
        Listed(one, _when(one, desk.page.reviewed), result_of(desk.library, one)) for one in entries
    ]
    return sorted(listed, key=lambda one: (one.entry.due or _NEVER, one.entry.made))


def _times(language: Language) -> dict[str, str]:
    """Return the times at which commitments are due, with the labels for them."""
    return {
        "passed": language.gettext("date passed"),
        "soon": language.gettext("next 18 months"),
        "later": language.gettext("later"),
        "undated": language.gettext("no date named"),
    }


def _when(one: Commitment, today: str) -> str:
    """Return when a commitment is due, seen from a day."""
    if one.due is None:
        return "undated"
    if _last_day(one.due) < today:
        return "passed"
    return "soon" if _last_day(one.due) <= _months_ahead(today) else "later"


def _last_day(date: str) -> str:
    """Return the last day of a year, a month or a day."""
    return date + _LAST_DAY[len(date) - len("2026") :]


def _months_ahead(day: str) -> str:
    """Return the day some months ahead."""
    year, month, rest = day[:4], day[5:7], day[7:]
    if not rest:  # a page without a day, which is reported by itself
        return day
    ahead = int(year) * 12 + int(month) - 1 + _SOON
    return f"{ahead // 12}-{ahead % 12 + 1:02}{rest}"


def _filters(
    ledger: Sequence[Listed], language: Language
) -> list[tuple[str, str, str, list[Choice]]]:
    """Return the filters: attribute, name, label and choices of each."""
    gettext = language.gettext
    times, found = _times(language), Counter(one.when for one in ledger)
    due = [("", gettext("All"), len(ledger))]
    due += [(when, label.capitalize(), found[when]) for when, label in times.items() if found[when]]
    status = _choices("status", [one.entry.status for one in ledger], language)
    who = _choices("who", [one.entry.who for one in ledger], language)
    return [
        ("kind", gettext("Status"), gettext("Show commitments by status"), status),
        ("who", gettext("Who"), gettext("Show commitments by who is to keep them"), who),
        ("when", gettext("Due"), gettext("Show commitments by when they are due"), due),
    ]


def _choices(field: str, values: Sequence[str], language: Language) -> list[Choice]:
    """Return the choices of a filter by a field, in the order of its values; all come first."""
    held = Counter(values)
    known = [value for value in closed_list(Commitment, field) if held[value]]
    return [
        ("", language.gettext("All"), len(values)),
        *((value, language.gettext(value).capitalize(), held[value]) for value in known),
    ]


def _dates(desk: Desk, ledger: Sequence[Listed]) -> list[Dated]:
    """Return what falls due in the next months, by date: commitments, and new editions of
    publications.
    """
    today, ends = desk.page.reviewed, _months_ahead(desk.page.reviewed)
    new_edition = desk.language.gettext("new edition")
    held, publications = desk.holder("commitments"), desk.holder("table", "due")
    dates = [
        Dated(one.entry.due, one.entry.title, one.entry.by, _address(desk, held, one.entry.id))
        for one in ledger
        if one.entry.due and one.when == "soon" and one.entry.status not in _SETTLED
    ]
    dates += [
        Dated(one.due, one.title, new_edition, _address(desk, publications, f"due-{one.id}"))
        for one in desk.library.entries(Periodical).values()
        if today <= one.due <= ends
    ]
    return sorted(dates, key=lambda one: _last_day(one.date))


def _address(desk: Desk, page: str | None, row: str) -> str:
    """Return the address of a row, or '' where no page shows it."""
    return desk.link_to(page, row) if page is not None else ""
