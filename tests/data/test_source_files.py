"""Sources in files of their own: they count like all others, and mistakes are told in their files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import append, copy_sample, refdesk
from refdesk.data.library import load_library
from refdesk.publish.downloads import texts_and_archive
from refdesk.site.site import load_site

LARGE = "docs/data/sources.yml"
OWN = "docs/data/sources/new-2026-01-05-source.yml"
TEXT = """references:
- id: new-2026-01-05-source
  type: report
  title: A report on ice
  publisher: Bureau of Ice
  issued: "2026-01-05"
  accessed: "2026-02-01"
  language: en
  URL: https://ice.example/report
  custom:
    kind: analysis
    read: original
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with a source in a file of its own, which a page cites."""
    root = copy_sample(tmp_path / "site")
    (root / OWN).parent.mkdir()
    (root / OWN).write_text(TEXT, encoding="utf-8")
    append(root / "docs/topics/money.md", "\nIce was reported on [@new-2026-01-05-source].\n")
    monkeypatch.chdir(root)
    return root


def problems(root: Path) -> list[str]:
    """What the check says, without its last line."""
    return refdesk("check", "--root", root).stdout.splitlines()[:-1]


def test_a_source_in_a_file_of_its_own_counts(root: Path) -> None:
    assert problems(root) == []
    site = load_site(root)
    assert [*site.library.sources] == sorted(site.library.sources)
    published = texts_and_archive(site)
    for name in ("sources.yml", "sources.json", "sources.bib"):
        assert "A report on ice" in str(published[f"data/{name}"]), "whoever downloads the sources gets all of them"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: report", "type: paper", "3:9: wrong-type: 'paper' is not a value of 'type'"),
        ("  language: en\n", "", "2:3: missing-field: the field 'language' is missing"),
        ("title: A report on ice", "title: A *report* on ice", "4:12: "),
        ("title: A report on ice", "title: Das Eis # im Norden", "4:18: yaml-syntax: "),
        ("title: A report", 'title: "A report', "4:10: yaml-syntax: "),
        ("references:\n", "reference:\n", "1:1: missing-field: the entries stand below 'references:'"),
        (TEXT, "references:\n", "1:1: missing-field: no source stands in this file"),
        ("https://ice.example/report", "https://example.org/bureau/bulletin-2024", "9:8: duplicate-entry: "),
        ("id: new-", "id: newer-", "2:7: wrong-record: the file is called 'new-2026-01-05-source'"),
    ],
)
def test_a_mistake_is_told_in_its_file(root: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    (root / OWN).write_text(TEXT.replace(old, new), encoding="utf-8")
    assert [line[: len(f"{OWN}:{told}")] for line in problems(root)] == [f"{OWN}:{told}"], "once, and at its place"


def test_an_id_stands_once_in_all_files(root: Path) -> None:
    taken = next(iter(load_library(root / "docs").files["sources"].paths))
    text = re.sub("- id: .*", f"- id: {taken}", TEXT).replace("ice", "snow")
    (root / f"docs/data/sources/{taken}.yml").write_text(text, encoding="utf-8")
    line = (root / LARGE).read_text(encoding="utf-8").split("\n").index(f"- id: {taken}") + 1
    [told] = problems(root)
    assert told.startswith(
        f"docs/data/sources/{taken}.yml:2:7: duplicate-entry: the id '{taken}' stands already at {LARGE}:{line}"
    )


def test_one_file_holds_one_source(root: Path) -> None:
    other = TEXT.replace("references:\n", "").replace("new-", "other-").replace("ice", "snow")
    append(root / OWN, other)
    append(root / "docs/topics/money.md", "\nSnow, too [@other-2026-01-05-source].\n")
    [told] = problems(root)
    assert told.startswith(f"{OWN}:13:7: wrong-record: one source stands in this file")


def test_a_source_that_is_no_file_to_read_is_told(root: Path) -> None:
    shutil.move(root / OWN, (root / OWN).with_suffix(".yaml"))
    assert any(
        line.startswith(f"{OWN[:-4]}.yaml:1:1: unknown-field: no data file is called") for line in problems(root)
    )


def test_what_is_saved_is_read_again(root: Path) -> None:
    before = load_library(root / "docs")
    assert load_library(root / "docs") is before
    (root / OWN).write_text(TEXT.replace("on ice", "on snow and ice"), encoding="utf-8")
    assert load_library(root / "docs").sources["new-2026-01-05-source"].title == "A report on snow and ice"


def test_folding_puts_sources_into_the_large_file(root: Path) -> None:
    before = load_library(root / "docs").sources
    lines = (root / LARGE).read_text(encoding="utf-8").splitlines()
    assert refdesk("fold").returncode == 0
    assert not (root / OWN).exists()
    assert load_library(root / "docs").sources == before, "the same sources in the same order"
    kept = iter((root / LARGE).read_text(encoding="utf-8").splitlines())
    assert all(line in kept for line in lines), "no other line has changed"
    assert problems(root) == []
    assert "No source" in refdesk("fold").stdout


def test_what_has_a_mistake_is_not_folded(root: Path) -> None:
    (root / OWN).write_text(TEXT.replace("type: report", "type: paper"), encoding="utf-8")
    result = refdesk("fold")
    assert result.returncode == 2
    assert result.stderr.startswith(f"refdesk: {OWN}:3:9: ")
    assert (root / OWN).exists()
