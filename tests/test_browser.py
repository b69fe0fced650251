"""The built site in a real browser: search, filters, phones, and not one request to another server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

SEARCHES = {
    "卡脖子": "bottleneck",
    "基础研究": "basic research",
    "从0到1": "zero to one|0 to 1",
    "Shandong": "Shandong",
    "ka bo zi": "bottleneck",
}


def page_addresses(site: Path) -> list[str]:
    """The address of every page, relative to the site's root."""
    return sorted(path.parent.relative_to(site).as_posix().removeprefix(".") + "/" for path in site.rglob("index.html"))


def requests_outside(page: Page, served: str) -> list[str]:
    """Collect the addresses that a page asks for and that are not of the site."""
    outside: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((served, "data:", "blob:")) else outside.append(request.url),
    )
    return outside


def test_no_page_asks_another_server_or_logs_an_error(
    context: BrowserContext, built_site: Path, served_site: str
) -> None:
    page = context.new_page()
    outside = requests_outside(page, served_site)
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    addresses = page_addresses(built_site)
    assert len(addresses) > 40
    for address in addresses:
        page.goto(served_site + address.lstrip("/"), wait_until="load")
    assert outside == []
    assert complaints == []


def test_a_request_to_another_server_is_noticed(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(served_site) else route.abort())
    outside = requests_outside(page, served_site)
    page.goto(served_site)
    page.evaluate("() => { const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i); }")
    page.wait_for_timeout(200)
    assert outside == ["http://127.0.0.1:9/x.png"]


@pytest.mark.parametrize(("typed", "wanted"), SEARCHES.items())
def test_search_finds(context: BrowserContext, served_site: str, typed: str, wanted: str) -> None:
    page = context.new_page()
    page.goto(served_site)
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search").fill(typed)
    first = page.get_by_role("listbox", name="Search results").get_by_role("option").first
    expect(first).to_contain_text(re.compile(wanted, re.IGNORECASE), timeout=15000)


def test_claims_can_be_filtered_by_verdict(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "check-the-report/")
    rows = page.locator(".rd-claims tbody tr")
    assert rows.count() == 34
    for button in page.locator(".rd-claims .rd-filter button").all():
        button.click()
        expected = int(button.locator(".rd-count").inner_text())
        visible = sum(row.is_visible() for row in rows.all())
        assert visible == expected
        expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "address", ["", "pivot/two-modes/", "check-the-report/", "hubs/", "reference/data/rd_national/"]
)
def test_no_page_is_wider_than_a_phone(browser: Browser, served_site: str, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served_site + address)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 390


def test_the_comparison_is_readable_on_a_phone(browser: Browser, served_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served_site + "pivot/two-modes/")
    cell = page.locator("#paradigms-goal td").first
    box = cell.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert page.evaluate("e => getComputedStyle(e, '::before').content", cell.element_handle()).startswith('"Applied')
    context.close()


def test_a_term_shows_its_meaning_on_focus_and_hover_until_dismissed(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site)
    term = page.locator("a.rd-term").first
    tip = page.locator(".rd-tip")
    page.keyboard.press("Tab")
    term.focus()
    expect(tip).to_have_text(re.compile(r"[\u4e00-\u9fff]"))
    expect(term).to_have_attribute("aria-describedby", "rd-tip")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(term).to_be_focused()
    page.locator("a.rd-value").first.hover()
    expect(tip).to_contain_text("Source:")
    tip.hover()
    expect(tip).to_be_visible()
    page.mouse.move(1, 400)
    expect(tip).to_be_hidden()


def test_a_citation_shows_its_source_at_the_first_touch(browser: Browser, served_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(served_site + "pivot/two-modes/")
    tip = page.locator(".rd-tip")
    for link in page.locator(".rd-cite a").all()[:12]:
        link.tap()
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert page.evaluate("location.hash") == ""
        page.keyboard.press("Escape")  # the next link may lie below the box
    link.tap()
    link.tap()
    assert page.evaluate("location.hash").startswith("#ref-")
    expect(tip).to_be_hidden()
    context.close()


def test_a_citation_leads_to_its_source_and_back(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "pivot/two-modes/")
    citation = page.locator(".rd-cite a").first
    citation.click()
    target = page.locator(".rd-references li:target")
    expect(target).to_be_visible()
    target.locator(".rd-back").click()
    assert page.evaluate("location.hash").startswith("#cite-")


def test_a_checked_number_leads_to_its_row(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site)
    page.locator("a.rd-value").first.click()
    expect(page.locator("tr:target")).to_be_visible()


def test_the_links_to_the_sources_are_seen(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "pivot/two-modes/")
    expect(page.locator(".rd-references a.rd-out").first).to_be_visible()


def test_the_title_of_a_note_stands_above_its_text_on_the_ground_of_the_page(
    context: BrowserContext, served_site: str
) -> None:
    page = context.new_page()
    page.goto(f"{served_site}reference/data/")
    title = page.locator(".admonition-title").first
    expect(title).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(title).to_have_css("padding-left", "0px")
