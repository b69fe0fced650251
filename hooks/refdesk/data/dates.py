"""Dates as data write them and as people read them."""

from calendar import month_name


def spoken_date(date: str) -> str:
    """Return a date as people write it: 2026-04-30 -> 30 April 2026, 2026-04 -> April 2026."""
    year, *rest = date.split("-")
    words = [str(int(day)) for day in rest[1:]] + [month_name[int(month)] for month in rest[:1]]
    return " ".join([*words, year])
