"""Slips of the keyboard in data, front matter and settings: told at their place, and nothing stumbles over them."""

from __future__ import annotations

import re
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from conftest import BIN, ROOT, append, build, copy_sample
from refdesk.engine.build import Build
from refdesk.files.docs_tree import published_url
from refdesk.problems.report import line_of
from refdesk.site.site import load_site
from site_server import reserved_port

SAMPLE = ROOT / "tests" / "sites" / "sample"


class Slip(NamedTuple):
    """One slip of slips.yml, and in a CSV the number of its line."""

    file: str
    old: str
    new: str
    says: str
    line: int | None


def _slips() -> Iterator[Slip]:
    for entry in yaml.safe_load((Path(__file__).parent / "slips.yml").read_text(encoding="utf-8")):
        file, old = entry["file"], entry["from"]
        line = None
        if file.endswith(".csv"):
            line = (SAMPLE / file).read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
        yield Slip(file, old, entry["to"], entry["says"], line)


def hides(one: Slip, other: Slip) -> bool:
    """Whether one of two slips may hide the other: in one page, data file or series, but in rows of their own."""
    if one.file.rpartition(".")[0] != other.file.rpartition(".")[0]:  # a series is a CSV and the YAML beside it
        return False
    lines = {one.line, other.line}
    return not lines.isdisjoint({None, 1}) or len(lines) == 1 or "csv-syntax" in {one.says, other.says}


def _rounds() -> list[list[Slip]]:
    """The slips in rounds, so that none hides another."""
    rounds: list[list[Slip]] = []
    for slip in _slips():
        free = next((made for made in rounds if not any(hides(slip, other) for other in made)), None)
        rounds.append([slip]) if free is None else free.append(slip)
    return rounds


ROUNDS = _rounds()


def plant(root: Path, slips: list[Slip]) -> None:
    """Put slips into the files of a site."""
    for slip in slips:
        text = (root / slip.file).read_text(encoding="utf-8")
        assert slip.old in text, slip
        (root / slip.file).write_text(text.replace(slip.old, slip.new, 1), encoding="utf-8")


def missing(slips: list[Slip], lines: list[str]) -> list[Slip]:
    """The slips that none of the lines tells."""
    return [
        s
        for s in slips
        if not any(re.search(rf"{s.file}:{s.line or '[0-9]+'}:\d+: .*{s.says}", line) for line in lines)
    ]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "site")


@pytest.mark.parametrize("number", range(len(ROUNDS)))
@pytest.mark.parametrize("preview", [False, True], ids=["build", "preview"])
def test_a_slip_is_told_and_every_page_is_made(site: Path, number: int, preview: bool) -> None:
    plant(site, ROUNDS[number])
    made = Build(load_site(site), {}, preview=preview)
    made.files({}, lambda _: "")
    assert all(made.markdown(uri, {}) for uri in made.site.pages)
    assert missing(ROUNDS[number], [line_of(problem) for problem in made.check().problems]) == []


def test_a_preview_says_why_a_page_is_not_shown(site: Path) -> None:
    html = Build(load_site(site), {}, preview=True).finished("<article><base></article>", "topics/money.md")
    assert "<base>" not in html
    assert "docs/topics/money.md:1:1: unsafe-file" in html


def test_a_build_tells_slips_and_publishes_nothing(site: Path, tmp_path: Path) -> None:
    plant(site, ROUNDS[0])
    (site / "docs/topics/other.markdown").write_text("A page to the engine alone.\n", encoding="utf-8")
    result = build(site, "--strict", "--site-dir", str(tmp_path / "built"))
    assert result.returncode != 0
    assert "docs/topics/other.markdown:1:1: unsafe-file" in result.stdout
    assert "Traceback" not in result.stdout
    assert missing(ROUNDS[0], result.stdout.splitlines()) == []
    assert not list((tmp_path / "built").rglob("*.html"))


@pytest.fixture
def preview(site: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a live preview of the site, and the file of what it says."""
    output = tmp_path / "output"
    with reserved_port() as port, output.open("w") as stream:
        address = f"127.0.0.1:{port}"
        command = [str(BIN / "mkdocs"), "serve", "--livereload", "--dirty", "--dev-addr", address]
        server = subprocess.Popen(command, cwd=site, stdout=stream, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: "Serving on" in output.read_text(encoding="utf-8"))
            yield f"http://{address}/", output
        finally:
            server.terminate()
            server.wait()


def wait_for(is_there: Callable[[], bool]) -> None:
    """Wait until a preview has come to something, for ten minutes at most."""
    end = time.monotonic() + 600
    while not is_there():
        assert time.monotonic() < end
        time.sleep(0.1)


def told(address: str) -> str:
    """What the pages of a preview say of problems."""
    with urllib.request.urlopen(f"{address}problems.js", timeout=60) as answer:  # noqa: S310 - ours
        return str(answer.read(), "utf-8")


def test_a_preview_tells_slips_and_every_page_still_answers(site: Path, preview: tuple[str, Path]) -> None:
    address, output = preview
    pages = [published_url(uri, use_directory_urls=True) for uri in load_site(site).pages]
    plant(site, ROUNDS[0])  # file by file: a build may come between
    wait_for(lambda: not missing(ROUNDS[0], output.read_text(encoding="utf-8").splitlines()))
    assert {urllib.request.urlopen(address + page, timeout=60).status for page in pages} == {200}  # noqa: S310 - ours
    config = site / "mkdocs.yml"
    config.write_text("\t" + config.read_text(encoding="utf-8"), encoding="utf-8")
    wait_for(lambda: "mkdocs.yml:1:1" in told(address))
    assert {urllib.request.urlopen(address + page, timeout=60).status for page in pages[:3]} == {200}  # noqa: S310 - ours
    config.write_text(config.read_text(encoding="utf-8")[1:], encoding="utf-8")
    append(site / "overrides/main.html", "{% if page %}\n")
    wait_for(lambda: "overrides/main.html" in told(address))
    assert {urllib.request.urlopen(address + page, timeout=60).status for page in pages[:3]} == {200}  # noqa: S310 - ours
    assert "the pages are those of the last build" in output.read_text(encoding="utf-8")
    assert "Traceback" not in output.read_text(encoding="utf-8")
