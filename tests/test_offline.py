"""The offline bundle, unpacked and opened from the disk: every page, link, download and search, and not one request."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import lxml.html
import pytest
from playwright.sync_api import Browser, Request

from conftest import BIN, ROOT
from search.measure import ask, open_search

QUERIES = {
    "photresist": "bottlenecks/photoresist.md",
    "卡脖子": "reference/glossary.md#bottleneck",
    "ka bo zi": "reference/glossary.md#bottleneck",
}


def make_bundle(folder: Path) -> Path:
    """Run the command behind ``make offline``."""
    command = [str(BIN / "refdesk"), "offline", "--root", str(ROOT), "--out", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env={"EDITION": "2026-12-01"})
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "from-0-to-1-offline.zip"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder in the bundle, at a place with signs that addresses have to escape."""
    folder = tmp_path_factory.mktemp("a place 地方 #1")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    return folder / "from-0-to-1-offline"


def pages(folder: Path) -> list[Path]:
    """Every page of the bundle."""
    return sorted(folder.rglob("*.html"))


def dead_links(folder: Path) -> list[str]:
    """Links, pictures and downloads that lead to no file of the folder, or to an anchor that its page lacks."""
    roots = {page: lxml.html.parse(str(page)).getroot() for page in pages(folder)}
    ids = {page: set(root.xpath("//@id")) for page, root in roots.items()}
    dead: list[str] = []
    for page, root in roots.items():
        for element, _, address, _ in root.iterlinks():
            path, fragment = urldefrag(address)
            if urlparse(path).scheme or element.get("rel") == "canonical":
                continue
            target = (page.parent / unquote(path)).resolve() if path else page
            if not target.is_file() or (fragment and target in ids and unquote(fragment) not in ids[target]):
                dead.append(f"{page.relative_to(folder)}: {address}")
    return dead


def test_the_same_bytes_twice(bundle: Path, tmp_path: Path) -> None:
    assert make_bundle(tmp_path).read_bytes() == bundle.read_bytes()


def test_it_says_its_edition_and_its_terms(unpacked: Path) -> None:
    note = (unpacked / "EDITION.txt").read_text(encoding="utf-8")
    assert "1 December 2026 (2026-12-01)" in note
    assert "CC BY 4.0" in note
    assert {"LICENSE.txt", "LICENSE-TEXT.txt"} <= {path.name for path in unpacked.iterdir()}
    html = (unpacked / "hubs" / "shandong.html").read_text(encoding="utf-8")
    assert "edition of 2026-12-01. Text: CC BY 4.0." in html


def test_every_link_leads_to_a_file_of_the_bundle(unpacked: Path) -> None:
    assert len(pages(unpacked)) > 60
    assert dead_links(unpacked) == []


def test_the_bundle_carries_nothing_that_no_page_asks_for(unpacked: Path) -> None:
    files = [path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()]
    assert [name for name in files if name.endswith(".map") or "/lunr/" in name or "/workers/" in name] == []


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="x"><a href="a.html#x">a</a><a href="a.html#y">b</a><img src="c.png"></p>')
    assert dead_links(tmp_path) == ["a.html: a.html#y", "a.html: c.png"]


def test_every_page_opens_from_the_disk_without_a_request(browser: Browser, unpacked: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    base = unpacked.as_uri() + "/"
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the icon, when the next page is opened before it is there
            complaints.append(f"{page.url}: {request.url} is not loaded")

    page.on("requestfailed", failed)
    for path in pages(unpacked):
        page.goto(path.as_uri(), wait_until="load")
        assert page.locator("h1").first.inner_text().strip(), path
        empty = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
        assert empty == [], path
    context.close()
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize(("typed", "wanted"), QUERIES.items())
def test_the_search_answers_from_the_disk(browser: Browser, unpacked: Path, typed: str, wanted: str) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    base = unpacked.as_uri() + "/"
    open_search(page, base + "index.html")
    assert wanted in ask(page, typed, base)[0]
    context.close()


def test_a_download_opens_from_the_disk(browser: Browser, unpacked: Path) -> None:
    context = browser.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    page.goto((unpacked / "pivot" / "two-modes.html").as_uri())
    link = page.locator(".rd-downloads a", has_text="CSV").first
    address = link.evaluate("e => e.href")
    assert (unpacked / unquote(address.removeprefix(unpacked.as_uri() + "/"))).read_text(encoding="utf-8").count(
        ","
    ) > 5
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename.endswith(".csv")
    context.close()
