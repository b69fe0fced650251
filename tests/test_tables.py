"""Tables: signs instead of repeated words, sources at the figure, filters and sorting that say what they did."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from conftest import copy_site, refdesk


def test_a_single_source_is_a_sign_explained_once_below_the_table(built_site: Path) -> None:
    seen = 0
    for path in built_site.rglob("index.html"):
        page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        for table in page.iter("table"):
            signs = table.xpath(".//*[@class='rd-single']")
            box = table.xpath(
                "ancestor::figure[1] | self::*[not(ancestor::figure)]/ancestor::div[@class='rd-scroll'][1]"
            )
            notes = [note.text_content() for note in box[0].xpath(".//*[@class='rd-signs']")] if box else []
            assert notes == (["† rests on a single source"] if signs else []), f"{path}: {table.text_content()[:60]}"
            assert {sign.text_content() for sign in signs} <= {", single source"}
            seen += bool(signs)
    assert seen > 20


def test_the_sign_is_seen_and_its_words_are_heard(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(f"{served_site}pivot/two-modes/")
    sign = page.locator("table .rd-single").first
    box = sign.bounding_box()
    assert box is not None
    assert 2 < box["width"] < 10
    assert 6 < box["height"] < 30
    assert "†" in sign.evaluate("sign => getComputedStyle(sign, '::before').content")
    expect(page.get_by_role("table").first).to_contain_text(", single source")
    in_text = page.locator("article > p .rd-single").first
    wide = in_text.bounding_box()
    assert wide is not None
    assert wide["width"] > 30  # outside tables the words are there to be read


def test_a_figure_with_a_source_of_its_own_leads_to_it(browser: Browser, served_site: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False).new_page()
    page.goto(f"{served_site}reference/data/rd_national/")
    figure = page.locator("#series-rd-national")
    expect(figure.get_by_role("columnheader", name="Source of the revision")).to_have_count(0)
    cell = figure.locator("#row-2023 td", has_text=re.compile(r"^2\.58")).first
    link = cell.get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    note = page.locator(f"#{page.url.partition('#')[2]}")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("National Bureau of Statistics 2025")
    expect(figure.get_by_role("list", name="Sources and notes of the figures")).to_contain_text("Statistics 2025")
    page.emulate_media(media="print")
    expect(note).to_be_visible()
    plain = figure.locator("#row-2001 td.rd-number sup")
    expect(plain).to_have_count(0)


@pytest.mark.parametrize("wrong", ["revision_sources", "intensity"])
def test_a_wrong_column_of_sources_is_reported_at_its_place(wrong: str, tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    path = root / "docs" / "data" / "series" / "rd_national.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source_column: revision_source", f"source_column: {wrong}"), encoding="utf-8")
    line = text[: text.index("source_column")].count("\n") + 1
    report = refdesk("check", "--root", str(root))
    assert report.returncode == 1
    told = [found for found in report.stdout.splitlines() if "rd_national.yml" in found]
    assert told[0].startswith(f"docs/data/series/rd_national.yml:{line}:")
    assert f"unknown-field: '{wrong}' is no column of sources" in told[0]
