"""Menus, search and tables in use have no violation that axe-core can find.

Every page as it opens is looked at in test_every_page.py.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accessible import COLOURS, violations
from conftest import DESKTOP, resize

PHONE = 390


@pytest.mark.parametrize("width", [DESKTOP["width"], PHONE])
def test_search_open_has_no_violation(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(sample + "places/")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").fill("基础研究")
    expect(page.locator(".rd-hit").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("textbox", name="Search").fill("zzqqxx")
    expect(page.get_by_role("status").first).not_to_be_empty()
    assert violations(page) == []


def test_the_menu_is_opened_by_keyboard_and_has_no_violation(page: Page, sample: str) -> None:
    resize(page, PHONE)
    page.goto(sample + "topics/modes/")
    lenses = page.locator(".md-sidebar--primary").get_by_text("Lenses")
    expect(lenses).to_be_hidden()  # the keyboard passes by what is off the screen
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_title("Menu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lenses).to_be_visible()
    assert violations(page) == []


def test_a_table_is_a_stop_for_the_keyboard_only_while_it_overflows(page: Page, sample: str) -> None:
    page.goto(sample + "topics/money/")
    page.locator(".rd-numbers > summary").first.click()
    box = page.locator(".rd-numbers .rd-scroll").first
    page.set_viewport_size({"width": 320, "height": 700})
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_role("region")
    page.set_viewport_size({"width": 2000, "height": 20000})
    expect(box).not_to_have_attribute("tabindex", "0")
    expect(box).not_to_have_role("region")


def test_a_violation_is_noticed(page: Page, sample: str) -> None:
    page.goto(sample)
    page.evaluate("""() => {
        const article = document.querySelector('article');
        article.insertAdjacentHTML('beforeend', '<img src="x.png"><p id="pale">pale</p>');
        article.querySelector('#pale').style.color = '#eee';
    }""")
    found = violations(page)
    assert any(line.startswith("image-alt: ") for line in found)
    assert any(line.startswith("color-contrast: ") for line in violations(page, COLOURS))


def test_forced_colours_keep_the_active_tab_and_the_arrow_of_a_fold(page: Page, sample: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(sample + "explore/")
    shown = """() => {
      const of = (selector, part, property) => getComputedStyle(document.querySelector(selector), part)[property];
      const tab = ".md-tabs__item--active .md-tabs__link", other = ".md-tabs__item:not(.md-tabs__item--active) a";
      return [of(tab, null, "borderBottomColor"), of(other, null, "borderBottomColor"),
              of(".md-typeset summary", "::after", "backgroundColor"), of("body", null, "backgroundColor")];
    }"""
    active, inactive, arrow, behind = page.evaluate(shown)
    assert inactive == behind != active
    assert arrow != behind
