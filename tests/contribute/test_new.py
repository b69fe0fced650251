"""Skeletons: each stands in its place, and what is left to fill in is reported there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import copy_sample, refdesk

# What is asked for -> a line that is written (file, line), and the fields that are reported as still to be written.
KINDS = {
    ("page", "topics/patents.md", "Patents: who holds them"): (
        ("mkdocs.yml", '      - "Patents: who holds them": topics/patents.md'),
        ["docs/topics/patents.md:3:14", "docs/topics/patents.md:9:1"],
    ),
    ("source", "Bureau of Numbers", "2026-03-01", "A census"): (
        ("docs/data/sources/bureau-of-numbers-2026-03-01-a-census.yml", "- id: bureau-of-numbers-2026-03-01-a-census"),
        ["language", "URL", "kind", "gloss", "read"],
    ),
    ("term", "research ethics", "科研伦理"): (("docs/data/glossary.yml", "  pinyin: kēyán lúnlǐ"), ["definition"]),
    ("hub", "Xi'an", "西安"): (("docs/data/hubs.yml", "  pinyin: Xī'ān"), ["province", "xian.md:3:14"]),
    ("chart", "Money by year", "national", "total"): (
        ("docs/data/charts.yml", "- id: money-by-year"),
        ["headline", "description", "label"],
    ),
    ("series", "patents", "Patents"): (
        ("docs/reference/data/patents.md", "<!-- series: patents -->"),
        ["definition", "title", "unit", "limitations"],
    ),
    ("event", "A meeting", "2024-05"): (("docs/data/timeline.yml", "- id: a-meeting"), ["kind", "text"]),
    ("person", "Ouyang Ziyuan", "欧阳自远", "science"): (
        ("docs/data/people.yml", "  pinyin: Ōuyáng Zìyuǎn"),
        ["text"],
    ),
    ("institution", "A Laboratory", "实验室", "laboratory"): (
        ("docs/data/institutions.yml", "  pinyin: Shíyànshì"),
        ["text"],
    ),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout of a small site, where commands run."""
    root = copy_sample(tmp_path / "site")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: asked[0])
def test_a_skeleton_stands_in_its_place_and_says_what_is_left(root: Path, asked: tuple[str, ...]) -> None:
    (root / "docs/hubs").mkdir()
    (root / "docs/hubs/index.md").write_text("---\ntitle: Hubs\n---\n", encoding="utf-8")
    nav = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(nav.replace("  - Reference:\n", "  - hubs/index.md\n  - Reference:\n"), "utf-8")
    charts = root / "docs/data/charts.yml"
    charts.write_text(charts.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    result = refdesk("new", *asked)
    assert result.returncode == 0, result.stderr
    (path, line), left = KINDS[asked]
    assert line in (root / path).read_text(encoding="utf-8").splitlines()
    for field in left:
        assert field in result.stdout
    assert "missing-field" not in result.stdout, "the skeleton has every field that its model asks for"
    places = re.findall(r"^\S+:\d+:\d+", result.stdout, re.MULTILINE)
    assert len(places) == len(set(places)), "nothing is told twice"
    assert "TODO" in (root / path).read_text(encoding="utf-8") or path == "mkdocs.yml"
    again = refdesk("new", *asked)
    assert again.returncode == 2, "nothing is written twice"
    assert "already" in again.stderr


def test_entries_of_a_kind_stay_together(root: Path) -> None:
    path = root / "docs/data/institutions.yml"
    for name, kind in (("First", "funder"), ("Second", "university"), ("Third", "funder"), ("Fourth", "party")):
        assert refdesk("new", "institution", name, "院", kind).returncode == 0
    found = re.findall("^- id: (.+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found == ["science-fund", "first", "third", "university", "second", "fourth"]


def test_an_event_stands_by_its_date(root: Path) -> None:
    path = root / "docs/data/timeline.yml"
    for title, date in (("Later", "2024-05"), ("Earlier", "2024"), ("Latest", "2026-11-30")):
        assert refdesk("new", "event", title, date).returncode == 0
    dates = re.findall('^  date: "(.+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["event", "A meeting", "12 March 2026"], "'12 March 2026' is no date: write 2026, 2026-04 or 2026-04-30"),
        (["event", "A meeting", "2026-02-30"], "the calendar has no day 2026-02-30"),
        (["event", "A meeting", "2099"], "2099 is still to come"),
        (["person", "Ann Other", "文安", "scientist"], "'scientist' is no kind: write leadership, ministry, science"),
        (["person", "writer", "文安", "science"], "docs/data/people.yml:1 has this entry already: id: writer"),
    ],
)
@pytest.mark.usefixtures("root")
def test_a_slip_is_told_with_what_to_write(asked: list[str], told: str) -> None:
    assert told in refdesk("new", *asked).stderr


@pytest.mark.parametrize(
    "asked",
    [
        ["sauce", "x"],
        ["term"],
        ["term", "a", "b", "c"],
        ["term", "???", "卡脖子"],
        ["event", "A meeting", "12 March 2026"],
        ["page", "../a.md", "A"],
        ["page", "topics/a", "A"],
    ],
)
def test_a_slip_of_the_writer_is_told_and_nothing_written(root: Path, asked: list[str]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = refdesk("new", *asked)
    assert result.returncode == 2
    assert result.stderr.startswith("refdesk: ")
    assert result.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
