"""The cache of checks: it saves time and never changes an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import copy_site
from refdesk.cache import FOLDER, Store
from refdesk.check import check_root
from refdesk.report import Report


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_site(tmp_path / "checkout")


def checked(root: Path) -> Report:
    """What ``refdesk check`` finds, with the cache as it stands."""
    store = Store(root)
    return store.load_report() or check_root(root, store)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_second_check_is_read_from_the_cache(site: Path) -> None:
    first = checked(site)
    assert Store(site).load_report() == first


CHANGES: dict[str, Callable[[Path], None]] = {
    "a page": lambda root: append(root / "docs/pillars/funding.md", "\nSee [@nobody].\n"),
    "a data row": lambda root: append(root / "docs/data/series/nsfc.csv", "2031,full-year,x,,,,,nobody,\n"),
    "a source": lambda root: append(root / "docs/data/sources.yml", "- id: x\n"),
    "a page removed": lambda root: (root / "docs/pillars/talent.md").unlink(),
    "a file renamed": lambda root: (root / "docs/about/cite.md").rename(root / "docs/about/citing.md"),
    "the configuration": lambda root: append(root / "mkdocs.yml", "      - Gone: gone.md\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(site: Path, change: str) -> None:
    assert not checked(site).failed
    CHANGES[change](site)
    changed = checked(site)
    assert changed.failed
    fresh = copy_cacheless(site)
    assert changed.problems == fresh.problems


def copy_cacheless(site: Path) -> Report:
    """The answer without any cache."""
    for path in (site / FOLDER).iterdir():
        path.unlink()
    return checked(site)


def test_an_environment_variable_of_the_configuration_counts(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(site)
    assert Store(site).load_report() is not None
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:1/elsewhere/")
    assert Store(site).load_report() is None


def test_another_day_counts(site: Path) -> None:
    checked(site)
    rewrite(site, lambda kept: kept["state"].update(day="2020-01-01"))
    assert Store(site).load_report() is None


def rewrite(site: Path, change: Callable[[dict[str, dict[str, str]]], None]) -> None:
    """Change the kept report as its writer would have: with a checksum that fits."""
    store = Store(site)
    kept = store._read("report.json")
    change(kept)
    store._write("report.json", kept)


@pytest.mark.parametrize("name", ["report.json", "pages.json"])
@pytest.mark.parametrize("amiss", ["cut", "flipped", "emptied", "foreign", "not json", "deep"])
def test_a_cache_with_a_byte_amiss_is_passed_over(site: Path, name: str, amiss: str) -> None:
    right = checked(site)
    path = site / FOLDER / name
    data = path.read_bytes()
    match amiss:
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "flipped":
            path.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        case "emptied":
            path.write_bytes(b"")
        case "foreign":
            body = json.dumps({"root": "/elsewhere", "key": "0"}).encode()
            path.write_bytes(data[:65] + body)
        case "not json":
            path.write_bytes(data[:65] + b"\xff\x00")
        case "deep":
            path.write_bytes(data[:65] + b"[" * 100_000)
    append(site / "docs/pillars/funding.md", "\nA line more.\n")
    assert checked(site).problems == right.problems


def test_a_cache_of_another_version_is_passed_over(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(site)
    monkeypatch.setattr("refdesk.cache.fingerprint", lambda: "another")
    assert Store(site).load_report() is None
    assert Store(site).load_pages("") == {}


def test_a_cache_that_was_moved_is_passed_over(site: Path, tmp_path: Path) -> None:
    checked(site)
    moved = tmp_path / "moved"
    site.rename(moved)
    append(moved / "docs/pillars/funding.md", "\nSee [@nobody].\n")
    assert Store(moved).load_report() is None
    assert checked(moved).failed


def test_nothing_is_written_through_a_link(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (site / ".cache").symlink_to(outside)
    assert not checked(site).failed
    assert list(outside.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_mistake(site: Path) -> None:
    (site / ".cache").write_text("a file where the folder would be", encoding="utf-8")
    assert not checked(site).failed
