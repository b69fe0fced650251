"""Writing is stopped at each of its steps, by a kill or by Ctrl+C: no file is half of the old and half of the new."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from conftest import ROOT
from refdesk.files.writing import write_folder, write_together, write_whole
from stopping import interrupt, kill, kill_while_writing, stopped_at

OLD, NEW = "old\n" * 5000, "new\n" * 7000


def states(folder: Path, how: Callable[[], object], act: Callable[[Path], object]) -> Iterator[dict[str, str]]:
    """What a folder holds after each way of being stopped, and last after not being stopped."""
    for number in count():
        root = folder / str(number)
        root.mkdir()
        (root / "a.md").write_text(OLD, encoding="utf-8")
        (root / "b.md").write_text(OLD, encoding="utf-8")
        stopped = stopped_at(number, how, lambda root=root: act(root))  # type: ignore[misc]
        texts = {path.name: path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}
        yield {name: text for name, text in texts.items() if not name.endswith(".part")}
        if not stopped:
            return


@pytest.mark.parametrize("how", [kill, kill_while_writing])
def test_a_killed_write_leaves_whole_files(tmp_path: Path, how: Callable[[], object]) -> None:
    found = list(states(tmp_path, how, lambda root: write_whole(root / "a.md", NEW)))
    assert len(found) > 1
    assert {one["a.md"] for one in found} == {OLD, NEW}


def test_several_files_change_together_or_not_at_all(tmp_path: Path) -> None:
    def act(root: Path) -> None:
        write_together({root / "a.md": NEW, root / "c.md": NEW, root / "b.md": None})

    found = list(states(tmp_path, interrupt, act))
    assert len(found) > 5
    assert all(one in ({"a.md": OLD, "b.md": OLD}, {"a.md": NEW, "c.md": NEW}) for one in found)
    assert found[-1] == {"a.md": NEW, "c.md": NEW}


def test_a_file_that_is_refused_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "b.md").mkdir()
    with pytest.raises(OSError, match=r"b\.md"):
        write_together({tmp_path / "a.md": NEW, tmp_path / "new.md": NEW, tmp_path / "b.md": NEW})
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_what_a_killed_write_left_goes_with_a_later_one(tmp_path: Path) -> None:
    left, running, own = (tmp_path / name for name in ("a.md.7.part", "a.md.8.part", "own.part"))
    for path in (left, running, own):
        path.write_text(OLD, encoding="utf-8")
    for path in (left, own):
        os.utime(path, (0, 0))
    write_whole(tmp_path / "a.md", NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", running.name, own.name]


@pytest.mark.parametrize("how", [kill, interrupt])
def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path, how: Callable[[], object]) -> None:
    for number in count():
        out = tmp_path / str(number)
        stopped = stopped_at(number, how, lambda out=out: write_folder(out, [("a", NEW), ("b/c", NEW)]))  # type: ignore[misc]
        assert not stopped or not out.exists() or [path.read_text("utf-8") for path in (out / "a", out / "b/c")]
        if not stopped:
            break
    assert number > 4


def test_nothing_is_written_in_another_way() -> None:
    """Only the writer of files writes; others write into folders that they have made, or that replace another."""
    own = {"files/writing.py", "book/press.py", "publish/assets.py"}
    writers = {
        path.relative_to(ROOT / "hooks/refdesk").as_posix()
        for path in (ROOT / "hooks/refdesk").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"write_text", "write_bytes"})
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open")
    }  # fmt: skip
    assert writers <= own
