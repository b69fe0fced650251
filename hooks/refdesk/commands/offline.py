"""``refdesk offline``: build from-0-to-1-offline.zip; the same checkout gives the same bytes."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from refdesk.commands import dist_option, edition_of, root_option, told
from refdesk.files.progress import begin
from refdesk.files.writing import write_whole
from refdesk.publish.downloads import zipped
from refdesk.publish.publication import Publication, doi_address
from refdesk.site.site import Site, load_site

NAME = "from-0-to-1-offline"
# Files of the theme that this site does not use: its search, and source maps.
_UNUSED = re.compile(
    r"sitemap|.*404\.html|assets/javascripts/(?:lunr/|workers/|.*\.map$)|assets/stylesheets/.*\.map$"
)


@click.command()
@dist_option
@root_option
def command(root: Path, out: str) -> int:
    """Write the site as a zip file to unpack and read from disk."""
    site = load_site(root)
    edition = edition_of(site)
    path = root / out / f"{NAME}.zip"
    with tempfile.TemporaryDirectory() as work:
        built_site = Path(work) / "site"
        build = [
            sys.executable,
            "-P",
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--quiet",
            "-f",
            "mkdocs-offline.yml",
        ]
        built = subprocess.run([*build, "--site-dir", str(built_site)], cwd=root, check=False)
        if built.returncode != 0:
            return built.returncode
        begin("Packing the bundle")
        licences = [
            (f"{name}.txt", (root / name).read_bytes()) for name in ("LICENSE", "LICENSE-TEXT")
        ]
        found = [one for one in sorted(built_site.rglob("*")) if one.is_file()]
        names = ((one.relative_to(built_site).as_posix(), one) for one in found)
        pages = ((name, one.read_bytes()) for name, one in names if not _UNUSED.match(name))
        about = ("EDITION.txt", _about(site, edition))
        write_whole(path, zipped(NAME, [about, *licences, *pages]))
    return told(path, edition)


def _about(site: Site, edition: str) -> str:
    """Return what the bundle says of itself."""
    lines = [
        "From 0 to 1",
        f"Edition of {site.language.date(edition)} ({edition})",
        doi_address(Publication(site).doi),
        site.config.copyright,
    ]
    told = "\n".join(line for line in lines if line)
    return f"{told}\n\nOpen index.html with a browser.\n"
