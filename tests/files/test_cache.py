"""The cache: the last report while nothing has changed, what is costly to draw; deleting it is always safe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import HOUSE
from refdesk.check import check_root
from refdesk.files.cache import Cache, load_report
from refdesk.files.checkout import CACHE
from refdesk.problems.report import Report


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return shutil.copytree(HOUSE, tmp_path / "site")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_report_is_kept_while_nothing_changes(site: Path) -> None:
    assert load_report(site) is None
    report = check_root(site)
    assert load_report(site) == report


@pytest.mark.parametrize(
    "path", ["docs/guide/lists.md", "docs/data/glossary.yml", "mkdocs.yml", "refdesk-exceptions.yml"]
)
def test_a_change_is_seen(site: Path, path: str) -> None:
    check_root(site)
    (site / path).touch()
    append(site / path, "\n")
    assert load_report(site) is None


def test_a_new_and_a_deleted_file_are_seen(site: Path) -> None:
    check_root(site)
    (site / "docs/new.png").write_bytes(b"")
    assert load_report(site) is None
    check_root(site)
    (site / "docs/new.png").unlink()
    assert load_report(site) is None


def test_an_environment_variable_of_the_configuration_counts(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(site / "mkdocs.yml", "copyright: !ENV [SOME_NAME, '']\n")
    check_root(site)
    assert load_report(site) is not None
    monkeypatch.setenv("SOME_NAME", "x")
    assert load_report(site) is None


@pytest.mark.parametrize("amiss", ["cut", "empty", "changed"])
def test_a_damaged_file_is_passed_over(site: Path, amiss: str) -> None:
    report = check_root(site)
    [kept] = (site / CACHE / "reports").iterdir()
    content = kept.read_bytes()
    kept.write_bytes({"cut": content[:-3], "empty": b"", "changed": b"[1, 2]"}[amiss])
    assert load_report(site) is None
    assert check_root(site) == report


def test_a_cache_that_was_moved_is_passed_over(site: Path) -> None:
    check_root(site)
    moved = site.rename(site.with_name("moved"))
    assert load_report(moved) is None


def test_a_folder_that_cannot_be_written_is_no_mistake(site: Path) -> None:
    (site / ".cache").write_text("a file in its place", encoding="utf-8")
    assert isinstance(check_root(site), Report)


def test_content_is_kept_by_what_it_was_made_from(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "kind")
    assert cache.load("one") is None
    cache.keep("one", b"content")
    cache.keep("two", b"other")
    assert cache.load("one") == b"content"
    cache.keep_only(["two"])
    assert cache.load("one") is None
    assert cache.load("two") == b"other"
