"""``refdesk year SERIES YEAR``: what a new year of a series asks of the texts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from refdesk.commands import root_option
from refdesk.data.models import Chart, Computed, Entry, Periodical
from refdesk.data.series import Series
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.problem import Slip
from refdesk.problems.suggest import did_you_mean
from refdesk.rules.numbers.clause import NUMBER, Clause, clauses
from refdesk.rules.numbers.newest import is_called_newest
from refdesk.site.site import Site, load_site


class Task(NamedTuple):
    """What is to be done, and the places where, each with what stands there."""

    what: str
    places: Sequence[str]


@click.command()
@click.argument("name", metavar="SERIES")
@click.argument("year", type=click.IntRange(1900, 2100), metavar="YEAR")
@root_option
def command(root: Path, name: str, year: int) -> int:
    """List what to look at when a year is added to a series.

    These are its rows and publication, the sentences and the computed numbers that state a figure
    of the year before, and the charts that show it. Nothing is changed.
    """
    site = load_site(root)
    series = site.library.series.get(name)
    if series is None:
        hint = did_you_mean(name, site.library.series)
        raise UnusableSiteError(f"there is no series '{name}'. {hint}".strip())
    tasks = [one for one in tasks_of(site, series, str(year)) if one.places]
    for number, task in enumerate(tasks, start=1):
        click.echo(f"{number}. {task.what}")
        for place in task.places:
            click.echo(f"   {place}")
    return 0


def tasks_of(site: Site, series: Series, year: str) -> Iterator[Task]:
    """Yield what a year of a series asks for, in the order in which it is best done."""
    years = _years(series)
    earlier = max((one for one in years if one < year), default="")
    rows = f"{series.csv.file.path}: {'has rows of' if year in years else 'has no row of'} {year}"
    yield Task("The rows, with their source", [rows])
    yield Task(
        "The publication: which edition it is now, when it was looked for, when the next is due",
        _publications(site, series),
    )
    yield from _sentences(site, series, earlier)
    yield Task(
        f"Numbers computed from a figure of {earlier}: are they to go on to {year}?",
        _computed(site, series, earlier),
    )
    yield Task(
        "Charts that show the new rows by themselves: do headline and description still hold?",
        _charts(site, series),
    )


def _publications(site: Site, series: Series) -> list[str]:
    """Return the places of the publications in which a series appears."""
    periodicals = site.library.entries(Periodical).values()
    return [_place(site, one, one.title) for one in periodicals if series.id in one.series]


def _sentences(site: Site, series: Series, earlier: str) -> Iterator[Task]:
    """Yield the texts with a figure of the year before: those that call it the latest, and all
    others.
    """
    told = [clause for clause in clauses(site) if _states(clause, series, earlier)]
    yield Task(
        f"Sentences that call a figure of {earlier} the latest: bring them up to date",
        [_shown(one, series, earlier) for one in told if is_called_newest(one)],
    )
    yield Task(
        f"Other texts with a figure of {earlier}: do they speak of that year, or of the newest?",
        [_shown(one, series, earlier) for one in told if not is_called_newest(one)],
    )


def _computed(site: Site, series: Series, earlier: str) -> list[str]:
    """Return the places of the numbers that are computed from a year of a series."""
    return [
        _place(site, one, one.formula)
        for one in site.library.entries(Computed).values()
        if f"value:{series.id}/" in one.formula and earlier in one.formula
    ]


def _charts(site: Site, series: Series) -> list[str]:
    """Return the places of the charts that draw a series."""
    return [
        _place(site, one, one.title)
        for one in site.library.entries(Chart).values()
        if series.id in _drawn(one)
    ]


def _drawn(chart: Chart) -> set[str | None]:
    """Return the series that a chart draws."""
    return {trace.series for panel in chart.panels for trace in panel.named_traces().values()}


def _years(series: Series) -> set[str]:
    """Return the years of the rows of a series; none where its key has no year."""
    spec = series.spec
    columns = [name for name in spec.key if spec.columns[name].unit == "year"]
    return {row[name].text for row in series.rows.values() for name in columns}


def _states(clause: Clause, series: Series, year: str) -> bool:
    """Return whether a clause states a number of a year of a series."""
    return any(
        number.value.series.id == series.id and year in number.value.key.split("/")
        for number in clause.numbers
    )


def _shown(clause: Clause, series: Series, year: str) -> str:
    """Return where a clause states such a number, and its text."""
    text = clause.text.strip()
    for number in clause.numbers:
        text = text.replace(NUMBER, number.link.span.label, 1)
    first = next(one for one in clause.numbers if _states(Clause("", [one]), series, year))
    place = first.link.problem(Slip("not-newest", "")).place  # as the check would tell it
    return f"{place}: {text}"


def _place(site: Site, entry: Entry, text: str) -> str:
    """Return where an entry stands, and a text."""
    file = site.library.files[entry.data_name]
    path = file.paths[entry.id]
    return f"{file.yaml_at(path).place(path)}: {text}"
