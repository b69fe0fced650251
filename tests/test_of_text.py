"""What is read in texts beside the data is what would have been read without a helper, and changes no report."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from refdesk.check import check
from refdesk.of_text import OfText, read_text_of
from refdesk.report import as_json
from refdesk.site import load_site

HOUSE = Path(__file__).parent / "sites" / "house"
PAGES = 40  # so many that a helper pays
MISTAKES = (
    "A sound sentence.\n",
    "```\nnever closed\n",
    "!!! note\nnot indented\n",
    "| a | b |\n|---|---|\n| x |\n",
    "A **bold that never ends.\n",
    "A [link] (notes.md) apart.\n",
    "- one\n-two\n",
    "In 2023 it was 10.5 billion yuan [@nbs-2024-bulletin].\n",
    "<!- no comment -->\n",
    "A [label][gone] of nothing.\n",
    "A heading {#a b}\n",
)
PROGRAM = """
import sys
import refdesk.of_text
from refdesk.__main__ import run
{change}
run()
"""
FAILS = """
import os
here, real = os.getpid(), refdesk.of_text.read_text_of
refdesk.of_text.read_text_of = lambda *given: real(*given) if os.getpid() == here else 1 / 0
"""
SAYS_ALL_IS_WELL = "refdesk.of_text.is_unsuspected = lambda *_: True"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(HOUSE, tmp_path_factory.mktemp("texts") / "site")
    for number in range(PAGES):
        text = f"---\ntitle: Page {number}\nreviewed: 2026-01-01\n---\n\n# Page {number}\n\n"
        text += "".join(MISTAKES[(number + step) % len(MISTAKES)] + "\n" for step in range(number % 3 + 1))
        (root / "docs" / "guide" / f"page-{number}.md").write_text(text, encoding="utf-8")
    return root


def by_command(root: Path, change: str = "") -> object:
    """The report of the command, a process of its own that may have helpers."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    command = [sys.executable, "-c", PROGRAM.format(change=change), "check", "--format", "json", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return json.loads(done.stdout)


def without_helper(root: Path) -> object:
    report = check(load_site(root))
    return json.loads(as_json(report.problems, report.pages, report.references))


def test_a_helper_that_reads_texts_changes_no_report(root: Path) -> None:
    report = without_helper(root)
    assert by_command(root) == report
    assert by_command(root, FAILS) == report


def test_what_is_read_beside_the_data_is_believed(root: Path) -> None:
    """Else the test of the report would hold if nothing were read."""
    assert by_command(root, SAYS_ALL_IS_WELL) != without_helper(root)


def test_what_a_text_tells_survives_the_way(root: Path) -> None:
    site = load_site(root)
    told = [read_text_of(site, page) for page in site.pages.values()]
    assert [OfText.from_rows(one.as_rows()) for one in told] == told
    assert any(one.statements for one in told)
    assert {one.unsuspected for one in told} == {True, False}
