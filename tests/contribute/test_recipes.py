"""Every recipe of the pages for contributors, followed as it stands: the check finds nothing afterwards.

They are followed in the sample, with stand-ins (``tests/sites/recipes``) for the pages and series that they name, so
that no change of the real ones turns a test red.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, copy_sample, refdesk, set_up
from recipes import follow, recipes

PAGE = ROOT / "docs/about/contributing.md"  # whose sentences some recipes change
RECIPES = {**recipes(PAGE), **recipes(ROOT / "docs/about/recipes.md")}
STAND_INS = ROOT / "tests/sites/recipes"
_ELSEWHERE = "Release an edition"  # followed by the fixture `released`


def run(commands: str) -> None:
    """Run commands of the desk in this process; of ``make``, what it would run."""
    for line in commands.splitlines():
        command = line
        if line.startswith("make "):
            alone = {
                name: value for name, value in os.environ.items() if not name.startswith("MAKE")
            }  # not of make test
            command = subprocess.check_output([*shlex.split(line), "--dry-run"], text=True, env=alone).strip()
        program, *arguments = shlex.split(command)
        assert program == ".venv/bin/refdesk"
        result = refdesk(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr


def test_recipes_can_be_followed_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_sample(tmp_path / "clone")
    shutil.copytree(STAND_INS / "docs", root / "docs", dirs_exist_ok=True)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    nav = (STAND_INS / "nav.yml").read_text(encoding="utf-8")
    named = {block.file for steps in RECIPES.values() for block in steps if block.kind == "markdown"}
    for path in sorted(named - {"docs/hubs/hefei.md", "docs/pillars/universities.md"}):  # to where these have moved
        (root / path).parent.mkdir(exist_ok=True)
        text = (STAND_INS / "docs/hubs/greater-bay-area.md").read_text(encoding="utf-8")
        (root / path).write_text(text.replace("Shenzhen", Path(path).stem.title()), encoding="utf-8")
        nav = nav.replace("  - Reference:", f"  - {path.removeprefix('docs/')}\n  - Reference:")
    (root / "mkdocs.yml").write_text(f"{settings}\n{nav}", encoding="utf-8")
    (tmp_path / PAGE.relative_to(ROOT)).parent.mkdir(parents=True)
    shutil.copy(PAGE, tmp_path / PAGE.relative_to(ROOT))
    for name in ("Makefile", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    (root / "requirements").symlink_to(ROOT / "requirements")
    set_up(root)
    monkeypatch.chdir(root)
    run(f".venv/bin/refdesk import {STAND_INS / 'source.yml'}")
    for title, steps in RECIPES.items():
        for number, block in enumerate(steps if title != _ELSEWHERE else [], 1):
            try:
                follow(tmp_path if block.file == PAGE.relative_to(ROOT).as_posix() else root, block, run)
            except (AssertionError, OSError, subprocess.CalledProcessError) as error:
                raise AssertionError(f"recipe '{title}', step {number}: {error}") from None
    result = refdesk("check")
    assert result.returncode == 0, result.stdout


def test_a_recipe_changes_something() -> None:
    assert len(RECIPES) > 10
    assert all(any(block.file or "refdesk" in block.text for block in steps) for steps in RECIPES.values())
