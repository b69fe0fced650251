"""``refdesk offline``: builds the offline bundle, from-0-to-1-offline.zip.

The zip holds one folder; its index.html, opened from the disk, shows the whole site. The same checkout gives the same
bytes: files stand in order of name and carry the date of the edition.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.data.dates import spoken_date
from refdesk.site.edition import site_and_edition

NAME = "from-0-to-1-offline"
# What the theme brings along and no page of this site asks for: its own search, and maps of its scripts for developers.
_UNUSED = re.compile(r"sitemap|404|assets/javascripts/(?:lunr/|workers/|.*\.map$)|assets/stylesheets/.*\.map$")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write the bundle into the folder that is asked for; the build's own exit status when it fails."""
    return write_bundle(root, root / options.out, say)


def write_bundle(root: Path, folder: Path, say: Callable[[str], None]) -> int:
    """Build into a temporary folder, zip it, put the zip in place; the build's own exit status when it fails."""
    site, edition = site_and_edition(root)
    out = folder / f"{NAME}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        built_site = Path(work) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", "mkdocs-offline.yml"]
        built = subprocess.run([*command, "--site-dir", str(built_site)], cwd=root, check=False)
        if built.returncode != 0:
            return built.returncode
        _pack(root, built_site, edition, site.config.copyright, out.with_suffix(".part"))
    out.with_suffix(".part").replace(out)
    say(f"{out}: edition {edition}, {out.stat().st_size / 1e6:.1f} MB")
    return 0


def _pack(root: Path, site: Path, edition: str, terms: str, out: Path) -> None:
    licences = [root / "LICENSE", root / "LICENSE-TEXT"]
    note = f"From 0 to 1\nEdition of {spoken_date(edition)} ({edition})\n{terms}\n\nOpen index.html with a browser.\n"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        _write(bundle, "EDITION.txt", note.encode())
        for licence in licences:
            _write(bundle, f"{licence.name}.txt", licence.read_bytes())
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and not _UNUSED.match(name):
                _write(bundle, name, path.read_bytes())


def _write(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"{NAME}/{name}", _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, data)
