"""Every page has no violation that axe-core can find, by WCAG 2.2 AA: light and dark, on a desktop and on a phone.

Menus, search, tooltips and filters are opened and looked at too.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from test_browser import page_addresses

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page as it stands: rule, element, what is amiss."""
    page.evaluate(AXE)
    found = page.evaluate(
        """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false}).then(result =>
            result.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n')[1].trim()}`)))""",
        RULES,
    )
    return [f"{page.url}: {line}" for line in found]


def opened(browser: Browser, width: int, scheme: str) -> BrowserContext:
    """A context of a width and a palette, without motion."""
    return browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,  # axe-core is injected
    )


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at one of the four views."""
    context = opened(browser, *request.param)
    yield context.new_page()
    context.close()


def test_no_page_has_a_violation(view: Page, built_site: Path, served_site: str) -> None:
    found: list[str] = []
    addresses = [*page_addresses(built_site), "404.html"]
    assert len(addresses) > 60
    for address in addresses:
        view.goto(served_site + address.lstrip("/"))
        found += violations(view)
    assert found == []


def test_search_open_has_no_violation(view: Page, served_site: str) -> None:
    view.goto(served_site + "pivot/")
    view.keyboard.press("/")
    view.get_by_role("combobox", name="Search").fill("基础研究")
    expect(view.get_by_role("option").first).to_be_visible(timeout=15000)
    assert violations(view) == []
    view.get_by_role("combobox", name="Search").fill("zzqqxx")
    expect(view.get_by_role("status").first).not_to_be_empty()
    assert violations(view) == []


def test_the_menu_open_has_no_violation(browser: Browser, served_site: str) -> None:
    for scheme in ("light", "dark"):
        context = opened(browser, 390, scheme)
        page = context.new_page()
        page.goto(served_site + "pillars/funding/")
        page.locator(".md-header label[for=__drawer]").click()
        expect(page.get_by_role("link", name="Talent")).to_be_visible()
        assert violations(page) == []
        context.close()


def test_a_table_is_a_stop_for_the_keyboard_only_while_it_overflows(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "reference/data/rd_by_performer/")
    box = page.locator(".rd-scroll:has(> .rd-series)")
    page.set_viewport_size({"width": 320, "height": 700})
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_role("region")
    page.set_viewport_size({"width": 2000, "height": 20000})
    expect(box).not_to_have_attribute("tabindex", "0")
    expect(box).not_to_have_role("region")


def test_a_violation_is_noticed(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"x.png\">')")
    assert any("image-alt" in line for line in violations(page))
