"""Every recipe of the page for contributors, followed as it stands: the check finds nothing afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import hostile
from conftest import ROOT, copy_site
from recipes import follow, recipes

RECIPES = recipes(ROOT / "docs/about/contributing.md")
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
        result = hostile.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr


def test_recipes_can_be_followed_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_site(tmp_path / "clone")
    for name in ("Makefile", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    for name in ("requirements/build.txt", ".venv/bin/python", ".venv/.build-ready"):  # it is set up
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    monkeypatch.chdir(root)
    for title, steps in RECIPES.items():
        for number, block in enumerate(steps if title != _ELSEWHERE else [], 1):
            try:
                follow(root, block, run)
            except (AssertionError, OSError, subprocess.CalledProcessError) as error:
                raise AssertionError(f"recipe '{title}', step {number}: {error}") from None
    result = hostile.run("check")
    assert result.returncode == 0, result.stdout


def test_a_recipe_changes_something() -> None:
    assert len(RECIPES) > 10
    assert all(any(block.file or "refdesk" in block.text for block in steps) for steps in RECIPES.values())
