"""Dates as data write them and as people read them."""

from calendar import month_name

from refdesk.files.labels import _, language

_MONTHS = list(month_name)  # the calendar itself asks the locale each time


def spoken_date(date: str) -> str:
    """Return a date as people write it: 2026-04-30 -> 30 April 2026, 2026-04 -> April 2026."""
    year, *rest = date.split("-")
    month, day, *_more = [*map(int, rest), 0, 0]
    form = _("{day} {month} {year}") if day else _("{month} {year}") if month else _("{year}")
    return form.format(day=day, month=month if language() else _MONTHS[month], year=year)
