"""Every link lands: copied addresses, former addresses, mistyped ones; links out of the site say that they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import DESKTOP, append, build, copy_sample, refdesk
from publishing import watched
from refdesk.data.library import load_library
from site_server import served

MOVED = """- id: page
  from: places/south.md
  to: places/north.md
- id: heading
  from: places/south.md#past
  to: topics/money.md#references
- id: part
  from: topics/modes.md#former
  to: places/index.md
- id: joined
  from: places/west.md
  to: topics/money.md#references
- id: joined-heading
  from: places/west.md#past
  to: places/south.md#past
- id: earlier
  from: places/far-west.md
  to: places/west.md
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with some former addresses and a link to a Chinese page: on the web below a path, and for the disk."""
    root = copy_sample(tmp_path_factory.mktemp("moved") / "checkout")
    (root / "docs" / "data" / "redirects.yml").write_text(MOVED, encoding="utf-8")
    chinese = next(one.url for one in load_library(root / "docs").sources.values() if one.language == "zh" and one.url)
    append(root / "docs" / "places" / "north.md", f"\n\nSee [this]({chinese}) and [that](https://example.org/).\n")
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


@pytest.fixture(scope="module")
def _window(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(viewport=DESKTOP, service_workers="block", reduced_motion="reduce")
    page = context.new_page()
    yield page, watched(page)
    context.close()


@pytest.fixture
def complaints(_window: tuple[Page, list[str]]) -> list[str]:
    """What the page complained of in this test."""
    _window[1].clear()
    return _window[1]


@pytest.fixture
def page(_window: tuple[Page, list[str]], complaints: list[str]) -> Page:
    """A page that all tests use one after the other, and whose complaints are collected."""
    _window[0].goto("about:blank")
    complaints.clear()
    return _window[0]


# A sample of every kind of address that is copied: page and id.
PLACES = [
    ("topics/modes", "references"),
    ("topics/modes", "modes-goal"),
    ("reference/glossary", "bottleneck"),
    ("reference/sources", "source-fund-2025-results"),
    ("reference/data/national", "row-2024"),
    ("topics/money", "chart-"),
    ("topics/claims", "claim-"),
    ("reference/timeline", "event-"),
    ("reference/institutions", "science-fund"),
    ("places/north", "ref-"),
    ("places/north", "hub-north"),
    ("places/north", "facilities"),
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
def test_a_copied_link_leads_to_its_place(page: Page, complaints: list[str], moved: Path, web: str, place: str) -> None:
    site = moved / "web" / "sub"
    for uri, beginning in PLACES if place == "web" else PLACES[::4]:  # on the disk, addresses alone are others
        html = (site / uri / "index.html").read_text(encoding="utf-8")
        found = re.search(rf'<[a-z1-6]+[^>]* id="({re.escape(beginning)}[^"]*)"', html.partition("<article")[2])
        assert found, (uri, beginning)
        base = f"{web}{uri}/" if place == "web" else (moved / "disk" / f"{uri}.html").as_uri()
        _land(page, f"{base}#{found[1]}")
    assert complaints == []


def test_a_row_that_is_hidden_is_shown(page: Page, web: str) -> None:
    page.goto(f"{web}topics/claims/")
    row = page.locator(".rd-claims tbody tr").first
    kind = row.get_attribute("data-kind")
    page.locator(f".rd-claims .rd-filter button:not([data-value='{kind}']):not([data-value=''])").first.click()
    expect(row).to_be_hidden()
    page.evaluate("id => { location.hash = id; }", row.get_attribute("id"))
    expect(row).to_be_in_viewport()


@pytest.mark.parametrize("place", ["web", "disk"])
def test_a_former_address_leads_on(page: Page, complaints: list[str], moved: Path, web: str, place: str) -> None:

    def at(uri: str) -> str:
        return f"{web}{uri}/" if place == "web" else (moved / "disk" / f"{uri}.html").as_uri()

    for old, new in (
        (at("places/south"), at("places/north")),
        (at("places/south") + "#facilities", at("places/north") + "#facilities"),
        (at("places/south") + "#100%", at("places/north") + "#100%"),
        (at("places/south") + "#past", at("topics/money") + "#references"),
        (at("places/far-west") + "#lakes", at("topics/money") + "#references"),
        (at("places/west") + "#past", at("topics/money") + "#references"),
        (at("topics/modes") + "#former", at("places/index") if place == "disk" else f"{web}places/"),
    ):
        page.goto("about:blank")
        page.goto(old)
        page.wait_for_url(new)
    assert complaints == []


def test_a_former_address_leads_on_without_scripts(moved: Path, web: str, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{web}places/south/")
    page.wait_for_url(f"{web}places/north/")
    html = (moved / "web" / "sub" / "places" / "south" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/sub/places/north/">' in html
    assert "Content-Security-Policy" in html


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("places/nrth/", "places/north/"),
        ("topic/Money.html", "topics/money/"),
        ("reference/glosary/#bottleneck", "reference/glossary/#bottleneck"),
        ("lenses", "topics/lenses/"),
    ],
)
def test_a_mistyped_address_gets_likely_pages(
    page: Page, complaints: list[str], web: str, typed: str, meant: str
) -> None:
    page.goto(web + typed)
    first = page.locator("[data-rd-likely] a").first
    expect(first).to_be_visible()
    assert first.evaluate("a => a.href") == web + meant
    first.click()
    page.wait_for_url(web + meant)
    assert [text for text in complaints if "404" not in text] == []


def test_a_senseless_address_gets_all_pages_and_the_search(page: Page, web: str) -> None:
    page.goto(f"{web}qqqq/zzzz/")
    expect(page.locator("[data-rd-guess]")).to_be_hidden()
    links = page.locator("[data-rd-pages] a")
    assert links.count() > 10
    links.nth(3).click()
    expect(page.locator("article h1")).not_to_have_text("Page not found")


def test_the_search_of_a_lost_page_begins_with_what_was_typed(page: Page, complaints: list[str], web: str) -> None:
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
    expect(page.locator(".rd-hit").first).to_contain_text("bottleneck", ignore_case=True)
    assert [text for text in complaints if "404" not in text] == []


def test_a_lost_page_serves_readers_without_scripts(new_page: Callable[..., Page], web: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{web}no/such/page/")
    expect(page.locator("article noscript p")).to_be_visible()
    for address in ("no/such/page/", "reference/sources/", "places/north/"):  # no control that would do nothing
        page.goto(f"{web}{address}")
        expect(page.locator("button:visible, input:visible, select:visible")).to_have_count(0)
    page.goto(f"{web}no/such/page/")
    page.locator("[data-rd-pages]").get_by_role("link", name="North", exact=True).click()
    page.wait_for_url(f"{web}places/north/")


def test_links_out_of_the_site_are_marked(page: Page, moved: Path, web: str) -> None:
    page.goto(f"{web}topics/modes/")
    outside = page.locator("article a[href^='http']:not([href*='127.0.0.1'])")
    assert outside.count() > 3
    for rel in outside.evaluate_all("all => all.map((a) => a.rel)"):
        assert {"noopener", "external"} <= set(rel.split())
    assert page.locator("article a[hreflang='zh']").count() > 1
    sign = page.evaluate("getComputedStyle(document.querySelector('article a[rel~=external]'), '::after').content")
    assert "\u2197" in sign
    for path in (moved / "web" / "sub").rglob("index.html"):
        article = path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        for link in re.findall(r'<a [^>]*href="https?://[^>]*>', article):
            assert 'rel="noopener external"' in link, (path, link)


def test_a_link_in_a_text_says_that_it_leads_to_chinese(page: Page, web: str) -> None:
    page.goto(f"{web}places/north/")
    this, that = page.get_by_text("this", exact=True).last, page.get_by_text("that", exact=True).last
    assert "in Chinese" in this.evaluate("e => getComputedStyle(e, '::after').content")
    assert this.get_attribute("hreflang") == "zh"
    assert that.get_attribute("hreflang") is None
    assert that.get_attribute("rel") == "noopener external"


def test_a_release_adds_addresses_and_forgets_none(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    addresses = root / "docs" / "data" / "addresses.txt"
    assert refdesk("addresses", "--root", str(root)).returncode == 0
    before = addresses.read_text(encoding="utf-8")
    page = root / "docs" / "places" / "north.md"
    append(page, "\n## A new part\n\nText.\n")
    assert refdesk("addresses", "--root", str(root)).returncode == 0
    after = addresses.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"  a-new-part"}
    assert set(before.splitlines()) <= set(after.splitlines())
    page.write_text(page.read_text(encoding="utf-8").replace("A new part", "Another part"), encoding="utf-8")
    failed = refdesk("addresses", "--root", str(root))
    assert failed.returncode == 1
    assert "lost-address: published, and no longer on this page: #a-new-part" in failed.stdout
    assert addresses.read_text(encoding="utf-8") == after
