"""Readers' walks through the site from end to end, on a desktop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(params=WIDTHS, ids=WIDTHS)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a desktop, or of a phone with a touch screen."""
    width, height = WIDTHS[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=width < 500, color_scheme="light", accept_downloads=True
    )
    yield context.new_page()
    context.close()


def test_a_fact_is_found_by_search_and_followed_to_its_source_and_back(reader: Page, sample: str) -> None:
    reader.goto(sample)
    reader.keyboard.press("/")
    reader.get_by_role("textbox", name="Search").fill("success rate")
    expect(reader.locator(".rd-hit").first).to_be_visible(timeout=15000)
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(r"/(topics|reference)/"))
    reader.goto(sample + "topics/modes/")
    citation = reader.locator(".rd-cite a").first
    citation.evaluate("link => location.assign(link.href)")  # the first touch shows the source, the second leads there
    source = reader.locator(".rd-references li:target")
    expect(source).to_be_visible()
    expect(source.locator("a.rd-out").first).to_be_visible()
    source.locator(".rd-back").click()
    assert re.search(r"#cite-\d+$", reader.url)


def test_the_palette_stays_as_chosen_on_the_next_page(reader: Page, sample: str) -> None:
    reader.goto(sample)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = reader.evaluate(ground)
    reader.locator("label[title='Switch to dark mode']").click()
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    dark = reader.evaluate(ground)
    assert dark != light
    reader.goto(sample + "places/")
    assert reader.evaluate(ground) == dark


def test_a_table_is_sorted_and_cut_down_to_the_rows_looked_for(reader: Page, sample: str) -> None:
    reader.goto(sample + "reference/data/places/")
    figure = reader.locator("#series-places")
    table = figure.locator("table")
    head = table.locator("th[scope=col]", has=reader.locator("button.rd-sort")).last
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", re.compile("ascending|descending"))
    column = head.evaluate("e => e.cellIndex")
    read = """(table, column) => [...table.tBodies[0].rows].filter(row => row.checkVisibility())
        .map(row => row.cells[column].textContent)"""
    first = table.evaluate(read, column)
    head.get_by_role("button").press("Enter")
    assert table.evaluate(read, column) != first
    figure.get_by_label("Filter rows").fill("Centre")
    expect(table.locator("tbody tr:visible").first).to_contain_text("Centre")
    names = table.locator("tbody tr:visible").all_inner_texts()
    assert names
    assert all("Centre" in text for text in names)


def test_data_are_taken_along(reader: Page, sample: str, tmp_path: Path) -> None:
    reader.goto(sample + "reference/data/national/")
    with reader.expect_download() as wait:
        reader.locator("a[download][href$='data/series/national.csv']").first.click()
    saved = tmp_path / "data.csv"
    wait.value.save_as(saved)
    head, *rows = saved.read_text(encoding="utf-8-sig").splitlines()
    assert "share" in head.split(",")
    assert any(row.startswith("2024,") for row in rows)


def test_a_term_is_read_by_keyboard(reader: Page, sample: str) -> None:
    reader.goto(sample)
    term = reader.locator("a.rd-term").first
    term.focus()
    tip = reader.get_by_role("tooltip")
    expect(tip).to_be_visible()
    assert re.search(r"[\u4e00-\u9fff]", tip.inner_text())
    reader.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    reader.keyboard.press("Enter")
    expect(reader.locator(":target")).to_be_visible()


def test_a_page_goes_to_paper_in_ink_on_white(reader: Page, sample: str) -> None:
    reader.goto(sample + "topics/modes/")
    reader.emulate_media(media="print", color_scheme="dark")
    for part in (".md-header", ".md-sidebar", ".rd-downloads"):
        for element in reader.locator(part).all():
            expect(element).to_be_hidden()
    assert reader.pdf()[:5] == b"%PDF-"
