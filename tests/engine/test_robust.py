"""Hostile and broken files: a clear problem or one line and exit 2, never a traceback, a hang or a stray file."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import BIN, HOUSE, append, refdesk
from stopping import program


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A clean site with data of every kind."""
    return shutil.copytree(HOUSE, tmp_path / "house")


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below a folder but the cache."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


# --- any bytes ------------------------------------------------------------------------------------------------------

SIGNS = st.text("-:[]{}()#&*!|<>'\"%@`~,?=_^$\\/\n\t +.a0é中", max_size=120)
ODD = st.one_of(st.binary(max_size=200), SIGNS.map(str.encode))
PLACES = {
    "page": ("docs/guide/lists.md", b""),
    "end of a page": ("docs/guide/lists.md", b"# Title\n\nText\n\n"),
    "front matter": ("docs/guide/lists.md", b"---\ntitle: x\n"),
    "configuration": ("mkdocs.yml", b"site_name: x\ndocs_dir: docs\n"),
    "sources": ("docs/data/sources.yml", b"references:\n"),
    "entries": ("docs/data/glossary.yml", b"- id: a\n  "),
    "rows": ("docs/data/series/spending.csv", b""),
    "columns": ("docs/data/series/spending.yml", b"- id: spending\n  "),
}


@pytest.mark.parametrize(("path", "before"), PLACES.values(), ids=PLACES)
def test_any_bytes_give_a_report(path: str, before: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = shutil.copytree(HOUSE, tmp_path_factory.mktemp("any") / "house")
    for page in {*root.glob("docs/**/*.md")} - {root / "docs/index.md", root / "docs/guide/lists.md"}:
        page.unlink()

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(ODD)
    def holds(data: bytes) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(before + data)
        result = refdesk("check", "--root", root, "--format", "json")
        assert result.returncode in {0, 1, 2}
        if result.returncode == 2:
            assert (result.stdout, result.stderr.count("\n")) == ("", 1)
        else:
            assert all(problem["line"] >= 1 for problem in json.loads(result.stdout)["problems"])

    holds()


# --- files that are none --------------------------------------------------------------------------------------------


def fifo(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket is short
        one.bind(path.name)
        os.chdir(here)


UNREADABLE = [fifo, device, dangling, loop, listener]
TARGETS = [
    "docs/guide/new.md", "docs/data/sources.yml", "docs/data/glossary.yml", "docs/data/series/spending.csv",
    "docs/data/series/spending.yml",
]  # fmt: skip


@pytest.mark.parametrize("make", UNREADABLE)
@pytest.mark.parametrize("target", TARGETS)
def test_a_file_that_is_none_is_a_problem(make: object, target: str, house: Path) -> None:
    (house / target).unlink(missing_ok=True)
    make(house / target)  # type: ignore[operator]
    result = refdesk("check", "--root", house)
    assert result.returncode == 1
    assert re.search(rf"{target}:1:1: (unreadable|unsafe)-file: ", result.stdout)


@pytest.mark.parametrize("make", UNREADABLE)
def test_a_static_file_that_is_none_is_not_written(make: object, house: Path, tmp_path: Path) -> None:
    make(house / "docs" / "data" / "schemas.csv")  # type: ignore[operator]
    result = refdesk("export", "--root", house, "--out", tmp_path / "out")
    assert result.returncode == 1
    assert re.search("docs/data/schemas.csv:1:1: (unreadable|unsafe)-file: ", result.stdout)
    assert not (tmp_path / "out").exists()


def test_a_folder_named_like_a_page(house: Path) -> None:
    (house / "docs" / "guide" / "new.md").mkdir()
    (house / "docs" / "data" / "claims.yml").unlink()
    (house / "docs" / "data" / "claims.yml").mkdir()
    result = refdesk("check", "--root", house)
    assert "docs/data/claims.yml:1:1: unreadable-file: " in result.stdout


def test_links_in_circles_end(house: Path) -> None:
    (house / "docs" / "again").symlink_to(".")
    (house / "docs" / "guide" / "up").symlink_to("..")
    (house / "docs" / "to").symlink_to("fro")
    (house / "docs" / "fro").symlink_to("to")
    assert refdesk("check", "--root", house).returncode in {0, 1}


def test_a_link_out_of_the_root_is_neither_read_nor_written(house: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# Outside\n\n[a](Lists.md)\n", encoding="utf-8")
    (house / "docs" / "guide" / "outside.md").symlink_to(outside)
    before = snapshot(tmp_path)
    result = refdesk("check", "--root", house, "--fix")
    assert "docs/guide/outside.md:1:1: unsafe-file" in result.stdout
    assert "missing-page" not in result.stdout
    assert snapshot(tmp_path) == before


NAMES = [b"with blank.md", b"new\nline.md", "中文 名.md".encode(), b"bad\xff\xfe.md", b"\x1b[31mred.md", b"'\"$(x).md",
         b"-rf.md", b"a%2Fb.md", b"a#b?c.md", b"x" * 240 + b".md"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=repr)
@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_any_name_of_a_file_is_reported_on_one_line(name: bytes, form: str, house: Path) -> None:
    path = os.path.join(os.fsencode(house / "docs" / "guide"), name)  # noqa: PTH118 - no Path of such bytes
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(b"# Odd\n\n[a](nowhere\x1b[31m.md)\n")
    result = refdesk("check", "--root", house, "--format", form)
    assert result.returncode == 1
    if form == "json":
        found = [p for p in json.loads(result.stdout)["problems"] if p["code"] == "missing-page"]
        assert [os.fsencode(p["path"]) for p in found] == [b"docs/guide/" + name]
    else:
        lines = [line for line in result.stdout.splitlines() if "missing-page" in line]
        assert len(lines) == 1
        assert "\x1b" not in result.stdout
        assert ":3:5: " in lines[0] or "line=3,col=5" in lines[0]


# --- much of it -----------------------------------------------------------------------------------------------------

MUCH = {
    "comments": "<!--" * 20_000, "rows": "| |\n" * 20_000, "missing": "[a](nowhere.md)\n" * 2000,
    "quotations": ">" * 2000, "drawing": "A mark** here.\n\n<svg>" + "<g/>" * 40_000 + "</svg>\n",
}  # fmt: skip


@pytest.mark.parametrize("text", MUCH.values(), ids=MUCH)
def test_much_of_a_sign_ends_and_the_other_pages_are_checked(text: str, house: Path) -> None:
    (house / "docs" / "guide" / "much.md").write_text(f"# Much\n\n{text}\n", encoding="utf-8")
    append(house / "docs" / "guide" / "lists.md", "\n[a](absent.md)\n")
    result = refdesk("check", "--root", house)
    assert result.returncode == 1
    assert "'absent.md'" in result.stdout


LARGE = {
    "docs/guide/lists.md": "word " * 500_000,
    "docs/data/glossary.yml": "- id: a\n  en: b\n" * 20_000,
    "docs/data/claims.yml": "- id: a\n" * 15_000,
    "docs/data/series/spending.csv": "year,amount,source\n" + "2024,1,x\n" * 300_000,
    "docs/guide/code.md": "---\ntitle: x\n" + "a: b\n" * 50_000 + "---\n",
    "docs/guide/notes.md": "x" * 4_000_000,
}
SETTINGS = {"mkdocs.yml": "site_name: x\nextra:\n" + "  - abcdefgh\n" * 200_000}


@pytest.mark.parametrize("texts", [LARGE, SETTINGS], ids=["pages and data", "settings"])
def test_large_files_are_told(texts: dict[str, str], house: Path) -> None:
    for path, text in texts.items():
        (house / path).write_text(text, encoding="utf-8")
    result = refdesk("check", "--root", house)
    assert result.returncode in {1, 2}
    for path, text in texts.items():
        told = [line for line in (result.stdout + result.stderr).splitlines() if path in line]
        assert told, path
        assert any("is larger than 3 MB" in line for line in told) is (len(text) > 3_000_000), path


# --- the command line -----------------------------------------------------------------------------------------------

WRONG = {
    "no command": [],
    "unknown command": ["chek"],
    "unknown option": ["check", "--fast"],
    "unknown format": ["check", "--format", "nonsense"],
    "no folder to write": ["export"],
    "root that is not there": ["check", "--root", "nowhere"],
    "root that is a file": ["check", "--root", "mkdocs.yml"],
    "root without a site": ["check", "--root", "docs"],
    "root of a NUL": ["check", "--root", "a\0b"],
    "root of nothing": ["check", "--root", ""],
    "root in a circle": ["check", "--root", "circle"],
    "path that is not there": ["check", "nowhere.md"],
    "path outside": ["check", "../outside.md"],
    "path of a NUL": ["check", "a\0b"],
    "path with a line break": ["check", "a\nb"],
    "out that is a file": ["export", "--out", "mkdocs.yml"],
    "out that holds files": ["export", "--out", "docs"],
    "out inside docs": ["export", "--out", "docs/new"],
    "out below a file": ["export", "--out", "mkdocs.yml/x"],
    "out in a circle": ["export", "--out", "circle"],
    "out on a device": ["export", "--out", "/dev/null"],
    "out in a place without room": ["export", "--out", "/proc/new"],
    "out of a NUL": ["export", "--out", "a\0b"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_wrong_command_is_one_line(arguments: list[str], house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (house.parent / "outside.md").write_text("# Outside\n", encoding="utf-8")
    (house / "circle").symlink_to("circle")
    monkeypatch.chdir(house)
    before = snapshot(house.parent)
    result = refdesk(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("refdesk: ")
    assert snapshot(house.parent) == before


@pytest.mark.parametrize("moment", ["refdesk.cli", "refdesk.check", "docs/index.md"])
def test_ctrl_c_ends_a_command_in_one_line(moment: str) -> None:
    command = program(signal.SIGINT, moment, "refdesk", "check", "--root", str(HOUSE))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {130, -signal.SIGINT}
    assert (done.stdout, done.stderr.strip()) in {("", "refdesk: stopped"), ("", "")}


def test_a_disk_without_room_leaves_the_file_of_before(house: Path) -> None:
    (house / "CHANGELOG.md").write_text("The one of before.\n", encoding="utf-8")
    result = subprocess.run(
        [BIN / "refdesk", "changelog", "--root", house],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert (house / "CHANGELOG.md").read_text(encoding="utf-8") == "The one of before.\n"
    assert not list(house.glob("*.part"))
