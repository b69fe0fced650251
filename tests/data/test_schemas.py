"""The published schemas: each is one, every data file fits its own, and a mistake does not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT
from refdesk.publish.data_package import schemas

DATA = ROOT / "docs" / "data"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.rpartition("/")[2].removesuffix(".schema.json"): json.loads(text) for path, text in schemas().items()
}
FILES = {path.stem: path for path in sorted(DATA.glob("*.yml"))}
SERIES = sorted((DATA / "series").glob("*.yml"))


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
