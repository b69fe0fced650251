"""The expanded pages are a site of their own for plain MkDocs with Material: no hook, its own search, every address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from conftest import build, copy_sample, refdesk
from publishing import ADDRESS, served, watched

MOVED = "- id: page\n  from: places/south.md\n  to: places/north.md\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the site as plain MkDocs builds it, below a path."""
    work = tmp_path_factory.mktemp("expanded")
    root = copy_sample(work / "checkout")
    with (root / "docs" / "data" / "redirects.yml").open("a", encoding="utf-8") as redirects:
        redirects.write(MOVED)
    written = refdesk("expand", "--root", str(root), "--out", str(work / "tree"))
    assert written.returncode == 0, written.stderr
    assert "hooks:" not in (work / "tree" / "mkdocs.yml").read_text(encoding="utf-8")
    assert not (work / "tree" / "hooks").exists()
    result = build(work / "tree", "--strict", "--site-dir", str(work / "web" / "sub"), SITE_URL=ADDRESS)
    assert result.returncode == 0, result.stdout
    return work / "web"


@pytest.fixture(scope="module")
def address(plain: Path) -> Iterator[str]:
    """Where it is served; what is missing gets its 404.html."""
    with served(plain, lost=True) as base:
        yield f"{base}sub/"


def test_pages_hold_what_the_site_of_the_hook_holds(plain: Path, sample_root: Path) -> None:
    built_site = sample_root / "site"
    own = {path.relative_to(built_site) for path in built_site.rglob("index.html")}
    assert own <= {path.relative_to(plain / "sub") for path in (plain / "sub").rglob("index.html")}
    for path in own:
        html = (plain / "sub" / path).read_text(encoding="utf-8")
        assert "<!-- table" not in html
        assert 'name="description"' in html
        ours = (built_site / path).read_text(encoding="utf-8").partition("<article")[2]
        ids = set(re.findall(r' id="([^"]+)"', ours.partition("</article>")[0]))
        assert ids <= set(re.findall(r' id="([^"]+)"', html)), path


def test_every_file_that_its_pages_name_is_there(plain: Path) -> None:
    site = plain / "sub"
    for name in ("index.html", "places/north/index.html", "reference/data/national/index.html"):
        page = site / name
        for address in re.findall(r'(?:href|src)="([^"#?:]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / address).exists(), (name, address)
    listed = (site / "llms.txt").read_text(encoding="utf-8")
    assert "places/north/): " in listed
    assert "index.html.md" not in listed


def test_its_search_finds(context: BrowserContext, address: str) -> None:
    page, complaints = watched(context)
    page.goto(address)
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially("lenses")  # it listens to keys
    first = page.locator(".md-search-result__link").first
    expect(first).to_contain_text("Lenses", timeout=15000)
    first.click()
    page.wait_for_url("**/lenses/**")
    expect(page.locator("article h1")).to_contain_text("Lenses")
    assert complaints == []


def test_former_and_lost_addresses_lead_on(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}places/south/#labs")
    page.wait_for_url(f"{address}places/north/#labs")
    page.goto(f"{address}places/nrth/")
    expect(page.locator("[data-rd-likely] a").first).to_have_text("North")
