"""The site under MkDocs and under ProperDocs: the same pages, ids and links, both strict."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from conftest import BIN

# What a reader and a link depend on.
ID = re.compile(r'\bid="([^"]*)"')
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


def pages(site: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Path -> ids and links of each page, in order."""
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {name: (ID.findall(text), LINK.findall(text)) for name, text in texts.items()}


def test_another_engine_builds_the_same_pages(sample_root: Path, tmp_path: Path) -> None:
    command = [str(BIN / "properdocs"), "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=sample_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Doc file" not in done.stdout + done.stderr  # what the engine says of links, the check says with a place
    assert pages(tmp_path) == pages(sample_root / "site")
