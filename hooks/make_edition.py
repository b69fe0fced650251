"""Makes a dated edition: ``make edition EDITION=2026-12-01`` runs ``ready``, the tests, then ``write``.

``ready`` says all that stands in the way. ``write`` builds the offline bundle, the PDF and the data archive into dist/,
and records them in docs/data/editions.yml.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import offline_bundle
import pdf_book
from refdesk.check import check
from refdesk.data.models import Change, Edition
from refdesk.editions.changelog import changelog
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import total
from refdesk.publish.data_package import ARCHIVE
from refdesk.publish.downloads import downloads
from refdesk.site.edition import named_edition
from refdesk.site.site import Site, load_site

ROOT = Path(__file__).resolve().parent.parent
RECORD = "docs/data/editions.yml"


def obstacles(site: Site, edition: str) -> Iterator[str]:
    """Why no edition of that date can be made now."""
    if not edition:
        yield "name the day of the edition: make edition EDITION=2026-12-01"
        return
    last = max(site.library.entries("editions", Edition), default="")
    if edition <= last:
        yield f"the day {edition} is not later than the last edition, {last}"
    if not any(change.date == edition for change in site.library.entries("changes", Change).values()):
        yield f"docs/data/changes.yml has no entry with the date {edition}: say there what is new"
    if _git("status", "--porcelain"):
        yield "there are changes that are not committed (git status lists them)"
    report = check(site)
    if report.failed:
        yield f"make check finds {total(report.problems, report.pages, report.references)}"
    if (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") != changelog(site.library):
        yield "CHANGELOG.md is not up to date: run make changelog and commit it"


def write(site: Site, edition: str) -> int:
    """Build the three files and record them; a build's own exit status when it fails."""
    dist = ROOT / "dist"
    status = offline_bundle.main(dist) or pdf_book.main(dist)
    if status:
        return status
    archive = dist / Path(ARCHIVE).name
    content = downloads(site)[ARCHIVE]
    archive.write_bytes(content if isinstance(content, bytes) else content.encode())
    files = {"offline": dist / f"{offline_bundle.NAME}.zip", "pdf": dist / pdf_book.NAME, "data": archive}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    library = site.library
    contents = f"{len(site.pages)} pages, {len(library.sources)} sources, {len(library.series)} data series."
    lines = [f'- id: "{edition}"', f"  title: Edition of {edition}", f'  contents: "{contents}"']
    lines += [f"  {name}: {digest}" for name, digest in digests.items()]
    record = ROOT / RECORD
    kept = record.read_text(encoding="utf-8").removesuffix("[]\n")
    record.write_text(kept + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"Edition {edition} is in dist/ and recorded in {RECORD}. To release it:")
    print(f"  git tag -a edition-{edition} -m 'Edition {edition}'    # the commit that the files were made from")
    print(f"  git commit -m 'Record the edition of {edition}' {RECORD}")
    print(f"  git push origin main edition-{edition}")
    print("and attach the three files in dist/ to the release of that tag.")
    return 0


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def main(step: str) -> int:
    """Run one step; 1 when something stands in the way, 2 when the site cannot be read."""
    try:
        edition = named_edition()
        site = load_site(ROOT)
        found = list(obstacles(site, edition))
    except UnusableSiteError as error:
        print(f"edition: {error}", file=sys.stderr)
        return 2
    for obstacle in found:
        print(f"edition: {obstacle}", file=sys.stderr)
    if found or step == "ready":
        return 1 if found else 0
    return write(site, edition)


if __name__ == "__main__":
    if sys.argv[1:] not in (["ready"], ["write"]):
        sys.exit("usage: make_edition.py ready|write")
    sys.exit(main(sys.argv[1]))
