"""Dated editions: what stands in the way is said at once; what is made is recorded and can be compared."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, append, build, git, refdesk
from publishing import EDITION


@pytest.fixture
def clone(released: Path, tmp_path: Path) -> Path:
    """Return a clone of the checkout that an edition was made of, without its record."""
    git(tmp_path, "clone", "-q", str(released), "clone")
    return tmp_path / "clone"


def test_everything_that_stands_in_the_way_is_said_at_once(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION", EDITION)
    assert refdesk("edition", "ready", "--root", clone).returncode == 0
    append(clone / "docs" / "topics" / "money.md", "\nSee [this](nowhere.md).\n")
    append(clone / "CHANGELOG.md", "More.\n")
    digests = "".join(f"  {name}: {'a' * 64}\n" for name in ("offline", "pdf", "data"))
    record = f'- id: "2099-12-31"\n  title: Later\n  contents: All.\n{digests}'
    (clone / "docs" / "data" / "editions.yml").write_text(record, encoding="utf-8")
    monkeypatch.setenv("EDITION", "2099-11-04")
    result = refdesk("edition", "write", "--root", clone)
    assert result.returncode == 1
    for said in ("not later than the last edition, 2099-12-31", "no entry with the date 2099-11-04",
                 "not committed", "make check finds 1 problem", "CHANGELOG.md is not up to date"):  # fmt: skip
        assert said in result.stdout + result.stderr
    assert not (clone / "dist").exists()


def test_the_tests_take_nothing_from_a_shell_that_makes_an_edition() -> None:
    settings = set(re.findall(r"!ENV \[(\w+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    told = "import os, conftest; print(*(name for name in os.environ if os.environ[name] == 'of the shell'))"
    environment = {**os.environ, **dict.fromkeys(settings, "of the shell")}
    command = [sys.executable, "-c", told]
    result = subprocess.run(command, cwd=ROOT / "tests", env=environment, capture_output=True, text=True, check=True)
    assert "EDITION" in settings
    assert not result.stdout.split()


@pytest.mark.parametrize(
    ("edition", "said"), [("", "name the day"), ("soon", "'soon'"), ("2031-02-30", "'2031-02-30'")]
)
def test_an_edition_is_a_day(clone: Path, edition: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION", edition)
    result = refdesk("edition", "ready", "--root", clone)
    assert result.returncode in {1, 2}
    assert said in result.stdout + result.stderr


FILES = {"offline": "from-0-to-1-offline.zip", "pdf": "from-0-to-1.pdf", "data": "from-0-to-1-data.zip"}


def digest(folder: Path, name: str) -> str:
    """Return the digest of a file of an edition."""
    return hashlib.sha256((folder / "dist" / FILES[name]).read_bytes()).hexdigest()


def test_an_edition_is_recorded_and_listed(released: Path, tmp_path: Path) -> None:
    assert f"git tag -a edition-{EDITION}" in (released.parent / "output").read_text(encoding="utf-8")
    (record,) = yaml.safe_load((released / "docs" / "data" / "editions.yml").read_text(encoding="utf-8"))
    assert record["id"] == EDITION
    assert {name: record[name] for name in FILES} == {name: digest(released, name) for name in FILES}
    built = build(released, "--strict", "--site-dir", str(tmp_path), EDITION=EDITION)
    assert built.returncode == 0, built.stdout
    listed = (tmp_path / "about" / "changes" / "index.html").read_text(encoding="utf-8")
    for said in (f'id="edition-{EDITION}"', f"edition-{EDITION}</code>", record["offline"], f"edition of {EDITION}"):
        assert said in listed


def test_an_edition_can_be_made_again_and_not_twice(
    released: Path, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITION", EDITION)
    for command in ("offline", "pdf"):
        made = refdesk(command, "--root", clone, "--out", clone / "dist")
        assert made.returncode == 0, made.stdout + made.stderr
        assert digest(clone, command) == digest(released, command)
    shutil.copy(released / "docs" / "data" / "editions.yml", clone / "docs" / "data")
    git(clone, "commit", "-qam", "Record")
    assert "not later" in refdesk("edition", "ready", "--root", clone).stdout
