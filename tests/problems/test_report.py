"""Reports: one line a problem, annotations, JSON as its published schema says."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import HOUSE, ROOT, append, copy_sample, refdesk
from refdesk.check import check
from refdesk.problems import things
from refdesk.problems.problem import Problem, Severity, in_order
from refdesk.problems.report import Report, as_github, as_json, as_text, line_of
from refdesk.site.site import load_site

SCHEMA = ROOT / "docs" / "data" / "schema" / "report.schema.json"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def many(code: str, count: int, severity: Severity = "error") -> list[Problem]:
    lines = range(1, count + 1)
    return [Problem("docs/a, b.md", line, 1, code, f"100% wrong: {line}", "Mend it", severity) for line in lines]


def broken_site(tmp_path: Path) -> Report:
    """The report of a site with mistakes of many kinds."""
    root = shutil.copytree(ROOT / "tests" / "sites" / "house", tmp_path / "site")
    with (root / "docs/guide/tabs.md").open("a", encoding="utf-8") as page:
        page.write(
            "\n[a](Lists.md) [](b.md) ![](c.png) [@d] [e](term:f) [1](value:g/h/i)\n\n#### 中文\n\n<!-- table: j -->\n"
        )
    (root / "docs/data/series/spending.csv").write_bytes(b"year\n\xff\n")
    (root / "docs/data/hubs.yml").write_text("- id: 1\n", encoding="utf-8")
    return check(load_site(root))


def test_reports_are_as_the_schema_says(tmp_path: Path, validator: Draft202012Validator) -> None:
    report = broken_site(tmp_path)
    assert len({problem.code for problem in report.problems}) > 5
    data = json.loads(as_json(report))
    validator.validate(data)
    assert len(data["problems"]) == len(report.problems)
    validator.validate(json.loads(as_json(Report((), 0, 0))))


def test_the_schema_refuses_what_is_no_report(validator: Draft202012Validator) -> None:
    row = json.loads(as_json(Report(tuple(many("nav", 1)), 1, 1)))["problems"][0]
    for wrong in (
        {"code": "No code"},
        {"line": 0},
        {"column": "1"},
        {"severity": "fatal"},
        {"path": ""},
        {"x": 1},
    ):
        assert not validator.is_valid({"pages": 1, "references": 1, "problems": [{**row, **wrong}]}), wrong
    assert not validator.is_valid({"pages": 1, "problems": []})


def test_each_problem_is_an_annotation() -> None:
    problems = [*many("nav", 13), *many("review-due", 11, "notice")]
    lines = as_github(Report(tuple(problems), 1, 1)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 13
    assert sum(line.startswith("::notice ") for line in lines) == 11
    assert lines[0] == "::error file=docs/a%2C b.md,line=1,col=1,title=nav::100%25 wrong: 1. Mend it"
    assert lines[-1] == "13 problems, 11 notices in 1 pages, 1 references"


def test_an_annotation_of_a_published_site_leads_to_the_explanation(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/topics/money.md", "\n<!-- problems -->\n\nSpending rose [@nobody].\n")
    done = refdesk("check", "--format", "github", cwd=root, SITE_URL="https://team.example/site/")
    assert " (https://team.example/site/topics/money/#unknown-source)\n" in done.stdout


def test_a_notice_comes_behind_what_is_to_be_mended() -> None:
    notice = Problem("a.po", 1, 1, "untranslated", "a text has no translation", severity="notice")
    mistake = Problem("b.md", 1, 1, "leftover", "'TODO' was left behind")
    assert in_order([notice, mistake]) == [mistake, notice]


def test_notices_that_explain_each_other_are_told_once_and_hide_no_mistake() -> None:
    review = Problem("a.md", 4, 11, "review-due", "checked long ago", severity="notice")
    due = review.with_causes(rests_on=[things.REVIEWS], explains=[things.REVIEWS])
    mistake = Problem("b.md", 1, 1, "leftover", "'TODO' was left behind").with_causes(rests_on=[things.REVIEWS])
    told = in_order([due, due._replace(path="b.md"), mistake])
    assert list(map(line_of, told)) == [
        "b.md:1:1: leftover: 'TODO' was left behind",
        "a.md:4:11: review-due: checked long ago. 1 more notice like it, as at b.md:4:11",
    ]


def test_a_message_and_its_hint_are_two_sentences() -> None:
    line = as_text(Report((Problem("a.md", 1, 2, "nav", "is it so?", "Mend it"),), 1, 1)).splitlines()[0]
    assert line == "a.md:1:2: nav: is it so? Mend it"


REFDESK = Path(sys.executable).with_name("refdesk")


def _allow_no_byte() -> None:
    """Refuse to write to files, as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_told_in_one_line(unbuffered: str, tmp_path: Path) -> None:
    root = shutil.copytree(HOUSE, tmp_path / "site")
    with (tmp_path / "report.txt").open("w") as full:
        done = subprocess.run(
            [REFDESK, "check", "--root", root], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered}, preexec_fn=_allow_no_byte,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "File too large" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_where_nobody_reads_on_nothing_is_said(unbuffered: str, tmp_path: Path) -> None:
    root = shutil.copytree(HOUSE, tmp_path / "site")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [REFDESK, "check", "--root", root], stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")
