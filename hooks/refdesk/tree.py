"""Trees of files: the expanded site for another engine, all data in plain formats."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from refdesk.expand import expand
from refdesk.exports import downloads, everything
from refdesk.files import Inclusion
from refdesk.root import UnusableSiteError
from refdesk.site import load_site


def expanded(root: Path) -> dict[str, str | bytes | Path]:
    """Path -> text, or the file to copy: mkdocs.yml without hooks, pages, static files, downloads."""
    site = load_site(root)
    config = (site.config.root / site.config.path).read_text(encoding="utf-8")
    tree: dict[str, str | bytes | Path] = {site.config.path: _without_hooks(config)}
    folder = site.config.docs_shown
    for uri, file in site.tree.files.items():
        if file.inclusion is Inclusion.EXCLUDED:
            continue
        page = site.pages.get(uri)
        if page is None:
            tree[f"{folder}/{uri}"] = site.config.docs_dir / uri
        else:
            tree[f"{folder}/{uri}"] = page.file.text[: page.body_start] + expand(site, page)
    for uri, text in downloads(site).items():
        tree[f"{folder}/{uri}"] = text
    return tree


def _without_hooks(config: str) -> str:
    """mkdocs.yml for an engine without this hook: its ``hooks`` list is taken out, all else stays as written."""
    kept: list[str] = []
    inside = False
    for line in config.splitlines(keepends=True):
        if inside and (not line.strip() or line[0] in " \t-#"):
            continue
        inside = line.startswith("hooks:")
        if not inside:
            kept.append(line)
    return "".join(kept)


def exported(root: Path) -> dict[str, str | bytes | Path]:
    """Path -> content: all data as CSV, JSON, BibTeX and CSL-JSON, charts as SVG and PNG, schemas, one archive."""
    return everything(load_site(root))


def write(tree: Mapping[str, str | bytes | Path], out: Path) -> None:
    """Write a tree of files at once: into a folder beside ``out`` that takes its name when all is written.

    UnusableSiteError when ``out`` exists and is not an empty folder, or cannot be written.
    """
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UnusableSiteError(f"'{out}' exists and is not an empty folder")
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".refdesk-") as work:
            base = Path(work) / "tree"
            base.mkdir()
            for path, content in tree.items():
                target = base / path
                target.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, Path):
                    shutil.copyfile(content, target)
                elif isinstance(content, bytes):
                    target.write_bytes(content)
                else:
                    target.write_text(content, encoding="utf-8", newline="\n")
            if out.exists():
                out.rmdir()
            base.rename(out)
    except OSError as error:
        raise UnusableSiteError(f"'{error.filename or out}' cannot be written: {error.strerror}") from None
