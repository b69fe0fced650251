"""The published schemas: each is one and says what its fields mean, every file fits its own, and editors find it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT
from refdesk.data.models import ENTRY_FILES
from refdesk.files.text import read_text
from refdesk.pages.page import front_matter
from refdesk.problems.problem import Problem
from refdesk.problems.report import line_of
from refdesk.publish.downloads import schemas

DATA = ROOT / "docs" / "data"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.rpartition("/")[2].removesuffix(".schema.json"): json.loads(text) for path, text in schemas().items()
}
FILES = {name: DATA / model.data_path for name, model in ENTRY_FILES.items()}
SERIES = sorted((DATA / "series").glob("*.yml"))
OF_FILE = {**{path: name for name, path in FILES.items()}, **dict.fromkeys(SERIES, "series")}


def test_the_schemas_are_those_of_the_models() -> None:
    """Where they are not: make schemas."""
    assert {path: (ROOT / "docs" / path).read_text(encoding="utf-8") for path in schemas()} == schemas()


def undescribed(schema: object, path: str = "") -> Iterator[str]:
    """The fields of a schema without a description."""
    if isinstance(schema, dict):
        fields = schema.get("properties", {})
        yield from (f"{path}/{name}" for name, field in fields.items() if "description" not in field)
        for key, value in schema.items():
            yield from undescribed(value, f"{path}/{key}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_says_what_it_means(name: str) -> None:
    assert [*undescribed(SCHEMAS[name])] == []


@pytest.mark.parametrize("path", OF_FILE, ids=lambda path: path.stem)
def test_editors_know_the_schema_of_every_data_file(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    schema = DATA / "schemas" / f"{OF_FILE[path]}.schema.json"
    assert named is None or (path.parent / named[1]).resolve() == schema
    wired = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    patterns = wired[f"./{schema.relative_to(ROOT).as_posix()}"]
    assert any(path in ROOT.glob(pattern) for pattern in ([patterns] if isinstance(patterns, str) else patterns))


def test_the_front_matter_of_every_page_fits_its_schema() -> None:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        front, _ = front_matter(read_text(path, path.name))
        assert front is not None
        assert faults("page", front.data) == [], path


def test_an_editor_reads_the_lines_of_a_report() -> None:
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = next(task for task in tasks if task["label"] == "check")["problemMatcher"]["pattern"]
    told = Problem("docs/about/a page.md", 3, 14, "unknown-source", "no source 'a': 'b'", "Write 'c'")
    match = re.match(pattern["regexp"], line_of(told))
    assert match
    assert [match[pattern[name]] for name in ("file", "line", "column", "code")] == [
        told.path, str(told.line), str(told.column), told.code,
    ]  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_itself(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def faults(name: str, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMAS[name]).iter_errors(data)]


@pytest.mark.parametrize("name", FILES)
def test_every_data_file_fits_its_schema(name: str) -> None:
    assert faults(name, yaml.safe_load(FILES[name].read_text(encoding="utf-8")) or []) == []


@pytest.mark.parametrize("path", SERIES, ids=lambda path: path.stem)
def test_every_description_of_a_series_fits_the_schema(path: object) -> None:
    assert faults("series", yaml.safe_load(path.read_text(encoding="utf-8"))) == []  # type: ignore[attr-defined]


def test_a_mistake_does_not_fit() -> None:
    charts = yaml.safe_load(FILES["charts"].read_text(encoding="utf-8"))
    charts[0]["kind"] = "pie"
    charts[1]["headlines"] = charts[1].pop("headline")
    told = " ".join(faults("charts", charts))
    assert "'pie' is not one of" in told
    assert "'headlines' was unexpected" in told
    assert "'headline' is a required property" in told
    with pytest.raises(Exception, match=r"not valid under any of the given schemas|is not of type"):
        Draft202012Validator.check_schema({"type": "pie"})
