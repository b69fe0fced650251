"""``refdesk fix --values PATH``: bring sentences up to date with a cell that has changed."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from refdesk.check import check
from refdesk.commands import root_option
from refdesk.data.values import find_value
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.writing import write_together
from refdesk.fix import replacements
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.report import line_of
from refdesk.rules.numbers.values import stated
from refdesk.site.site import Site, load_site


@click.command()
@click.option(
    "--values",
    required=True,
    metavar="PATH",
    help="A series, a row or a cell: rd_national/2024/intensity.",
)
@root_option
def command(root: Path, values: str) -> int:
    """Bring sentences up to date. Write what a cell, row or series holds now wherever a number
    links it, or nowhere.
    """
    wanted = values.strip("/").replace(" ", "-")
    site = load_site(root)
    if broken := [problem for problem in check(site).problems if problem.code == "does-not-hold"]:
        click.echo("\n".join([*map(line_of, broken), "nothing was changed: mend the data first"]))
        return 1
    stale = list(_stale(site, wanted))
    made, texts = replacements(root, stale)
    if len(made) < len({(problem.path, problem.replace or problem) for problem in stale}):
        undone = [problem for problem in stale if problem.replace is None] or stale
        click.echo("\n".join(map(line_of, undone)))
        click.echo("nothing was changed: write these by hand first")
        return 1
    write_together(texts)
    for fix in made:
        line = (root / fix.path).read_text(encoding="utf-8-sig").split("\n")[fix.line - 1]
        click.echo(f"{fix}\n    {line.strip()}")
    click.echo(f"{len(made)} number{'' if len(made) == 1 else 's'} of {wanted} brought up to date")
    return 0


def _stale(site: Site, wanted: str) -> Iterator[Problem]:
    """Yield a problem for each number that differs from its cell in a series, row or cell, with its
    replacement.
    """
    name, _, key = wanted.partition("/")
    series, found = site.library.series.get(name), find_value(site.library, wanted)
    if isinstance(found, Slip) and (series is None or key not in {"", *series.named_rows}):
        raise UnusableSiteError(f"{found.message}. {found.hint}".rstrip())
    for link, value, _text, slip in chain.from_iterable(stated(site).values()):
        if slip is not None and f"{value.path}/".startswith(f"{wanted}/"):
            told = Slip(slip.code, slip.message, swap=_swap(link.span.label, slip))
            yield link.origin.problem(link.span.start + 1, told)


def _swap(label: str, slip: Slip) -> tuple[str, str] | None:
    """Return the label of a number and what it is to be; None where the number stands in it twice
    or not at all.
    """
    if slip.swap is None or label.count(slip.swap[0]) != 1:
        return None
    return label, label.replace(*slip.swap)
