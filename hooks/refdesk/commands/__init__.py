"""The commands of ``refdesk``: each module is one, with its options, and is found by its name (less
``_`` at its end).

A command returns its exit status: 0 (clean), 1 (problems), 2 by raising UnusableSiteError.
"""

import os
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from refdesk.check import check as check_site
from refdesk.data.fields import Day, Doi
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.problems.report import as_text
from refdesk.publish.publication import last_review
from refdesk.site.site import Site


def _checkout(_: click.Context, __: click.Parameter, name: str | None) -> Path:
    if name is None:
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / CONFIG).is_file():
                return folder
        raise UnusableSiteError(f"no {CONFIG} in {here} or above it; name a checkout with --root")
    if not name or not Path(name).is_dir():
        raise UnusableSiteError(f"there is no folder '{name}'")
    return Path(name).resolve()


root_option = click.option(
    "--root",
    metavar="DIR",
    callback=_checkout,
    help="The checkout (default: the folder that holds mkdocs.yml).",
)
dist_option = click.option(
    "--out", metavar="DIR", default="dist", help="The folder to write into (default: dist)."
)


def named_edition() -> str:
    """Return the day in the variable EDITION, or ''; UnusableSiteError if it is none."""
    return _named("EDITION", TypeAdapter(Day), "a day such as 2026-12-01")


def named_doi(variable: str) -> str:
    """Return the DOI in a variable, or ''; UnusableSiteError if it is none."""
    return _named(variable, TypeAdapter(Doi), "a DOI such as 10.1000/182")


def _named(variable: str, form: TypeAdapter[str], told: str) -> str:
    named = os.environ.get(variable) or ""
    try:
        return form.validate_python(named) if named else ""
    except ValidationError:
        raise UnusableSiteError(f"{variable} is {told}, not '{named}'") from None


def edition_of(site: Site) -> str:
    """Return the day of the edition: that in EDITION, otherwise that of the last review of any
    page.
    """
    return named_edition() or last_review(site)


def told(path: Path, edition: str) -> int:
    """Say which file was written, and return the exit status."""
    click.echo(f"{path}: edition {edition}, {path.stat().st_size / 1e6:.1f} MB")
    return 0


def is_sound(site: Site) -> bool:
    """Return whether a check finds no mistake in a site; otherwise print its report."""
    report = check_site(site)
    if report.failed:
        click.echo(as_text(report))
    return not report.failed
