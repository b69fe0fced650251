"""Checked numbers: what counts as the same number as the data, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from refdesk.data.library import Library, load_library
from refdesk.data.values import Value, check_value, find_value

META = """- id: demo
  title: Demo
  definition: Numbers for this test.
  key: [year]
  columns:
    year: {title: Year, unit: year}
    money: {title: Money, unit: billion CNY}
    dollars: {title: Money abroad, unit: million USD}
    share: {title: Share, unit: percent of GDP}
    growth: {title: Growth, unit: percent}
    people: {title: People, unit: count}
    rise: {title: Rise, unit: percentage points}
    source: {title: Source, unit: source}
  notes: []
  licence: none
"""
ROWS = """year,money,dollars,share,growth,people,rise,source
2024,3632.68,885563,2.69,-9.1,318306,1.38,s
2025,,,2.8,8,,,s
"""
SOURCES = """references:
- {id: s, type: report, title: T, publisher: P, language: en, accessed: '2026',
   custom: {kind: statistics, read: original}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "data" / "series").mkdir(parents=True)
    (docs / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (docs / "data" / "series" / "demo.yml").write_text(META, encoding="utf-8")
    (docs / "data" / "series" / "demo.csv").write_text(ROWS, encoding="utf-8")
    loaded = load_library(docs)
    assert loaded.problems == ()
    return loaded


def cell(library: Library, path: str) -> Value:
    found = find_value(library, path)
    assert isinstance(found, Value)
    return found


def test_a_hyphen_in_a_path_stands_for_a_blank_or_for_itself(tmp_path: Path) -> None:
    (tmp_path / "data" / "series").mkdir(parents=True)
    meta = META.replace("key: [year]", "key: [place]").replace(
        "year: {title: Year, unit: year}", "place: {title: Place, unit: text}"
    )
    (tmp_path / "data" / "series" / "demo.yml").write_text(meta, encoding="utf-8")
    rows = ROWS.replace("year,", "place,").replace("2024,", "South Island,").replace("2025,,", "North-East,1,")
    (tmp_path / "data" / "series" / "demo.csv").write_text(rows, encoding="utf-8")
    places = load_library(tmp_path)
    assert cell(places, "demo/South-Island/money").key == cell(places, "demo/South Island/money").key == "South Island"
    assert cell(places, "demo/North-East/money").key == "North-East"


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("money", "3,632.68 billion yuan"),
        ("money", "3,633 billion yuan"),
        ("money", "3.63 trillion yuan"),
        ("money", "3.6327 trillion"),
        ("money", "3632.68"),
        ("money", "3,632,680 million yuan"),
        ("money", "36326.8亿元"),
        ("money", "3.63万亿元"),
        ("money", "RMB 3.63 trillion"),
        ("dollars", "$885.6 billion"),
        ("dollars", "885,563 million US dollars"),
        ("share", "2.69%"),
        ("share", "2.7 per cent"),
        ("share", "2.69 percent of GDP"),
        ("share", "2.69"),
        ("share", "**2.69%**"),
        ("growth", "−9.1%"),
        ("growth", "-9.1%"),
        ("growth", "9.1%"),
        ("people", "318,306"),
        ("people", "318 thousand"),
        ("people", "0.32 million"),
        ("rise", "1.38 percentage points"),
        ("rise", "1.4 points"),
    ],
)
def test_agrees_to_the_digits_shown(library: Library, column: str, written: str) -> None:
    assert check_value(cell(library, f"demo/2024/{column}"), written) is None


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("money", "3.64 trillion yuan", "value-mismatch"),
        ("money", "3.63 billion yuan", "value-mismatch"),
        ("money", "3,632.68 billion dollars", "value-unit"),
        ("money", "3,632.68%", "value-unit"),
        ("dollars", "885,563 million yuan", "value-unit"),
        ("share", "2.6%", "value-mismatch"),
        ("share", "2.690001%", "value-mismatch"),
        ("share", "26.9%", "value-mismatch"),
        ("share", "2.69 billion", "value-unit"),
        ("share", "between 2.6% and 2.7%", "value-mismatch"),
        ("share", "most of it", "value-mismatch"),
        ("people", "318,000", "value-mismatch"),
        ("growth", "+9.2%", "value-mismatch"),
        ("rise", "1.38%", "value-unit"),
        ("rise", "1.38 million", "value-unit"),
    ],
)
def test_differs(library: Library, column: str, written: str, code: str) -> None:
    slip = check_value(cell(library, f"demo/2024/{column}"), written)
    assert slip is not None
    assert slip.code == code
    assert slip.hint


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("dmeo/2024/share", "unknown-value", "Did you mean 'demo'?"),
        ("demo/2024 /share", "unknown-value", "Did you mean '2024'?"),
        ("demo/2024/shares", "unknown-value", "Did you mean 'share'?"),
        ("demo/2024/source", "unknown-value", ""),
        ("demo/2025/money", "unknown-value", ""),
        ("demo", "unknown-value", ""),
        ("", "unknown-value", ""),
    ],
)
def test_a_path_that_leads_nowhere(library: Library, path: str, code: str, hint: str) -> None:
    slip = find_value(library, path)
    assert not isinstance(slip, Value)
    assert slip.code == code
    assert hint in slip.hint


def test_the_hint_says_what_to_write(library: Library) -> None:
    slip = check_value(cell(library, "demo/2024/money"), "3.5 trillion yuan")
    assert slip is not None
    assert slip.message == "the text says 3.5, the data say 3,632.68 billion yuan"
    assert slip.hint == "Write 3.6, or correct the data"
