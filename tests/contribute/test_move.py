"""Moving a page: all that leads to it follows, and the check is clean."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import copy_sample, refdesk


def naming(root: Path, uri: str) -> set[str]:
    """The files that name a page by its path below docs/."""
    found = [*root.glob("docs/**/*.yml"), root / "mkdocs.yml", *root.glob("tests/search/*.yml")]
    return {path.relative_to(root).as_posix() for path in found if uri in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("new", ["places/north-city.md", "topics/north.md"])
def test_a_page_moves_with_all_that_leads_to_it(tmp_path: Path, new: str) -> None:
    root, old = copy_sample(tmp_path / "site"), "places/north.md"
    (root / "tests/search").mkdir(parents=True)
    (root / "tests/search/queries.yml").write_text(f"- query: north\n  wanted: [{old}]\n", encoding="utf-8")
    (root / "docs/topics/money.md").open("a", encoding="utf-8").write(f"\nIt stands in `docs/{old}`.\n")
    before = naming(root, old)
    assert {"mkdocs.yml", "docs/data/hubs.yml", "tests/search/queries.yml"} <= before
    result = refdesk("move", old, new, cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert naming(root, old) == {"docs/data/redirects.yml"}
    assert naming(root, new) == before | {"docs/data/redirects.yml"}
    assert f"- {new}\n" in (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"`docs/{new}`" in (root / "docs/topics/money.md").read_text(encoding="utf-8")
    assert refdesk("check", cwd=root).returncode == 0
    assert refdesk("move", new, old, cwd=root).returncode == 0, "and back: its former address is none any more"


MOVE = ("move", "places/north.md", "topics/north.md")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A checkout in which a page was moved, and the files that were written. Nobody writes to it."""
    whole = copy_sample(tmp_path_factory.mktemp("moved") / "whole")
    written = re.findall("^(.*): changed$", refdesk(*MOVE, cwd=whole).stdout, re.MULTILINE)
    assert len(written) > 4
    return whole, written


@pytest.mark.parametrize("done", ["one", "half", "all but one", "the file alone"])
def test_a_move_that_was_interrupted_is_told_and_finished(
    moved: tuple[Path, list[str]], tmp_path: Path, done: str
) -> None:
    (whole, written), root = moved, copy_sample(tmp_path / "site")
    for path in written[: {"one": 1, "half": len(written) // 2, "all but one": -1}.get(done, 0)]:
        shutil.copy(whole / path, root / path)
    if done == "the file alone":
        (root / "docs/places/north.md").rename(root / "docs/topics/north.md")
    told = refdesk("check", cwd=root).stdout
    assert " ".join(("refdesk", *MOVE)) in told, told
    assert refdesk(*MOVE, cwd=root).returncode == 0
    for path in written:
        assert (root / path).exists() == (whole / path).exists()
        assert not (root / path).exists() or (root / path).read_bytes() == (whole / path).read_bytes()


@pytest.mark.parametrize("asked", [("places/none.md", "places/a.md"), ("places/north.md", "topics/money.md")])
def test_a_page_that_cannot_be_moved_is_told(tmp_path: Path, asked: tuple[str, str]) -> None:
    result = refdesk("move", *asked, cwd=copy_sample(tmp_path / "site"))
    assert result.returncode == 2
    assert result.stderr.startswith("refdesk: ")
