"""Builds the offline bundle: ``python hooks/offline_bundle.py`` writes dist/from-0-to-1-offline.zip.

The zip holds one folder; its index.html, opened from the disk, shows the whole site. The same checkout gives the same
bytes: files stand in order of name and carry the date of the edition.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "from-0-to-1-offline"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold


def main() -> int:
    """Build into a temporary folder, zip it, put the zip in place; the build's own exit status when it fails."""
    out = ROOT / "dist" / f"{NAME}.zip"
    out.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        site = Path(work) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", "mkdocs-offline.yml"]
        built = subprocess.run([*command, "--site-dir", str(site)], cwd=ROOT, check=False)
        if built.returncode != 0:
            return built.returncode
        _pack(site, out.with_suffix(".part"))
    out.with_suffix(".part").replace(out)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1e6:.1f} MB")
    return 0


def _pack(site: Path, out: Path) -> None:
    licences = [ROOT / "LICENSE", ROOT / "LICENSE-TEXT"]
    edition = os.environ.get("EDITION") or "unreleased"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        _write(bundle, "EDITION.txt", f"From 0 to 1, edition: {edition}\nOpen index.html.\n".encode())
        for licence in licences:
            _write(bundle, f"{licence.name}.txt", licence.read_bytes())
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and not name.startswith(("sitemap", "404")):
                _write(bundle, name, path.read_bytes())


def _write(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"{NAME}/{name}", _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    bundle.writestr(entry, data)


if __name__ == "__main__":
    sys.exit(main())
