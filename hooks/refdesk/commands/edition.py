"""``refdesk edition ready|write``: a dated edition; ``make edition EDITION=2026-12-01`` runs both
around the tests.
"""

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from refdesk.check import check
from refdesk.commands import named_doi, named_edition, offline, pdf, root_option
from refdesk.commands.changelog import CHANGELOG, changelog
from refdesk.data.models import Change, Edition
from refdesk.files.writing import write_together, write_whole
from refdesk.problems.report import summary
from refdesk.publish.downloads import ARCHIVE, texts_and_archive, zipped
from refdesk.publish.edition_files import (
    CHECKSUMS,
    CITATION,
    CODEMETA,
    DEPOSIT,
    Release,
    checksums,
    descriptions,
    sha256,
)
from refdesk.publish.publication import Publication
from refdesk.site.site import Site, load_site

RECORD = "docs/data/editions.yml"
DATA = Path(ARCHIVE).name
WHEELS = "from-0-to-1-wheels.zip"


@click.command()
@click.argument("step", type=click.Choice(["ready", "write"]))
@root_option
def command(root: Path, step: str) -> int:
    """Make a dated edition. Its day stands in the variable EDITION; ``ready`` only says what stands
    in the way.
    """
    edition = named_edition()
    for variable in ("DOI", "CONCEPT_DOI"):
        named_doi(variable)
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
    if not (root / CITATION).is_file():
        yield f"there is no {CITATION}, which says what an edition is cited as"


def write(root: Path, site: Site, edition: str) -> int:
    """Make the files, record them and return the exit status, that of a build which fails."""
    dist = root / "dist"
    for made in (offline, pdf):
        status: int = click.get_current_context().invoke(made.command, root=root, out=dist)
        if status:
            return status
    write_whole(dist / DATA, texts_and_archive(site)[ARCHIVE])
    files = {"offline": dist / f"{offline.NAME}.zip", "pdf": dist / pdf.NAME, "data": dist / DATA}
    if (dist / "wheels").is_dir():
        files["wheels"] = dist / WHEELS
        write_whole(files["wheels"], _packages(dist / "wheels"))
    release = release_of(site, edition)
    described = descriptions((root / CITATION).read_text(encoding="utf-8"), release)
    write_together({dist / name: text for name, text in described.items()})
    paths = [*files.values(), dist / CITATION, dist / CODEMETA]
    write_whole(dist / CHECKSUMS, checksums(paths))
    kept = (root / RECORD).read_text(encoding="utf-8").removesuffix("[]\n")
    record = {RECORD: kept + entry(site, release, files), **described}
    write_together({root / name: text for name, text in record.items()})
    click.echo(_next_steps(release, [*paths, dist / CHECKSUMS]))
    return 0


def release_of(site: Site, edition: str) -> Release:
    """Return an edition as others cite it."""
    publication = Publication(site)
    repository = str(site.config.settings.get("repo_url") or "").rstrip("/")
    return Release(edition, publication.doi, publication.base, repository)


def entry(site: Site, release: Release, files: Mapping[str, Path]) -> str:
    """Return the entry of an edition in the list of them; ``files`` are named as its fields."""
    library = site.library
    contents = (
        f"{len(site.pages)} pages, {len(library.sources)} sources, {len(library.series)} "
        "data series."
    )
    fields = {
        "id": f'"{release.edition}"',
        "title": f"Edition of {site.language.date(release.edition)}",
        "contents": f'"{contents}"',
        "doi": release.doi,
        "concept_doi": named_doi("CONCEPT_DOI"),
        "address": release.files_address,
        **{name: sha256(path) for name, path in files.items()},
    }
    lines = [f"  {name}: {value}\n" for name, value in fields.items() if value]
    return "-" + "".join(lines)[1:]


def _packages(folder: Path) -> bytes:
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    return zipped("wheels", ((path.name, path.read_bytes()) for path in paths))


def _next_steps(release: Release, paths: Iterable[Path]) -> str:
    names = ", ".join(path.name for path in paths)
    return (
        f"Edition {release.edition} is in dist/ and recorded in {RECORD}. To release it:\n"
        f"  git tag -a {release.tag} -m 'Edition {release.edition}'    # the commit that the files "
        "were made from\n"
        f"  git add {RECORD} {CITATION} {DEPOSIT} {CODEMETA}\n"
        f"  git commit -m 'Record the edition of {release.edition}'\n"
        f"  git push origin main {release.tag}\n"
        f"and attach to the release of that tag what stands in dist/: {names}."
    )
