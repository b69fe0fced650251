"""Moving a page: all that leads to it follows, and the check is clean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, copy_site, refdesk


def naming(root: Path, uri: str) -> set[str]:
    """The files that name a page by its path below docs/."""
    found = [*root.glob("docs/**/*.yml"), root / "mkdocs.yml", *root.glob("tests/search/*.yml")]
    return {path.relative_to(root).as_posix() for path in found if uri in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("new", ["hubs/hefei-city.md", "pivot/hefei.md"])
def test_a_page_moves_with_all_that_leads_to_it(tmp_path: Path, new: str) -> None:
    root = copy_site(tmp_path / "site")
    shutil.copytree(ROOT / "tests/search", root / "tests/search", ignore=shutil.ignore_patterns("*.py"))
    old = "hubs/hefei.md"
    before = naming(root, old)
    result = refdesk("move", old, new, cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert naming(root, old) == {"docs/data/redirects.yml"}
    assert naming(root, new) == before | {"docs/data/redirects.yml"}
    assert f"- Hefei: {new}\n" in (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert refdesk("move", new, old, cwd=root).returncode == 0, "and back: its former address is none any more"


@pytest.mark.parametrize("asked", [("hubs/none.md", "hubs/a.md"), ("hubs/hefei.md", "hubs/wuhan.md")])
def test_a_page_that_cannot_be_moved_is_told(asked: tuple[str, str]) -> None:
    result = refdesk("move", *asked)
    assert result.returncode == 2
    assert result.stderr.startswith("refdesk: ")
