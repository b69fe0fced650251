"""The recipes of the page on architecture, followed word for word in a copy of the code and of the sample site.

Each adds one file to the package, and one golden case or test. Afterwards the check, a build and the tests concerned
find nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BIN, ROOT, build, copy_sample
from recipes import Block, blocks, follow

PAGE = (ROOT / "docs/about/architecture.md").read_text(encoding="utf-8")
RECIPES = {
    title: found
    for title, text in re.findall(r"^## (Add a \w[^\n{]*)[^\n]*\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    if (found := blocks(text))
}

_PYTEST = (sys.executable, "-m", "pytest", "-vv", "-p", "no:xdist", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout of the sample with a copy of the code, in which all recipes were followed."""
    root = copy_sample(tmp_path_factory.mktemp("recipes") / "checkout")
    shutil.rmtree(root / "hooks")
    for name in ("hooks", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, root)
    for steps in RECIPES.values():
        for step in steps:
            (root / step.file).parent.mkdir(parents=True, exist_ok=True)
            follow(root, step, lambda commands: run(root, "bash", "-e", "-c", commands))
    return root


def run(root: Path, *command: str) -> str:
    """Run a command with the code of a checkout; return what it says."""
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root / "hooks")},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.parametrize("steps", RECIPES.values(), ids=RECIPES)
def test_a_recipe_touches_one_file_of_the_code(steps: list[Block]) -> None:
    assert [step.file for step in steps if step.file.startswith("hooks/")] == [steps[0].file]


def test_what_the_recipes_add_is_sound(root: Path) -> None:
    added = [step.file for steps in RECIPES.values() for step in steps if step.file]
    code = [file for file in added if file.endswith(".py")]
    run(root, str(BIN / "ruff"), "check", "--quiet", *code)
    run(root, str(BIN / "ruff"), "format", "--check", "--quiet", *code)
    assert "no problems" in run(root, str(BIN / "refdesk"), "check")
    built = build(root, "--strict", PYTHONPATH=str(root / "hooks"))
    assert built.returncode == 0, built.stdout


def test_the_tests_that_the_recipes_add_pass(root: Path) -> None:
    added = [Path(step.file) for steps in RECIPES.values() for step in steps if step.file.startswith("tests/")]
    tests = [str(path) for path in added if path.suffix == ".py"]
    wanted = f"not maps and ({' or '.join(['test_layers', *(path.stem for path in added)])})"
    told = run(root, *_PYTEST, "tests/test_layers.py", "tests/rules/test_golden.py", *tests, "-k", wanted)
    assert all(f"{path.stem}" in told for path in added), told
