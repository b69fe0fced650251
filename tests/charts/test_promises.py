"""What was promised stands beside the lines of a chart, at its year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import append, copy_sample
from refdesk.charts.drawings import drawings_of
from refdesk.check import check
from refdesk.site.site import load_site

CHART = """- id: promised
  kind: lines
  title: Spending in the North
  headline: "It came to [1.90%](value:places/2024/North/intensity) in 2024."
  description: A line and a mark.
  panels:
  - traces:
    - {label: North, series: places, column: intensity, where: {place: North}}
    promised: [north-intensity]
"""


def sample_with(tmp_path: Path, chart: str) -> Path:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/data/charts.yml", chart)
    append(root / "docs/topics/money.md", "\n<!-- chart: promised -->\n")
    return root


def test_a_promise_has_a_mark_with_its_number_above_the_line(tmp_path: Path) -> None:
    site = load_site(sample_with(tmp_path, CHART))
    assert check(site).problems == ()
    drawn = drawings_of(site).files["data/charts/promised"]
    assert "<title>North: research at about 2% of output</title>" in drawn
    assert ">2%</text>" in drawn
    assert ">promised</text>" in drawn


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("north-intensity", "north-intensities", "docs/data/commitments.yml has no commitment 'north-intensities'"),
        ("north-intensity", "laws-first", r"the commitment 'laws-first' has no 'due' or no 'reach'.*"),
        ("kind: lines", "kind: columns", "commitments stand beside lines"),
    ],
)
def test_what_cannot_stand_beside_a_line_is_told(tmp_path: Path, before: str, after: str, message: str) -> None:
    site = load_site(sample_with(tmp_path, CHART.replace(before, after)))
    assert [one.message for one in check(site).problems if re.fullmatch(message, one.message)]
