"""Every recipe of the page for contributors, followed as it stands: the check finds nothing afterwards.

Blocks of `sh` are run in the checkout. A block that names a file changes it: in a `diff`, lines with - become those
with + below them; any other is added at the end, or is a new file.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from conftest import BIN, ROOT, copy_sample, copy_site

PAGE = (ROOT / "docs/about/contributing.md").read_text(encoding="utf-8")
_RECIPES = PAGE.partition("\n## Recipes\n")[2].partition("\n## ")[0]
_SECTION = re.compile(r"^### (?P<title>[^{\n]+)[^\n]*\n(?P<text>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
_HUNK = re.compile(r"(?P<old>(?:^-.*\n)+)(?P<new>(?:^\+.*\n)*)", re.MULTILINE)
# Asks for every page in two forms and as a PDF: followed on the small site. All others follow one another on this one.
_ON_SAMPLE = "Release an edition"


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
    run(root, "git init --quiet")
    commit(root, "no recipe")
    return root


def run(root: Path, command: str) -> str:
    """Run a command as somebody in a shell; what it says."""
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "PYTHON": sys.executable}
    done = subprocess.run(
        ["bash", "-e", "-c", command],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout}")
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


def commit(root: Path, name: str) -> None:
    """Commit what a step has written, under its name."""
    run(root, f"git add --all && git commit --quiet --allow-empty --message {shlex.quote(name)}")


def take_steps(root: Path, title: str) -> None:
    """Follow a recipe; a failure names its step."""
    for number, block in enumerate(recipes()[title], 1):
        step = f"recipe '{title}', step {number}"
        try:
            follow(root, block)
        except (AssertionError, OSError) as error:
            commit(root, step)
            raise AssertionError(f"{step}: {error}\n{written_by(root, str(error))}") from None
        commit(root, step)


def written_by(root: Path, report: str) -> str:
    """The problems of a report, each behind the step that wrote its line."""
    told = []
    for line in report.splitlines():
        place = re.match(r"(?P<path>\S+?):(?P<line>\d+):", line)
        if place is not None and (root / place["path"]).exists():
            blame = run(root, f"git blame --porcelain -L {place['line']},+1 -- {place['path']}")
            told.append(f"{blame.partition('summary ')[2].splitlines()[0]}: {line}")
    return "\n".join(told)


def expect_clean(root: Path) -> None:
    """Check a clone; a failure names the steps that wrote what is wrong."""
    try:
        run(root, "make check")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{written_by(root, str(error))}") from None


def test_recipes_can_be_followed_as_they_stand(tmp_path: Path) -> None:
    root = checkout(tmp_path / "clone", small=False)
    for title in recipes():
        if title != _ON_SAMPLE:
            take_steps(root, title)
    expect_clean(root)


def test_an_edition_can_be_released_as_it_stands(tmp_path: Path) -> None:
    root = checkout(tmp_path / "clone", small=True)
    take_steps(root, _ON_SAMPLE)
    expect_clean(root)


def test_a_recipe_changes_something() -> None:
    assert len(recipes()) > 10
    assert all(any(block.file or "refdesk" in block.text for block in blocks) for blocks in recipes().values())
