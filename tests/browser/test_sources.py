"""The list of sources: what an entry says, the filter that keeps its words in the address, the box at a citation."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from site_server import served

ENTRIES = ".rd-sources > li"


def test_the_filter_keeps_its_words_in_the_address(page: Page, sample: str) -> None:
    page.goto(sample + "reference/sources/")
    every = page.locator(ENTRIES).count()
    first = page.locator(ENTRIES).first
    expect(first).to_be_hidden()
    word = first.locator("cite").first.text_content() or ""
    page.get_by_role("searchbox", name="Filter sources").fill(word)
    expect(first).to_be_visible()
    left = page.locator(f"{ENTRIES}:visible").count()
    assert left < every
    page.goto(page.url)
    expect(page.locator(f"{ENTRIES}:visible")).to_have_count(left)
    assert page.locator("h2:visible + .rd-fold").evaluate_all(
        "groups => groups.every(group => group.open && group.querySelector('li:not(.rd-away)'))"
    ), "a heading without sources is left"


def test_a_link_to_a_source_that_is_filtered_out_shows_it(page: Page, sample: str) -> None:
    page.goto(sample + "reference/sources/?find=nothing-has-this-word")
    expect(page.locator(f"{ENTRIES}:visible")).to_have_count(0)
    page.evaluate("location.hash = document.querySelector('.rd-sources > li').id")
    expect(page.locator(ENTRIES).first).to_be_visible()


def test_a_source_leads_to_the_place_where_a_page_cites_it(page: Page, sample: str) -> None:
    page.goto(sample + "reference/sources/")
    page.evaluate("location.hash = document.querySelector('.rd-cited a[href*=\"#ref-\"]').closest('li').id")
    source = page.locator(".rd-sources :target")
    name = (source.get_attribute("id") or "").removeprefix("source-")
    source.locator(".rd-cited a[href*='#ref-']").first.click()
    cited = page.locator(f"#ref-{name}")
    expect(cited).to_be_in_viewport()
    cited.locator(".rd-back").click()
    expect(page.locator(".rd-cite :target")).to_be_in_viewport()


def test_beside_an_entry_its_key_is_copied_and_its_line_is_edited(
    page: Page, public_sample: Path, sample_root: Path
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with served(public_sample) as address:
        for place, entry, name in (
            ("reference/sources/", ENTRIES, "source-"),
            ("reference/glossary/", ".rd-entry", ""),
            ("reference/data/national/", ".rd-series tbody tr", "row-"),
        ):
            page.goto(address + place)
            page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true; })")
            last = page.locator(entry).last
            assert not last.locator(".rd-tools").count(), "a long list is as light as it was"
            last.locator(".rd-anchor, .rd-row").first.focus()
            file, _, line = (last.get_by_role("link", name="Edit ").get_attribute("href") or "").partition("#L")
            path = file.partition("/blob/main/")[2]
            text = (sample_root / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            shown = last.get_attribute("id") or last.locator("h3").get_attribute("id") or ""
            assert shown.removeprefix(name) in text
            if name == "source-":
                last.get_by_role("button", name="Copy key").click()
                expect(last.get_by_role("button", name="Copied")).to_be_visible()
                assert page.evaluate("navigator.clipboard.readText()") == f"[@{shown.removeprefix(name)}]"


def test_the_arrow_of_an_outside_link_stands_behind_its_words(page: Page, sample: str) -> None:
    page.goto(sample + "reference/sources/")
    page.locator(".rd-fold > summary").first.click()
    indents = page.locator(f"{ENTRIES} a[rel~=external]").evaluate_all(
        "links => links.map(link => getComputedStyle(link, '::after').textIndent)"
    )
    assert set(indents) == {"0px"}


def test_the_box_at_a_citation_says_the_kind_and_how_it_was_read(page: Page, sample: str) -> None:
    page.goto(sample)
    page.locator(".rd-cite a").first.hover()
    box = page.locator(".rd-tip")
    expect(box).to_contain_text("other press")
    expect(box).to_contain_text("Excerpt read")
    expect(box).not_to_contain_text("archived copies")
