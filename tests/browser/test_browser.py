"""Links, terms, numbers and citations of a page in use, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from conftest import resize
from publishing import REPOSITORY
from site_server import served


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
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_visible()
    page.go_back()
    page.locator("a.rd-value").first.hover()
    expect(tip).to_contain_text("Source:")
    tip.hover()
    expect(tip).to_be_visible()
    page.mouse.move(1, 400)
    expect(tip).to_be_hidden()


def test_the_palette_stays_as_chosen_on_the_next_page(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(color_scheme="light")
    page.goto(sample)
    body = page.locator("body")
    light = body.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("label[title='Switch to dark mode']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(body).not_to_have_css("background-color", light)
    dark = body.evaluate("e => getComputedStyle(e).backgroundColor")
    page.goto(sample + "places/")
    expect(body).to_have_css("background-color", dark)


def test_data_are_taken_along(page: Page, sample: str) -> None:
    page.goto(sample + "reference/data/national/")
    with page.expect_download() as download:
        page.locator("a[download][href$='data/series/national.csv']").first.click()
    head, *rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "share" in head.split(",")
    assert any(row.startswith("2024,") for row in rows)


def test_a_citation_shows_its_source_at_the_first_touch(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
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
    page.wait_for_url("**/topics/modes/#ref-*")
    expect(tip).to_be_hidden()


def test_a_citation_leads_to_its_source_and_back(page: Page, sample: str) -> None:
    page.goto(sample + "topics/modes/")
    page.locator(".rd-cite a").first.click()
    target = page.locator(".rd-references li:target")
    expect(target).to_be_visible()
    expect(page.locator(".rd-references a[rel~=external]").first).to_be_visible()
    target.locator(".rd-back").click()
    page.wait_for_url("**/topics/modes/#cite-*")


def test_a_checked_number_leads_to_its_cell(page: Page, sample: str) -> None:
    page.goto(sample)
    page.locator("a.rd-value").first.click()
    expect(page.locator("td:target")).to_be_visible()


def test_the_title_of_a_note_stands_above_its_text_on_the_ground_of_the_page(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/data/")
    title = page.locator(".admonition-title").first
    expect(title).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(title).to_have_css("padding-left", "0px")


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_the_first_screen_shows_headline_number_and_chart(page: Page, served_site: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(served_site)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".home-number")).to_be_in_viewport(ratio=1)
    expect(page.locator(".home-top .rd-figure svg:visible").first).to_be_in_viewport(ratio=0.5)
    for door in page.locator(".home-doors li").all():
        expect(door.get_by_role("link").first).to_be_visible()
    expect(page.locator(".rd-references")).to_be_hidden()
    expect(page.locator(".rd-fold > summary").last).to_have_text(re.compile(r"^\d+ sources: \d+ "))


def link_to_form(page: Page) -> str | None:
    return page.get_by_role("link", name="Report a mistake").get_attribute("href")


def test_a_page_says_when_it_was_changed_and_whom_to_write_to(page: Page, public_sample: Path, sample: str) -> None:
    with served(public_sample) as base:
        page.goto(f"{base}topics/money/")
        foot = page.get_by_role("region", name="About this page")
        expect(foot).to_contain_text("Last change on 10 January 2026: The site was made")
        for name, target in (("Report a mistake", "/issues/new"), ("discuss this page", "/discussions")):
            link = foot.get_by_role("link", name=name)
            expect(link).to_be_visible()
            assert (link.get_attribute("href") or "").startswith(f"{REPOSITORY}{target}")
        page.goto(f"{base}topics/money/#references")
        assert (link_to_form(page) or "").endswith(".md%23references")
    page.goto(sample)
    expect(page.get_by_role("link", name="Report a mistake")).to_have_count(0)


def test_pictures_keep_the_room_that_they_take(page: Page, sample: str) -> None:
    """A picture that comes late takes the room that was kept for it, so that nothing below it moves."""
    page.goto(sample + "reference/data/")
    sizes = page.locator("article img").evaluate_all("""images => Promise.all(images.map(async image => {
        const kept = image.clientHeight;
        image.loading = "eager";
        await image.decode();
        return [kept, image.clientHeight];
    }))""")
    assert len(sizes) > 4
    for kept, taken in sizes:
        assert kept == taken > 100
