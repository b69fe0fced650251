"""The data as a package: metadata beside every table, a valid descriptor, the same files from the site and export."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from conftest import refdesk
from refdesk.data.models import ENTRY_FILES, TITLES

SIDECAR = ".csv-metadata.json"
OF_SOURCES = re.compile(r"sources?|crosscheck|\w+_sources?")  # the columns that hold ids of sources


@pytest.fixture(scope="module")
def exported(sample_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``refdesk export`` writes of the sample. Nobody writes to it."""
    out = tmp_path_factory.mktemp("export")
    done = refdesk("export", "--root", str(sample_root), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out / "data"


def rows_of(table: Path) -> tuple[list[str], list[dict[str, str]]]:
    with table.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        return list(reader.fieldnames or ()), list(reader)


def faults(data: Path) -> list[str]:
    """What is wrong with the metadata of the tables in a folder, and of those in its subfolders."""
    known = {source["id"] for source in json.loads((data / "sources.json").read_text(encoding="utf-8"))}
    told: list[str] = []
    for table in sorted(data.rglob("*.csv")):
        sidecar = table.with_name(table.name + "-metadata.json")
        if sidecar.is_file():
            about = json.loads(sidecar.read_text(encoding="utf-8"))
            told += [f"{table.name}: {fault}" for fault in faults_of(table, about, known)]
        else:
            told.append(f"{table.name}: no metadata")
    alone = (
        path for path in data.rglob(f"*{SIDECAR}") if not path.with_name(path.name[: -len("-metadata.json")]).is_file()
    )
    return told + [f"{path.name}: no table" for path in alone]


def faults_of(table: Path, about: dict[str, Any], known: set[str]) -> Iterator[str]:
    header, rows = rows_of(table)
    columns = about["tableSchema"]["columns"]
    if about["url"] != table.name:
        yield f"metadata of {about['url']}"
    yield from (f"no {name}" for name in ("dc:title", "dc:description", "dc:license") if not about[name])
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", about["dc:modified"]):
        yield "no date"
    if [column["name"] for column in columns] != header:
        yield "other columns"
    yield from (f"'{c['name']}' is not described" for c in columns if not (c.get("dc:description") or c.get("titles")))
    listed = [source["dc:identifier"] for source in about["dc:source"]]
    cells = (row[name] for row in rows for name in header if OF_SOURCES.fullmatch(name))
    cited = {key for cell in cells for key in cell.split("; ") if key}
    yield from (f"unknown source {key}" for key in listed if key not in known)
    yield from (f"source {key} is not listed" for key in sorted(cited - set(listed)))
    yield from (f"source {key} is in no row" for key in listed if key not in cited)


def test_every_table_has_its_metadata(built_site: Path, exported: Path) -> None:
    for data in (built_site / "data", exported):
        assert list(data.rglob("*.csv")) != []
        assert faults(data) == []


def take_away(path: Path) -> None:
    path.with_name(f"{path.name}-metadata.json").unlink()


def rename_a_column(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",name,", ",names,", 1), encoding="utf-8")


def forget_a_source(path: Path) -> None:
    sidecar = path.with_name(f"{path.name}-metadata.json")
    about = json.loads(sidecar.read_text(encoding="utf-8"))
    about["dc:source"][0]["dc:identifier"] = "nobody-2026"
    sidecar.write_text(json.dumps(about), encoding="utf-8")


def say_nothing(path: Path) -> None:
    sidecar = path.with_name(f"{path.name}-metadata.json")
    text = sidecar.read_text(encoding="utf-8")
    sidecar.write_text(re.sub(r'"dc:(modified|description)": "[^"]+"', r'"dc:\1": ""', text), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "wanted"),
    [
        (take_away, ["no metadata"]),
        (rename_a_column, ["other columns"]),
        (forget_a_source, ["unknown source nobody-2026", "is not listed", "nobody-2026 is in no row"]),
        (say_nothing, ["no dc:description", "no date", "'id' is not described"]),
    ],
)
def test_a_slip_in_the_metadata_would_be_seen(
    exported: Path, tmp_path: Path, harm: Callable[[Path], None], wanted: list[str]
) -> None:
    data = shutil.copytree(exported, tmp_path / "data")
    harm(data / "hubs.csv")
    told = faults(data)
    assert all(fault.startswith("hubs.csv") for fault in told)
    assert [words for words in wanted if not any(words in fault for fault in told)] == []


@pytest.mark.parametrize("name", TITLES)
def test_every_field_of_a_table_is_described(name: str) -> None:
    assert [field for field, info in ENTRY_FILES[name].model_fields.items() if not info.description] == []


def test_the_data_package_is_valid_and_a_broken_one_is_not(built_site: Path, exported: Path, tmp_path: Path) -> None:
    report = Package(str(built_site / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "type", "message"])[:5]
    data = shutil.copytree(exported, tmp_path / "data")
    assert Package(str(data / "datapackage.json")).validate().valid
    series = data / "series" / "national.csv"
    series.write_text(series.read_text(encoding="utf-8").replace("984.97", "many", 1), encoding="utf-8")
    assert not Package(str(data / "datapackage.json")).validate().valid


def test_the_data_package_lists_every_table_as_its_metadata_have_it(exported: Path) -> None:
    resources = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert {item["path"] for item in resources} == {
        path.relative_to(exported).as_posix() for path in exported.rglob("*.csv")
    }
    for item in resources:
        about = json.loads((exported / item["metadata"]).read_text(encoding="utf-8"))
        assert item["metadata"] == f"{item['path']}-metadata.json"
        assert [item["title"], item["description"]] == [about["dc:title"], about["dc:description"]]
        assert [source["title"] for source in item["sources"]] == [source["dc:title"] for source in about["dc:source"]]
        described = [(column["name"], column.get("dc:description")) for column in about["tableSchema"]["columns"]]
        assert [(field["name"], field.get("description")) for field in item["schema"]["fields"]] == described


def test_metadata_stand_beside_every_link_to_a_table(built_site: Path) -> None:
    seen: set[str] = set()
    for page in built_site.rglob("index.html"):
        links = [unescape(link) for link in re.findall(r'href="([^"]+)" download', page.read_text(encoding="utf-8"))]
        tables = [link for link in links if link.endswith(".csv")]
        assert [link for link in tables if f"{link}-metadata.json" not in links] == [], page
        seen |= {link.rpartition("../")[2] for link in tables}
    published = {path.relative_to(built_site).as_posix() for path in (built_site / "data").rglob("*.csv")}
    assert {link[link.index("data/") :] for link in seen} == published


def test_the_site_publishes_what_export_writes(sample_root: Path, exported: Path) -> None:
    site = sample_root / "site" / "data"
    files = [path.relative_to(exported) for path in exported.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if (site / path).read_bytes() != (exported / path).read_bytes()] == []
