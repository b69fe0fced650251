"""``refdesk edition ready|write``: a dated edition; ``make edition EDITION=2026-12-01`` runs both
around the tests.
"""

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click

from refdesk.check import check
from refdesk.commands import named_edition, offline, pdf, root_option
from refdesk.commands.changelog import CHANGELOG, changelog
from refdesk.data.models import Change, Edition
from refdesk.data.wording import spoken_date
from refdesk.files.writing import write_whole
from refdesk.problems.report import summary
from refdesk.publish.downloads import ARCHIVE, texts_and_archive
from refdesk.site.site import Site, load_site

RECORD = "docs/data/editions.yml"


@click.command()
@click.argument("step", type=click.Choice(["ready", "write"]))
@root_option
def command(root: Path, step: str) -> int:
    """Make a dated edition. Its day stands in the variable EDITION; ``ready`` only says what stands
    in the way.
    """
    edition = named_edition()
    site = load_site(root)
    found = list(obstacles(root, site, edition))
    for obstacle in found:
        click.echo(obstacle)
    return 1 if found else write(root, site, edition) if step == "write" else 0


def obstacles(root: Path, site: Site, edition: str) -> Iterator[str]:
    """Yield the reasons why no edition of that date can be made."""
    if not edition:
        yield "name the day of the edition: make edition EDITION=2026-12-01"
        return
    last = max(site.library.entries(Edition), default="")
    if edition <= last:
        yield f"the day {edition} is not later than the last edition, {last}"
    if not any(change.date == edition for change in site.library.entries(Change).values()):
        yield f"docs/data/changes.yml has no entry with the date {edition}: say there what is new"
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=root, capture_output=True, check=False
    )
    if status.returncode != 0:
        yield "this is no checkout of git, whose commit an edition names"
    elif status.stdout.strip():
        yield "there are changes that are not committed (git status lists them)"
    report = check(site)
    if report.failed:
        yield f"make check finds {summary(report)}"
    path = root / CHANGELOG
    if not path.is_file() or path.read_text(encoding="utf-8") != changelog(site.library):
        yield f"{CHANGELOG} is not up to date: run make changelog and commit it"


def write(root: Path, site: Site, edition: str) -> int:
    """Build the three files, record them and return the exit status, that of a build which
    fails.
    """
    dist = root / "dist"
    for made in (offline, pdf):
        status: int = click.get_current_context().invoke(made.command, root=root, out=dist)
        if status:
            return status
    archive = dist / Path(ARCHIVE).name
    write_whole(archive, texts_and_archive(site)[ARCHIVE])
    files = {"offline": dist / f"{offline.NAME}.zip", "pdf": dist / pdf.NAME, "data": archive}
    library = site.library
    contents = (
        f"{len(site.pages)} pages, {len(library.sources)} sources, {len(library.series)} "
        "data series."
    )
    lines = [
        f'- id: "{edition}"',
        f"  title: Edition of {spoken_date(edition)}",
        f'  contents: "{contents}"',
    ]
    lines += [
        f"  {name}: {hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in files.items()
    ]
    kept = (root / RECORD).read_text(encoding="utf-8").removesuffix("[]\n")
    write_whole(root / RECORD, kept + "\n".join(lines) + "\n")
    click.echo(
        f"Edition {edition} is in dist/ and recorded in {RECORD}. To release it:\n"
        f"  git tag -a edition-{edition} -m 'Edition {edition}'    # the commit that the files "
        "were made from\n"
        f"  git commit -m 'Record the edition of {edition}' {RECORD}\n  git push origin main "
        f"edition-{edition}\n"
        "and attach the three files in dist/ to the release of that tag."
    )
    return 0
