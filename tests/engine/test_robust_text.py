"""Text from data reaches pages as typed: signs of HTML and of Markdown in every field of every data file."""

from __future__ import annotations

import collections
import csv
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from conftest import copy_sample
from refdesk.charts.drawings import drawings_of
from refdesk.files.text import read_text
from refdesk.files.yaml import parse_yaml
from refdesk.rules.data import records
from refdesk.site.site import load_site

TYPED = "<script>alert(1)</script> <b>b</b> | `t` {{ x }} ](y) *x* __y__ ~~z~~ ==m== &amp; !!! !x #h"
SERVED = """
import sys
from mkdocs import config
from mkdocs.commands import build
cfg = config.load_config('mkdocs.yml', site_dir=sys.argv[1])
cfg.plugins.on_startup(command='serve', dirty=False)
build.build(cfg, serve_url='http://127.0.0.1:8000/')
"""


def spoiled(value: Any, skipped: set[str]) -> Any:
    """A value with the signs behind every text, except in fields of some names."""
    if isinstance(value, list):
        return [spoiled(item, skipped) if isinstance(item, list | dict) else _with_signs(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in skipped else spoiled(item, skipped) for key, item in value.items()}
    return _with_signs(value)


def _with_signs(value: Any) -> Any:
    return f"{value} {TYPED}" if isinstance(value, str) else value


def _fields(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _fields(item)}
    if isinstance(value, dict):
        return {str(key) for key in value} | {name for item in value.values() for name in _fields(item)}
    return set()


def _named(key: tuple[str | int, ...]) -> bool:
    return any(isinstance(part, str) for part in key)


def spoil(root: Path) -> list[str]:
    """Put the signs into every field of every data file that may hold any text; the names of those fields."""
    docs = root / "docs"
    files = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((docs / "data").rglob("*.yml"))
        if path.stem != "provinces"
    }  # its names are keys of charts
    data = {path: yaml.safe_load(text) for path, text in files.items()}
    skipped: dict[Path, set[str]] = {path: {"id", "key", "rows", "unit", "unit_column"} for path in files}
    while True:  # what must not hold any text is skipped next time
        for path, value in data.items():
            text = yaml.safe_dump(spoiled(value, skipped[path]), allow_unicode=True, sort_keys=False)
            path.write_text(text, encoding="utf-8")
        site = load_site(root)
        problems = [*site.library.problems, *records.check_data(site.library)]
        if not problems:
            break
        found: dict[Path, Any] = {}
        fresh: set[tuple[Path, str]] = set()
        for problem in problems:
            path = root / problem.path
            if path.suffix != ".yml":
                continue
            if path not in found:
                parsed, found[path] = parse_yaml(read_text(path, "")), collections.defaultdict(list)
                for key in filter(None, parsed.nodes):
                    found[path][parsed.place(key)[1:]].append(key)
            here = found[path][problem.line, problem.column]
            names = {next(part for part in reversed(key) if isinstance(part, str)) for key in here if _named(key)}
            fresh |= {(path, name) for name in names - skipped[path]}
        assert fresh, problems[0]
        for path, name in fresh:
            skipped[path].add(name)
    done = [f"{path.stem}.{name}" for path in files for name in sorted(_fields(data[path]) - skipped[path])]
    for path in sorted((docs / "data" / "series").glob("*.csv")):
        spec = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))[0]
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        for at, name in enumerate(rows[0]):
            if spec["columns"][name].get("unit") == "text" and name not in spec["key"]:
                for row in rows[1:]:
                    row[at] = f"{row[at]} {TYPED}".strip()
                done.append(f"{path.stem}/{name}")
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        path.write_text(stream.getvalue(), encoding="utf-8")
    return done


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with the signs in its data."""
    root = copy_sample(tmp_path_factory.mktemp("spoilt") / "site")
    fields = spoil(root)
    assert len(fields) > 40, fields
    return root


def test_text_of_data_shows_as_typed(spoilt: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = subprocess.run(
        [sys.executable, "-c", SERVED, str(out)],
        cwd=spoilt, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    shown = 0
    for path in sorted(out.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        assert "<script>alert(1)" not in html, path
        article = lxml.html.document_fromstring(html).find(".//article")
        if article is None or "problems" in path.parts:  # which shows examples of scripts
            continue
        for notice in article.getparent().iter("aside", "details"):
            if "rd-problems" in (notice.get("class") or ""):
                notice.drop_tree()
        text = "".join(article.text_content().split())  # drawings break lines
        typed = "".join(TYPED.split())
        assert text.count("alert(1)") == text.count(typed), _around(text, typed, path)
        shown += text.count(typed)
    assert shown > 500


def _around(text: str, typed: str, path: Path) -> str:
    rest = text.replace(typed, "")
    at = rest.find("alert(1)")
    return f"{path}: {rest[max(0, at - 100) : at + 150]}"


def test_drawings_are_sound(spoilt: Path) -> None:
    drawings = drawings_of(load_site(spoilt)).files
    assert drawings
    for name, text in drawings.items():
        assert not re.search(r"<script|<b>", text), name
        lxml.html.etree.fromstring(text.encode())
