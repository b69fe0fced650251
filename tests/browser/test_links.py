"""Every link lands: copied addresses, former addresses, mistyped ones; links out of the site say that they are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from conftest import ROOT, append, build, copy_site, refdesk
from publishing import served, watched
from refdesk.data.library import load_library

MOVED = """- id: page
  from: hubs/jinan.md
  to: hubs/shandong.md
- id: heading
  from: hubs/jinan.md#past
  to: pillars/funding.md#references
- id: part
  from: pivot/two-modes.md#former
  to: hubs/hefei.md
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with some former addresses and a link to a Chinese page: on the web below a path, and for the disk."""
    root = copy_site(tmp_path_factory.mktemp("moved") / "checkout")
    shutil.copy(ROOT / "mkdocs-offline.yml", root)
    append(root / "docs" / "data" / "redirects.yml", MOVED)
    chinese = next(one.url for one in load_library(ROOT / "docs").sources.values() if one.language == "zh" and one.url)
    append(root / "docs" / "about" / "method.md", f"\n\nSee [this]({chinese}) and [that](https://example.org/).\n")
    web = build(root, "--strict", "--site-dir", str(root / "web" / "sub"), SITE_URL="https://example.org/sub/")
    assert web.returncode == 0, web.stdout
    disk = build(root, "--strict", "-f", "mkdocs-offline.yml", "--site-dir", str(root / "disk"))
    assert disk.returncode == 0, disk.stdout
    return root


@pytest.fixture(scope="module")
def web(moved: Path) -> Iterator[str]:
    """The address of the site below a path, on a server that answers missing pages with 404.html."""
    with served(moved / "web", lost=True) as base:
        yield f"{base}sub/"


# A sample of every kind of address that is copied: page and id.
PLACES = [
    ("pivot/two-modes", "references"),
    ("pivot/two-modes", "paradigms-goal"),
    ("reference/glossary", "bottleneck"),
    ("reference/sources", "source-nbs-2025-09-29-bulletin-2024-page"),
    ("reference/data/rd_national", "row-1995"),
    ("reference/data/rd_national", "chart-basic-share"),
    ("check-the-report", "claim-"),
    ("reference/timeline", "event-"),
    ("reference/institutions", "nsfc"),
    ("hubs/shandong", "ref-"),
    ("hubs/shandong", "hub-shandong"),
    ("hubs/shandong", "friction-with-growth-targets"),
    ("about/changes", "change-"),
]


def _land(page: Page, address: str) -> None:
    """Go to an address; what it names is in view, and marked."""
    page.goto("about:blank")
    page.goto(address, wait_until="load")
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert target.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)", address


@pytest.mark.parametrize("place", ["web", "disk"])
def test_a_copied_link_leads_to_its_place(context: BrowserContext, moved: Path, web: str, place: str) -> None:
    page, complaints = watched(context)
    site = moved / "web" / "sub"
    for uri, beginning in PLACES:
        html = (site / uri / "index.html").read_text(encoding="utf-8")
        found = re.search(rf'<[a-z1-6]+[^>]* id="({re.escape(beginning)}[^"]*)"', html.partition("<article")[2])
        assert found, (uri, beginning)
        file = "reference/data/index.html" if uri == "reference/data" else f"{uri}.html"
        base = f"{web}{uri}/" if place == "web" else (moved / "disk" / file).as_uri()
        _land(page, f"{base}#{found[1]}")
    assert complaints == []


def test_a_row_that_is_hidden_is_shown(context: BrowserContext, web: str) -> None:
    page = context.new_page()
    page.goto(f"{web}check-the-report/")
    row = page.locator(".rd-claims tbody tr").first
    kind = row.get_attribute("data-kind")
    page.locator(f".rd-claims .rd-filter button:not([data-value='{kind}']):not([data-value=''])").first.click()
    expect(row).to_be_hidden()
    page.evaluate("id => { location.hash = id; }", row.get_attribute("id"))
    expect(row).to_be_in_viewport()


@pytest.mark.parametrize("place", ["web", "disk"])
def test_a_former_address_leads_on(context: BrowserContext, moved: Path, web: str, place: str) -> None:
    page, complaints = watched(context)

    def at(uri: str) -> str:
        return f"{web}{uri}/" if place == "web" else (moved / "disk" / f"{uri}.html").as_uri()

    for old, new in (
        (at("hubs/jinan"), at("hubs/shandong")),
        (at("hubs/jinan") + "#the-tour", at("hubs/shandong") + "#the-tour"),
        (at("hubs/jinan") + "#past", at("pillars/funding") + "#references"),
        (at("pivot/two-modes") + "#former", at("hubs/hefei")),
    ):
        page.goto("about:blank")
        page.goto(old)
        page.wait_for_url(new)
    assert complaints == []


def test_a_former_address_leads_on_without_scripts(moved: Path, web: str, context: BrowserContext) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{web}hubs/jinan/")
    page.wait_for_url(f"{web}hubs/shandong/")
    plain.close()
    html = (moved / "web" / "sub" / "hubs" / "jinan" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/sub/hubs/shandong/">' in html
    assert "Content-Security-Policy" in html


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hubs/shandng/", "hubs/shandong/"),
        ("pilars/Funding.html", "pillars/funding/"),
        ("reference/glosary/#bottleneck", "reference/glossary/#bottleneck"),
        ("lithography", "bottlenecks/lithography/"),
    ],
)
def test_a_mistyped_address_gets_likely_pages(context: BrowserContext, web: str, typed: str, meant: str) -> None:
    page, complaints = watched(context)
    page.goto(web + typed)
    first = page.locator("[data-rd-likely] a").first
    expect(first).to_be_visible()
    assert first.evaluate("a => a.href") == web + meant
    first.click()
    page.wait_for_url(web + meant)
    assert [text for text in complaints if "404" not in text] == []


def test_a_senseless_address_gets_all_pages_and_the_search(context: BrowserContext, web: str) -> None:
    page, _ = watched(context)
    page.goto(f"{web}qqqq/zzzz/")
    expect(page.locator("[data-rd-guess]")).to_be_hidden()
    links = page.locator("[data-rd-pages] a")
    assert links.count() > 40
    links.nth(3).click()
    expect(page.locator("article h1")).not_to_have_text("Page not found")


def test_the_search_of_a_lost_page_begins_with_what_was_typed(context: BrowserContext, web: str) -> None:
    page, complaints = watched(context)
    page.goto(f"{web}hub/lottery-kabozi.html")
    box = page.get_by_role("searchbox", name="Search in English, Chinese or pinyin")
    expect(box).to_have_value("hub lottery kabozi")
    button, ground = page.get_by_role("button", name="Search", exact=True), page.locator("body")
    shown = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert button.evaluate(shown)[0] not in ground.evaluate(shown)[1], "words in the colour of the paper"
    box.fill("卡脖子")
    box.press("Enter")
    page.wait_for_url(f"{web}?q=*")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("卡脖子")
    expect(page.locator(".rd-hit").first).to_contain_text("bottleneck", ignore_case=True, timeout=15000)
    assert [text for text in complaints if "404" not in text] == []


def test_a_lost_page_serves_readers_without_scripts(context: BrowserContext, web: str) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{web}no/such/page/")
    expect(page.locator("article noscript p")).to_be_visible()
    page.get_by_role("searchbox").fill("Shandong")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url(f"{web}?q=Shandong")
    page.go_back()
    page.locator("[data-rd-pages]").get_by_role("link", name="Funding", exact=True).click()
    page.wait_for_url(f"{web}pillars/funding/")
    plain.close()


def test_links_out_of_the_site_are_marked(context: BrowserContext, moved: Path, web: str) -> None:
    page = context.new_page()
    page.goto(f"{web}pivot/two-modes/")
    outside = page.locator("article a[href^='http']:not([href*='127.0.0.1'])")
    assert outside.count() > 10
    for rel, name in outside.evaluate_all("all => all.map((a) => [a.rel, a.className])"):
        assert {"noopener", "external"} <= set(rel.split())
        assert "rd-out" in name.split()
    assert page.locator("article a[hreflang='zh']").count() > 5
    sign = page.evaluate("getComputedStyle(document.querySelector('article a.rd-out'), '::after').content")
    assert "\u2197" in sign
    for path in (moved / "web" / "sub").rglob("index.html"):
        article = path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        for link in re.findall(r'<a [^>]*href="https?://[^>]*>', article):
            assert 'rel="noopener external"' in link, (path, link)


def test_a_link_in_a_text_says_that_it_leads_to_chinese(context: BrowserContext, web: str) -> None:
    page = context.new_page()
    page.goto(f"{web}about/method/")
    this, that = page.get_by_text("this", exact=True).last, page.get_by_text("that", exact=True).last
    assert "in Chinese" in this.evaluate("e => getComputedStyle(e, '::after').content")
    assert this.get_attribute("hreflang") == "zh"
    assert that.get_attribute("hreflang") is None
    assert that.get_attribute("rel") == "noopener external"


def test_a_release_adds_addresses_and_forgets_none(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    addresses = root / "docs" / "data" / "addresses.txt"
    assert refdesk("addresses", "--root", str(root)).returncode == 0
    before = addresses.read_text(encoding="utf-8")
    page = root / "docs" / "hubs" / "hefei.md"
    append(page, "\n## A new part\n")
    assert refdesk("addresses", "--root", str(root)).returncode == 0
    after = addresses.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"  a-new-part"}
    assert set(before.splitlines()) <= set(after.splitlines())
    page.write_text(page.read_text(encoding="utf-8").replace("A new part", "Another part"), encoding="utf-8")
    failed = refdesk("addresses", "--root", str(root))
    assert failed.returncode == 1
    assert "lost-address: the address '#a-new-part'" in failed.stdout
    assert addresses.read_text(encoding="utf-8") == after
