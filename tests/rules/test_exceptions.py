"""Allowed exceptions: the same under the engine, for the command and from the cache (their rules are golden cases)."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import build, copy_sample
from refdesk.check import check_root
from refdesk.files.cache import load_report
from refdesk.files.checkout import EXCEPTIONS, SPELLING

ALLOWED = "- {code: missing-page, path: docs/about/offline.md, target: gone.md, reason: A test, expires: 2099-12-31}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = copy_sample(tmp_path / "checkout")
    page = root / "docs/about/offline.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA [page](gone.md).\n", encoding="utf-8")
    return root


def test_a_file_that_appears_changes_or_goes_is_noticed_behind_a_cache(site: Path) -> None:
    def failed() -> bool:
        return (load_report(site) or check_root(site)).failed

    assert failed()
    assert load_report(site) is not None
    (site / EXCEPTIONS).write_text(ALLOWED, encoding="utf-8")
    assert not failed()
    assert load_report(site) is not None
    (site / EXCEPTIONS).write_text(ALLOWED.replace("gone.md", "other.md"), encoding="utf-8")
    assert failed()
    (site / EXCEPTIONS).unlink()
    assert failed()


def test_a_word_that_is_added_to_the_list_is_no_misspelling_behind_a_cache(site: Path) -> None:
    def told() -> set[str]:
        return {problem.code for problem in (load_report(site) or check_root(site)).problems}

    page = site / "docs/about/offline.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nThe Recieve Group.\n", encoding="utf-8")
    assert "misspelling" in told()
    (site / SPELLING).write_text("recieve\n", encoding="utf-8")
    assert "misspelling" not in told()


def test_the_engine_allows_what_the_command_allows(site: Path) -> None:
    out = str(site / "site")
    assert build(site, "--strict", "--site-dir", out).returncode != 0
    (site / EXCEPTIONS).write_text(ALLOWED, encoding="utf-8")
    result = build(site, "--strict", "--site-dir", out)
    assert result.returncode == 0, result.stdout
    (site / EXCEPTIONS).write_text(ALLOWED.replace("2099", "2020"), encoding="utf-8")
    result = build(site, "--strict", "--site-dir", out)
    assert result.returncode != 0
    column = ALLOWED.index("2099") + 1
    assert f"{EXCEPTIONS}:1:{column}: exception: this exception expired on 2020-12-31" in result.stdout
