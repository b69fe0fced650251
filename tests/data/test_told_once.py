"""One mistake in the data is one problem at its place, however many pages and charts rest on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import append, copy_sample, refdesk
from refdesk.check import check
from refdesk.site.site import load_site

SERIES = "docs/data/series/national"
# File, what stands there, the mistake, a part of the hint.
MISTAKES = [
    (f"{SERIES}.yml", "unit: billion CNY", "unit: billion CYN", "'billion CNY'"),
    (f"{SERIES}.yml", "unit: billion CNY", "unit: billion yuan", "'billion CNY'"),
    (f"{SERIES}.csv", "ministry-2021-report,\n2024", "As the ministry said,\n2024", ""),
    ("docs/data/hubs.yml", "- id: north\n", "- id: north\n  nothing\n", ""),
    ("docs/data/provinces.yml", "code: NN", "code: N", ""),
    ("docs/data/provinces.yml", "name: North", "name: Nroth", ""),
    ("docs/data/provinces.yml", "name: North", "nmae: North", "'name'"),
    ("docs/data/explorer.yml", "- id: national\n", "- id: national\n  nothing\n", ""),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake[2] for mistake in MISTAKES])
def test_a_mistake_is_told_once(tmp_path: Path, mistake: tuple[str, str, str, str]) -> None:
    name, right, wrong, hint = mistake
    path = copy_sample(tmp_path / "site") / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    problems = [one for one in check(load_site(tmp_path / "site")).problems if one.severity == "error"]
    assert [one.path for one in problems] == [name], "\n".join(map(str, problems))
    assert hint in problems[0].hint


def test_a_unit_that_sentences_belie_is_told_at_the_unit(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    years = {"2022": "814.03", "2023": "895.43", "2024": "984.97"}
    lines = (f"[{number} billion yuan](value:national/{year}/total)" for year, number in years.items())
    append(root / "docs/topics/money.md", f"\n{', '.join(lines)} [@bureau-2025-bulletin].\n")
    path = root / f"{SERIES}.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("billion CNY", "million CNY", 1), encoding="utf-8")
    problem, *others = check(load_site(root)).problems
    assert others == []
    assert (problem.path, problem.line, problem.code) == (f"{SERIES}.yml", 11, "value-unit")


def test_columns_that_are_swapped_are_told_at_their_heads(tmp_path: Path) -> None:
    path = copy_sample(tmp_path / "site") / "docs/data/series/places.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    cells = [row.split(",") for row in rows]
    swapped = [",".join([*row[:4], row[5], row[4], *row[6:]]) for row in cells]
    path.write_text("\n".join([head, *swapped]) + "\n", encoding="utf-8")
    problems = check(load_site(tmp_path / "site")).problems
    assert [(one.path, one.line, one.code) for one in problems] == [
        ("docs/data/series/places.csv", 1, "value-mismatch"),
    ]
    assert "another column" in problems[0].hint


def test_a_published_row_that_is_gone_is_told_at_its_series(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    assert refdesk("addresses", "--root", root).returncode == 0
    path = root / f"{SERIES}.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(row for row in rows if not row.startswith("2024,")), encoding="utf-8")
    [first, *others] = (one for one in check(load_site(root)).problems if one.code != "bad-formula")
    assert (first.path, first.line) == (f"{SERIES}.csv", 1)
    assert "'2024'" in first.message
    assert len(first.followers) > 3
    assert others == []
