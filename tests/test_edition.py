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

from conftest import BIN, ROOT, build, copy_site, refdesk

DAY = "2031-02-03"


def git(root: Path, *arguments: str) -> None:
    """Run git in a checkout."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def make_edition(root: Path, step: str, edition: str) -> subprocess.CompletedProcess[str]:
    """Run one step of ``make edition`` in a checkout."""
    command = [str(BIN / "refdesk"), "edition", step, "--root", str(root)]
    environment = {**os.environ, "EDITION": edition, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def append(path: Path, text: str) -> None:
    """Add a text to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean checkout that is ready for an edition of DAY."""
    root = copy_site(tmp_path / "checkout")
    for name in ("mkdocs-offline.yml", "LICENSE", "LICENSE-TEXT", ".gitignore"):
        shutil.copy(ROOT / name, root / name)
    entry = f'- id: news\n  date: "{DAY}"\n  kind: addition\n  text: "Something new."\n'
    append(root / "docs" / "data" / "changes.yml", entry)
    assert refdesk("changelog", "--root", str(root)).returncode == 0
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "All")
    return root


def test_everything_that_stands_in_the_way_is_said_at_once(checkout: Path) -> None:
    assert make_edition(checkout, "ready", DAY).returncode == 0
    append(checkout / "docs" / "pillars" / "talent.md", "\nSee [this](nowhere.md).\n")
    append(checkout / "CHANGELOG.md", "More.\n")
    digests = "".join(f"  {name}: {'a' * 64}\n" for name in ("offline", "pdf", "data"))
    record = f'- id: "2031-12-31"\n  title: Later\n  contents: All.\n{digests}'
    (checkout / "docs" / "data" / "editions.yml").write_text(record, encoding="utf-8")
    result = make_edition(checkout, "write", "2031-02-04")
    assert result.returncode == 1
    for said in ("not later than the last edition, 2031-12-31", "no entry with the date 2031-02-04",
                 "not committed", "make check finds 1 problem", "CHANGELOG.md is not up to date"):  # fmt: skip
        assert said in result.stdout + result.stderr
    assert not (checkout / "dist").exists()


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
def test_an_edition_is_a_day(checkout: Path, edition: str, said: str) -> None:
    result = make_edition(checkout, "ready", edition)
    assert result.returncode in {1, 2}
    assert said in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_an_edition_is_built_and_recorded(checkout: Path) -> None:
    result = make_edition(checkout, "write", DAY)
    assert result.returncode == 0, result.stderr
    assert f"git tag -a edition-{DAY}" in result.stdout
    (record,) = yaml.safe_load((checkout / "docs" / "data" / "editions.yml").read_text(encoding="utf-8"))
    assert record["id"] == DAY
    files = {"offline": "from-0-to-1-offline.zip", "pdf": "from-0-to-1.pdf", "data": "from-0-to-1-data.zip"}
    for name, file in files.items():
        assert record[name] == hashlib.sha256((checkout / "dist" / file).read_bytes()).hexdigest()
    assert refdesk("check", "--root", str(checkout)).returncode == 0
    built = build(checkout, "--strict", "--site-dir", str(checkout / "site"), EDITION=DAY)
    assert built.returncode == 0, built.stdout
    listed = (checkout / "site" / "about" / "editions" / "index.html").read_text(encoding="utf-8")
    for said in (f'id="edition-{DAY}"', f"edition-{DAY}</code>", record["offline"], f"edition of {DAY}"):
        assert said in listed
    git(checkout, "commit", "-qam", "Record")
    assert "not later" in make_edition(checkout, "ready", DAY).stdout
