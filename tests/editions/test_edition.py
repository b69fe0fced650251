"""Dated editions: what stands in the way is said at once; what is made is recorded and can be compared."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, append, build, copy_sample, refdesk
from publishing import EDITION


def git(root: Path, *arguments: str) -> None:
    """Run git in a checkout."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def make_edition(root: Path, step: str, edition: str) -> subprocess.CompletedProcess[str]:
    """Run one step of ``make edition`` in a checkout."""
    return refdesk("edition", step, "--root", str(root), cwd=root, EDITION=edition)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean checkout of the sample that is ready for an edition."""
    root = copy_sample(tmp_path / "checkout")
    entry = f'- id: news\n  date: "{EDITION}"\n  kind: addition\n  text: "Something new."\n'
    append(root / "docs" / "data" / "changes.yml", entry)
    assert refdesk("changelog", "--root", str(root)).returncode == 0
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "All")
    return root


def test_everything_that_stands_in_the_way_is_said_at_once(checkout: Path) -> None:
    assert make_edition(checkout, "ready", EDITION).returncode == 0
    append(checkout / "docs" / "topics" / "money.md", "\nSee [this](nowhere.md).\n")
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


FILES = {"offline": "from-0-to-1-offline.zip", "pdf": "from-0-to-1.pdf", "data": "from-0-to-1-data.zip"}


def test_an_edition_is_built_and_recorded_and_can_be_made_again(checkout: Path, tmp_path: Path) -> None:
    result = make_edition(checkout, "write", EDITION)
    assert result.returncode == 0, result.stderr
    assert f"git tag -a edition-{EDITION}" in result.stdout
    (record,) = yaml.safe_load((checkout / "docs" / "data" / "editions.yml").read_text(encoding="utf-8"))
    assert record["id"] == EDITION
    for name, file in FILES.items():
        assert record[name] == hashlib.sha256((checkout / "dist" / file).read_bytes()).hexdigest()
    assert refdesk("check", "--root", str(checkout)).returncode == 0
    built = build(checkout, "--strict", EDITION=EDITION)
    assert built.returncode == 0, built.stdout
    listed = (checkout / "site" / "about" / "changes" / "index.html").read_text(encoding="utf-8")
    for said in (f'id="edition-{EDITION}"', f"edition-{EDITION}</code>", record["offline"], f"edition of {EDITION}"):
        assert said in listed

    again = tmp_path / "a clone"
    git(tmp_path, "clone", "-q", str(checkout), str(again))
    for command in ("offline", "pdf"):
        made = refdesk(command, "--root", str(again), "--out", str(again / "dist"), EDITION=EDITION)
        assert made.returncode == 0, made.stdout + made.stderr
        assert hashlib.sha256((again / "dist" / FILES[command]).read_bytes()).hexdigest() == record[command], command

    git(checkout, "commit", "-qam", "Record")
    assert "not later" in make_edition(checkout, "ready", EDITION).stdout
