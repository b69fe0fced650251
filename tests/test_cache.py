"""The cache of checks: it saves time and never changes an answer."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import copy_site, kept_report
from refdesk.cache import Store, state_of
from refdesk.check import check_root
from refdesk.cli import main
from refdesk.kept import Kept
from refdesk.report import Report
from refdesk.root import CACHE
from refdesk.sealed import read_sealed, write_sealed


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_site(tmp_path / "checkout")


def checked(root: Path) -> Report:
    """What a check finds, with the cache as it stands."""
    return kept_report(root) or check_root(root, Store(root))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_second_check_is_read_from_the_cache(site: Path) -> None:
    first = checked(site)
    assert kept_report(site) == first


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


def test_a_folder_behind_a_link_may_be_another_tomorrow(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: A site\n", encoding="utf-8")
    for name, text in (("one", "# One\n\n[x](gone.md)\n"), ("other", "# Other\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.md").write_text(text, encoding="utf-8")
    docs = tmp_path / "docs"
    docs.symlink_to("one")
    assert checked(tmp_path).failed
    docs.unlink()
    docs.symlink_to("other")
    assert not checked(tmp_path).failed


def copy_cacheless(site: Path) -> Report:
    """The answer without any cache."""
    shutil.rmtree(site / CACHE)
    return checked(site)


def test_an_environment_variable_of_the_configuration_counts(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(site)
    assert kept_report(site) is not None
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:1/elsewhere/")
    assert kept_report(site) is None


def test_another_day_counts(site: Path) -> None:
    checked(site)
    rewrite(site, lambda kept: kept["state"].update(day="2020-01-01"))
    assert kept_report(site) is None


def rewrite(site: Path, change: Callable[[dict[str, dict[str, str]]], None]) -> None:
    """Change the kept report as its writer would have: with a seal that fits."""
    path = site / CACHE / "report.json"
    first, _, notes = (read_sealed(path) or b"").partition(b"\n")
    kept = json.loads(first)
    change(kept)
    write_sealed(path, json.dumps(kept).encode() + b"\n" + notes)


def test_notes_that_cannot_be_read_are_passed_over(site: Path) -> None:
    right = checked(site)
    path = site / CACHE / "report.json"
    first = (read_sealed(path) or b"").partition(b"\n")[0]
    append(site / "docs/pillars/funding.md", "\nA line more.\n")
    for notes in (b"", b"[]", b"{", b"{}", b'{"problems": [], "pages": {}}', b"[" * 100_000):
        write_sealed(path, first + b"\n" + notes)
        assert main(["check", "--root", str(site)]) == 0
        append(site / "docs/pillars/funding.md", "\nA line more.\n")
    assert checked(site).problems == right.problems


FORGERIES = ("copied", "edited", "touched")


@pytest.mark.parametrize("how", FORGERIES)
def test_a_cache_that_this_program_did_not_write_here_is_passed_over(site: Path, how: str) -> None:
    checked(site)
    path = site / CACHE / "report.json"
    data = path.read_bytes()
    match how:
        case "copied":
            path.rename(path.with_suffix(".old"))
            shutil.copy2(path.with_suffix(".old"), path)
        case "edited":
            path.write_bytes(data)
        case "touched":
            os.utime(path, (1, 1))
    assert kept_report(site) is None


def test_pictures_that_this_program_did_not_write_here_are_passed_over(tmp_path: Path) -> None:
    kept = Kept(tmp_path, "png")
    kept.keep("a drawing", b"its picture")
    assert kept.load("a drawing") == b"its picture"
    (path,) = (tmp_path / CACHE / "png").iterdir()
    path.write_bytes(path.read_bytes())
    os.utime(path, (3, 3))
    assert kept.load("a drawing") is None


def test_what_is_written_to_while_it_is_checked_is_not_kept(site: Path) -> None:
    report = checked(site)
    kept = Store(site).load()
    assert kept is not None
    page = site / "docs/pillars/funding.md"
    begun = page.stat().st_mtime
    append(page, "\nSee [@nobody].\n")
    state = state_of(kept.inputs)
    assert state is not None
    Store(site).keep(kept._replace(report=report, state=state, notes=b""), since=begun)
    assert kept_report(site) is None


def test_nothing_is_written_outside_the_cache(site: Path) -> None:
    def everything() -> dict[Path, bytes]:
        files = (path for path in site.parent.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if site / CACHE not in path.parents}

    before = everything()
    checked(site)
    append(site / "docs/pillars/funding.md", "")
    assert everything() == before


@pytest.mark.parametrize("name", ["report.json", "pages.json"])
@pytest.mark.parametrize("amiss", ["cut", "flipped", "emptied", "foreign", "not json", "deep"])
def test_a_cache_with_a_byte_amiss_is_passed_over(site: Path, name: str, amiss: str) -> None:
    right = checked(site)
    path = site / CACHE / name
    data = path.read_bytes()
    match amiss:
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "flipped":
            path.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        case "emptied":
            path.write_bytes(b"")
        case "foreign":
            write_sealed(path, json.dumps({"root": "/elsewhere", "key": "0"}).encode())
        case "not json":
            write_sealed(path, b"\xff\x00")
        case "deep":
            write_sealed(path, b"[" * 100_000)
    append(site / "docs/pillars/funding.md", "\nA line more.\n")
    assert checked(site).problems == right.problems


def test_a_cache_of_another_version_is_passed_over(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(site)
    monkeypatch.setattr("refdesk.cache.fingerprint", lambda: "another")
    assert kept_report(site) is None
    assert Store(site).load_pages("") == {}


def test_a_cache_that_was_moved_is_passed_over(site: Path, tmp_path: Path) -> None:
    checked(site)
    moved = tmp_path / "moved"
    site.rename(moved)
    append(moved / "docs/pillars/funding.md", "\nSee [@nobody].\n")
    assert kept_report(moved) is None
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
