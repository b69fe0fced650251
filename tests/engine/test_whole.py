"""A build is whole or not there: whatever ends it, the site is the old one or the new one, with nothing beside it."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from conftest import BIN, append, build
from refdesk.engine.site_folder import SiteFolder
from stopping import kill, program, stopped_at


@pytest.fixture
def root(sample_root: Path, tmp_path: Path) -> Path:
    """Return a checkout with a built site."""
    return shutil.copytree(sample_root, tmp_path / "checkout")


def held(root: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A build that stands still in the middle of making its site, until it is told to go on."""
    command = program(signal.SIGSTOP, "topics/money/index.html", "mkdocs", "build")
    process = subprocess.Popen(command, cwd=root, env=os.environ | environment, stderr=subprocess.DEVNULL)
    assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])
    return process


def state(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def beside(root: Path) -> list[str]:
    return [path.name for path in root.glob(".site.*")]


def test_a_build_that_is_killed_leaves_the_old_site(root: Path) -> None:
    old = state(root / "site")
    append(root / "docs" / "topics" / "money.md", "\nOne more sentence.\n")
    process = held(root)
    process.kill()
    process.wait()
    assert state(root / "site") == old
    [left] = root.glob(".site.*")
    os.utime(left, (0, 0))  # what was killed long ago is removed
    assert build(root).returncode == 0
    assert b"One more sentence" in state(root / "site")["topics/money/index.html"]
    assert beside(root) == []


def test_a_kill_while_the_sites_change_places_leaves_one_of_them(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        folder = SiteFolder({"site_dir": str(root / "site")})
        (root / f".site.{os.getpid()}" / "index.html").write_text("new", encoding="utf-8")
        folder.close()

    found: list[str] = []
    for number in count():
        root = tmp_path / str(number)
        (root / "site" / ".git").mkdir(parents=True)
        (root / "site" / "index.html").write_text("old", encoding="utf-8")
        stopped = stopped_at(number, kill, lambda root=root: act(root))  # type: ignore[misc]
        found.append((root / "site" / "index.html").read_text(encoding="utf-8"))
        left = [*root.glob(".site.*")]
        for path in left:
            os.utime(path, (0, 0))
        SiteFolder({"site_dir": str(root / "site")}).close()  # what the next build begins with, and finds
        assert (root / "site" / ".git").is_dir(), "what an engine keeps is kept"
        if not stopped:
            break
    assert len(found) > 4
    assert set(found) == {"old", "new"}


def test_a_build_that_is_told_to_end_leaves_no_folder(root: Path) -> None:
    old = state(root / "site")
    process = held(root)
    process.terminate()
    process.send_signal(signal.SIGCONT)
    assert process.wait() != 0
    assert state(root / "site") == old
    assert beside(root) == []


def test_two_builds_at_once_do_not_mix(root: Path) -> None:
    addresses = ["https://one.example.org/", "https://other.example.org/"]
    processes = [held(root, SITE_URL=address) for address in addresses]
    for process in processes:
        process.send_signal(signal.SIGCONT)
    assert [process.wait() for process in processes] == [0, 0]
    pages = [text for name, text in state(root / "site").items() if name.endswith("index.html")]
    found = {address for address in addresses for text in pages if address.encode() in text}
    assert len(pages) > 5
    assert len(found) == 1
    assert beside(root) == []


def test_a_full_disk_ends_a_build_in_one_line(root: Path) -> None:
    old = state(root / "site")
    result = subprocess.run(
        [str(BIN / "mkdocs"), "build", "--quiet"], cwd=root,
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),  # no file may be larger
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.strip().count("\n") == 0
    assert "Traceback" not in result.stderr
    assert state(root / "site") == old
    assert beside(root) == []


def test_a_command_runs_no_module_of_the_folder_it_is_called_in(root: Path) -> None:
    for name in ("yaml", "argparse", "signal", "mkdocs", "pathlib", "lxml"):
        (root / f"{name}.py").write_text("print('this ran')\n", encoding="utf-8")
    command = [sys.executable, "-m", "refdesk", "check"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (result.returncode, "this ran" in result.stdout) == (0, False), result.stderr
