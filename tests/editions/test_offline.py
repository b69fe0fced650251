"""The offline bundle, unpacked and opened from the disk: every page, link, download and search, and not one request."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import lxml.html
from playwright.sync_api import Page, Request

from conftest import ROOT
from publishing import EDITION, watched
from refdesk.check import check
from refdesk.files.language import ENGLISH
from refdesk.publish.assets import WORKER
from refdesk.site.site import load_site


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
            path = path.partition("?")[0]
            if urlparse(path).scheme or element.get("rel") == "canonical":
                continue
            target = (page.parent / unquote(path)).resolve() if path else page
            if not target.is_file() or (fragment and target in ids and unquote(fragment) not in ids[target]):
                dead.append(f"{page.relative_to(folder)}: {address}")
    return dead


def test_it_says_its_edition_and_its_terms(disk_site: Path) -> None:
    note = (disk_site / "EDITION.txt").read_text(encoding="utf-8")
    assert f"{ENGLISH.date(EDITION)} ({EDITION})" in note
    assert "CC BY 4.0" in note
    assert {"LICENSE.txt", "LICENSE-TEXT.txt"} <= {path.name for path in disk_site.iterdir()}
    html = (disk_site / "about" / "offline.html").read_text(encoding="utf-8")
    assert f"edition of {EDITION}. Text: CC BY 4.0." in html


def test_every_link_leads_to_a_file_of_the_bundle(disk_site: Path) -> None:
    assert dead_links(disk_site) == []


def test_the_site_is_as_sound_from_the_disk() -> None:
    told = check(load_site(ROOT, use_directory_urls=False)).problems  # with every address that was published, for one
    assert [f"{one.place}: {one.message}" for one in told if one.severity == "error"] == []


def test_the_bundle_carries_nothing_that_no_page_asks_for(disk_site: Path) -> None:
    files = [path.relative_to(disk_site).as_posix() for path in disk_site.rglob("*") if path.is_file()]
    assert [name for name in files if name.endswith(".map") or "/lunr/" in name or "/workers/" in name] == []
    assert WORKER not in files
    assert "installed.js" not in (disk_site / "index.html").read_text(encoding="utf-8")


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="x"><a href="a.html#x">a</a><a href="a.html#y">b</a><img src="c.png"></p>')
    assert dead_links(tmp_path) == ["a.html: a.html#y", "a.html: c.png"]


def test_every_page_opens_from_the_disk_without_a_request(new_page: Callable[..., Page], disk_site: Path) -> None:
    page = new_page(offline=True)
    complaints = watched(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the icon, when the next page is opened before it is there
            complaints.append(f"{page.url}: {request.url} is not loaded")

    page.on("requestfailed", failed)
    for path in pages(disk_site):
        page.goto(path.as_uri())
        headings, lost, blocked = page.evaluate("""() => [
            document.querySelectorAll("h1").length,
            [...document.images].filter((image) => image.complete && !image.naturalWidth).map((image) => image.src),
            window.blocked]""")
        assert (headings, lost, blocked) == (1, [], []), path
    assert [url for url in asked if not url.startswith((disk_site.as_uri(), "data:"))] == []
    assert complaints == []


def test_a_page_from_the_disk_has_its_letters(new_page: Callable[..., Page], disk_site: Path) -> None:
    page = new_page(offline=True)
    page.goto((disk_site / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    browser = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        browser.send(f"{domain}.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    heading = browser.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})
    fonts = browser.send("CSS.getPlatformFontsForNode", heading)["fonts"]
    assert any(font["isCustomFont"] for font in fonts)


def test_a_download_opens_from_the_disk(new_page: Callable[..., Page], disk_site: Path) -> None:
    page = new_page(offline=True, accept_downloads=True)
    with_table = re.compile(r'class="rd-downloads">[^<]*<a [^>]*>CSV<')
    page.goto(next(path for path in pages(disk_site) if with_table.search(path.read_text(encoding="utf-8"))).as_uri())
    link = page.locator(".rd-downloads a", has_text="CSV").first
    link.evaluate("e => e.closest('details')?.setAttribute('open', '')")
    address = link.evaluate("e => e.href")
    file = disk_site / unquote(address.removeprefix(disk_site.as_uri() + "/"))
    assert file.read_text(encoding="utf-8").count(",") > 5
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename.endswith(".csv")
