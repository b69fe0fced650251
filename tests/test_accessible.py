"""Menus, search and tables have no violation that axe-core can find when they are used; a violation is noticed.

Every page as it opens is looked at in test_accessible_desktop.py and test_accessible_phone.py: two files, so that two
workers share the longest work of all.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from accessible import DESKTOP, PHONE, SCHEMES, viewed, violations


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_search_open_has_no_violation(browser: Browser, served_site: str, width: int, scheme: str) -> None:
    with viewed(browser, width, scheme) as page:
        page.goto(served_site + "pivot/")
        page.keyboard.press("/")
        page.get_by_role("combobox", name="Search").fill("基础研究")
        expect(page.get_by_role("option").first).to_be_visible(timeout=15000)
        assert violations(page) == []
        page.get_by_role("combobox", name="Search").fill("zzqqxx")
        expect(page.get_by_role("status").first).not_to_be_empty()
        assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_menu_open_has_no_violation(browser: Browser, served_site: str, scheme: str) -> None:
    with viewed(browser, PHONE, scheme) as page:
        page.goto(served_site + "pillars/funding/")
        page.locator(".md-header label[for=__drawer]").click()
        expect(page.get_by_role("link", name="Talent")).to_be_visible()
        assert violations(page) == []


def test_a_table_is_a_stop_for_the_keyboard_only_while_it_overflows(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "reference/data/rd_by_performer/")
    page.locator(".rd-numbers > summary").first.click()
    box = page.locator(".rd-numbers .rd-scroll").first
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
