"""The data as a package: a description of every table, valid and right; the same files from the site and export."""

from __future__ import annotations

import codecs
import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from conftest import refdesk

OF_SOURCES = re.compile(r"sources?|crosscheck|\w+_sources?")  # the columns that hold ids of sources


@pytest.fixture(scope="module")
def exported(sample_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``refdesk export`` writes of the sample. Nobody writes to it."""
    out = tmp_path_factory.mktemp("export")
    done = refdesk("export", "--root", str(sample_root), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out / "data"


def faults(data: Path) -> list[str]:
    """What is wrong with the description of the tables in a folder, and of those in its subfolders."""
    resources = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    told = [f"{path}: listed or there, not both" for path in {one["path"] for one in resources} ^ set(tables_in(data))]
    return told + [f"{one['path']}: {fault}" for one in resources for fault in faults_of(data / one["path"], one)]


def tables_in(data: Path) -> list[str]:
    return [path.relative_to(data).as_posix() for path in data.rglob("*.csv")]


def faults_of(table: Path, about: dict[str, Any]) -> Iterator[str]:
    if not table.read_bytes().startswith(codecs.BOM_UTF8):
        yield "no byte-order mark, without which spreadsheets garble Chinese"
    with table.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    fields = about["schema"]["fields"]
    yield from (f"no {name}" for name in ("title", "description") if not about[name])
    if [field["name"] for field in fields] != header:
        yield "other columns"
    yield from (f"'{one['name']}' is not described" for one in fields if not (one.get("description") or one["title"]))
    known = json.loads((table.parents[len(Path(about["path"]).parts) - 1] / "sources.json").read_text(encoding="utf-8"))
    titles = {source["id"]: source["title"] for source in known}
    cells = (row[at] for row in rows for at, name in enumerate(header) if OF_SOURCES.fullmatch(name))
    cited = {titles[key] for cell in cells for key in cell.split("; ") if key}
    listed = {one["title"] for one in about["sources"]}
    yield from (f"source {title} is listed or cited, not both" for title in cited ^ listed)


def test_every_table_is_described(built_site: Path, exported: Path) -> None:
    for data in (built_site / "data", exported):
        assert tables_in(data) != []
        assert faults(data) == []


def test_the_table_of_a_chart_names_its_sources(exported: Path) -> None:
    with (exported / "charts" / "share.csv").open(encoding="utf-8-sig", newline="") as stream:
        named = {row["source"]: row["source_name"] for row in csv.DictReader(stream)}
    assert named["bureau-2025-bulletin"] == "Sampleland Bureau of Numbers 2025"


def test_the_data_package_is_valid_and_a_broken_one_is_not(built_site: Path, exported: Path, tmp_path: Path) -> None:
    report = Package(str(built_site / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "type", "message"])[:5]
    data = shutil.copytree(exported, tmp_path / "data")
    assert Package(str(data / "datapackage.json")).validate().valid
    series = data / "series" / "national.csv"
    series.write_text(series.read_text(encoding="utf-8").replace("984.97", "many", 1), encoding="utf-8")
    assert not Package(str(data / "datapackage.json")).validate().valid


def test_the_site_publishes_what_export_writes(sample_root: Path, exported: Path) -> None:
    site = sample_root / "site" / "data"
    files = [path.relative_to(exported) for path in exported.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if (site / path).read_bytes() != (exported / path).read_bytes()] == []
