"""Every recipe of the page for contributors, followed as it stands: the check finds nothing afterwards.

Blocks of `sh` are run in the checkout. A block that names a file changes it: in a `diff`, lines with - become those
with + below them; any other is added at the end, or is a new file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import BIN, ROOT, copy_sample, copy_site

PAGE = (ROOT / "docs/about/contributing.md").read_text(encoding="utf-8")
_RECIPES = PAGE.partition("\n## Recipes\n")[2].partition("\n## ")[0]
_SECTION = re.compile(r"^### (?P<title>[^{\n]+)[^\n]*\n(?P<text>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
_HUNK = re.compile(r"(?P<old>(?:^-.*\n)+)(?P<new>(?:^\+.*\n)*)", re.MULTILINE)
# Followed each in a checkout of its own: they change what others change. All others are followed one after the other.
_APART = {"In the browser alone", "Move a page", "Release an edition"}
# Asks for every page in two forms and as a PDF: followed on the small site.
_ON_SAMPLE = {"Release an edition"}


class Block(NamedTuple):
    kind: str
    file: str
    text: str


def recipes() -> dict[str, list[Block]]:
    """Title -> what is to be done, of every recipe that is more than words."""
    found = {
        section["title"].strip(): [
            Block(block["kind"], block["file"] or "", block["text"]) for block in _BLOCK.finditer(section["text"])
        ]
        for section in _SECTION.finditer(_RECIPES)
    }
    return {title: done for title, blocks in found.items() if (done := [b for b in blocks if b.file or b.kind == "sh"])}


def checkout(folder: Path, *, small: bool) -> Path:
    """A clone that is set up: its programs are those that run here, but for the linters and the tests."""
    root = copy_sample(folder) if small else copy_site(folder, cached=True)
    for name in ("Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", ".gitignore"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "requirements", root / "requirements")
    (root / "tests").mkdir()
    shutil.copy(ROOT / "tests/find_browser.py", root / "tests")
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "refdesk", "mkdocs"):
        (programs / name).symlink_to(BIN / name)
    for name in ("pytest", "ruff", "mypy"):
        (programs / name).symlink_to(str(shutil.which("true")))
    for name in ("build", "pdf", "quick", "test"):
        (root / ".venv" / f".{name}-ready").touch()
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def run(root: Path, command: str) -> str:
    """Run a command as somebody in a shell; what it says."""
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "PYTHON": sys.executable}
    done = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}{done.stdout}{done.stderr}"
    return done.stdout


def follow(root: Path, block: Block) -> None:
    """Do what one block says."""
    if not block.file:
        run(root, block.text)
        return
    path = root / block.file
    if block.kind != "diff":
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + block.text, encoding="utf-8")
        return
    text = "\n" + path.read_text(encoding="utf-8")
    for hunk in _HUNK.finditer(block.text):
        old, new = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (hunk["old"], hunk["new"]))
        assert text.count(f"\n{old}") == 1, f"{block.file} has these lines {text.count(old)} times:\n{old}"
        text = text.replace(f"\n{old}", f"\n{new}")
    path.write_text(text[1:], encoding="utf-8")


@pytest.mark.parametrize("titles", [recipes().keys() - _APART, *({title} for title in sorted(_APART))], ids=min)
def test_recipes_can_be_followed_as_they_stand(tmp_path: Path, titles: set[str]) -> None:
    root = checkout(tmp_path / "clone", small=titles <= _ON_SAMPLE)
    followed = {title: blocks for title, blocks in recipes().items() if title in titles}
    assert len(followed) == len(titles), "the page has no such recipe"
    for blocks in followed.values():
        for block in blocks:
            follow(root, block)
    assert "no problems" in run(root, "make check")


def test_a_recipe_changes_something() -> None:
    assert len(recipes()) > 10
    assert all(any(block.file or "refdesk" in block.text for block in blocks) for blocks in recipes().values())
