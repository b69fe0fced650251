"""Links, terms, numbers and citations of a page in use, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from conftest import resize


def test_a_comparison_is_readable_on_a_phone(page: Page, sample: str) -> None:
    page.goto(sample + "topics/modes/")
    resize(page, 390)
    cell = page.locator("#modes-goal td").first
    box = cell.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert page.evaluate("e => getComputedStyle(e, '::before').content", cell.element_handle()).startswith('"Applied')


def test_a_term_shows_its_meaning_on_focus_and_hover_until_dismissed(page: Page, sample: str) -> None:
    page.goto(sample)
    term = page.locator("a.rd-term").first
    tip = page.locator(".rd-tip")
    page.keyboard.press("Tab")
    term.focus()
    expect(tip).to_have_text(re.compile("基础研究"))
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


def test_a_citation_shows_its_source_at_the_first_touch(browser: Browser, sample: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(sample + "topics/modes/")
    tip = page.locator(".rd-tip")
    for link in page.locator(".rd-cite a").all()[:6]:
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


def test_a_citation_leads_to_its_source_and_back(page: Page, sample: str) -> None:
    page.goto(sample + "topics/modes/")
    page.locator(".rd-cite a").first.click()
    target = page.locator(".rd-references li:target")
    expect(target).to_be_visible()
    expect(page.locator(".rd-references a.rd-out").first).to_be_visible()
    target.locator(".rd-back").click()
    assert page.evaluate("location.hash").startswith("#cite-")


def test_a_checked_number_leads_to_its_row(page: Page, sample: str) -> None:
    page.goto(sample)
    page.locator("a.rd-value").first.click()
    expect(page.locator("tr:target")).to_be_visible()


def test_the_title_of_a_note_stands_above_its_text_on_the_ground_of_the_page(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/data/")
    title = page.locator(".admonition-title").first
    expect(title).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(title).to_have_css("padding-left", "0px")
