"""Tables: signs instead of repeated words, sources at the figure, filters and sorting that say what they did."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from conftest import copy_site, refdesk

WITH_TABLES = (
    "hubs/", "hubs/shandong/", "pivot/two-modes/", "pillars/funding/", "bottlenecks/list-of-35/", "check-the-report/",
    "reference/data/rd_national/", "reference/data/contrast/", "reference/data/nsfc/", "reference/data/rd_by_province/",
)  # fmt: skip


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


def test_a_filter_says_how_many_it_shows_and_paper_shows_these(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    for address, entry in (("reference/timeline/", "li"), ("check-the-report/", "tr")):
        page.goto(served_site + address)
        figure = page.locator(".rd-figure:has(.rd-filter)").first
        entries = figure.locator(f"{entry}[data-kind]")
        all_of_them = entries.count()
        status = figure.locator(".rd-filter").get_by_role("status")
        expect(status).to_be_empty()
        figure.get_by_role("button").nth(1).press("Enter")
        shown = figure.locator(f"{entry}[data-kind]:visible").count()
        assert 0 < shown < all_of_them
        expect(status).to_have_text(f"{shown} of {all_of_them} shown")
        page.emulate_media(media="print")
        expect(figure.locator(f"{entry}[data-kind]:visible")).to_have_count(shown)
        page.emulate_media(media="screen")
        figure.get_by_role("button").first.press("Enter")
        expect(status).to_have_text(f"All {all_of_them} shown")


def test_two_filters_count_the_rows_that_both_leave(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(f"{served_site}check-the-report/")
    figure = page.locator(".rd-figure:has(.rd-filter)").first
    visible = figure.locator("tbody tr:visible")
    by_kind, by_words = figure.locator(".rd-shown"), figure.locator(".rd-status")
    figure.get_by_role("button", name="Conflicts with the record").press("Enter")
    of_kind = visible.count()
    figure.get_by_label("Filter rows").fill("shandong")
    both = visible.count()
    assert 0 < both < of_kind
    expect(by_words).to_have_text(f"{both} of {of_kind} rows, with “shandong”")
    expect(by_kind).to_be_empty()
    figure.get_by_role("button", name="All").press("Enter")
    assert visible.count() > both
    expect(by_words).to_have_text(f"{visible.count()} of {figure.locator('tbody tr').count()} rows, with “shandong”")
    expect(by_kind).to_contain_text(f"{visible.count()} of")


@pytest.mark.parametrize(
    ("address", "kind"), [("reference/timeline/", "Law"), ("check-the-report/", "Conflicts with the record")]
)
def test_a_link_to_an_entry_that_a_filter_hides_shows_it(
    context: BrowserContext, served_site: str, address: str, kind: str
) -> None:
    page = context.new_page()
    page.goto(served_site + address)
    first = page.locator("[data-kind]").first
    page.get_by_role("button", name=kind).press("Enter")
    expect(first).to_be_hidden()
    page.evaluate("id => { location.hash = '#' + id; }", first.get_attribute("id"))
    expect(first).to_be_in_viewport()


# Words of the cells that stand on more than one line (a break at a hyphen is none within a word); the highest row in
# lines of text; how far the figures of a column are from standing one below the other; captions wider than their box.
FORM = """() => {
    document.querySelectorAll('details').forEach(box => { box.open = true; });
    const tables = Array.from(document.querySelectorAll('table.rd-table')).filter(table => table.offsetParent);
    const broken = table => Array.from(table.querySelectorAll('th, td')).flatMap(cell => {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walk.nextNode()) {
            for (const word of walk.currentNode.data.matchAll(/[a-z]+/gi)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                const tops = new Set(Array.from(range.getClientRects(), box => Math.round(box.top)));
                if (tops.size > 1) found.push(word[0]);
            }
        }
        return found;
    });
    const highest = table => Math.max(...Array.from(table.tBodies[0].rows, row => row.offsetHeight));
    const uneven = table => Math.max(0, ...Array.from(table.tHead.rows[0].cells, (head, column) => {
        const figures = Array.from(table.tBodies[0].rows, row => row.cells[column])
            .filter(cell => cell.matches('.rd-number')).map(cell => cell.querySelector(':scope > a')).filter(Boolean);
        const ends = figures.map(figure => figure.getBoundingClientRect().right);
        return ends.length ? Math.max(...ends) - Math.min(...ends) : 0;
    }));
    const cut = table => table.caption && table.caption.offsetWidth > table.closest('.rd-scroll').clientWidth + 1;
    return tables.map(table => ({
        name: table.caption ? table.caption.textContent : table.textContent.slice(0, 40),
        broken: broken(table),
        lines: table.matches('.rd-series') ? highest(table) / parseFloat(getComputedStyle(table).lineHeight) : 0,
        uneven: table.matches('.rd-data') ? uneven(table) : 0,
        cut: cut(table),
    }));
}"""
LINES = 10


def faults(found: list[dict[str, Any]]) -> list[str]:
    told = [f"{table['name']}: {table['broken']} broken" for table in found if table["broken"]]
    told += [f"{table['name']}: a row of {table['lines']:.0f} lines" for table in found if table["lines"] > LINES]
    told += [f"{table['name']}: figures uneven by {table['uneven']}" for table in found if table["uneven"] > 1]
    return told + [f"{table['name']}: caption cut" for table in found if table["cut"]]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_tables_break_no_word_and_keep_figures_in_line(browser: Browser, served_site: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    told: dict[str, list[str]] = {}
    for address in WITH_TABLES:
        page.goto(served_site + address)
        found = page.evaluate(FORM)
        assert found, address
        told[address] = faults(found)
        wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], address
    assert {address: lines for address, lines in told.items() if lines} == {}


def test_a_broken_word_and_uneven_figures_would_be_seen(browser: Browser, served_site: str) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 900}, bypass_csp=True).new_page()
    page.goto(served_site + "pillars/funding/")
    assert faults(page.evaluate(FORM)) == []
    page.add_style_tag(
        content="""
        .md-typeset table.rd-data th { width: 2rem; max-width: 2rem; word-break: break-all; }
        .md-typeset table.rd-data .rd-fn { width: auto; }
        .md-typeset .rd-scroll > table > caption { max-width: none; }
    """
    )
    told = " ".join(faults(page.evaluate(FORM)))
    assert "broken" in told
    assert "uneven" in told
    assert "caption cut" in told


def test_caption_and_first_column_stay_where_a_table_scrolls(browser: Browser, served_site: str) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 900}).new_page()
    page.goto(served_site + "reference/data/rd_national/")
    box = page.locator("#series-rd-national .rd-scroll")
    places = (
        "box => ['caption', 'tbody th', 'thead th'].map(name => box.querySelector(name).getBoundingClientRect().left)"
    )
    before = box.evaluate(places)
    box.evaluate("box => { box.scrollLeft = 200; }")
    assert box.evaluate("box => box.scrollLeft") == 200
    assert box.evaluate(places) == before


@pytest.mark.parametrize("width", [390, 1280])
def test_the_mark_of_a_verdict_stands_beside_its_first_word(browser: Browser, served_site: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(served_site + "check-the-report/")
    gaps = page.locator(".rd-verdict").evaluate_all("""verdicts => verdicts.map(verdict => {
        const range = document.createRange();
        range.selectNodeContents(verdict);
        return range.getClientRects()[0].top - verdict.getBoundingClientRect().top;
    })""")
    assert len(gaps) > 20
    assert max(gaps) < 6


def test_a_table_says_when_no_row_is_left(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(f"{served_site}reference/data/rd_intensity_2023_revised/")
    figure = page.locator("#series-rd-intensity-2023-revised")
    rows = figure.locator("tbody tr")
    figure.get_by_label("Filter rows").fill("atlantis")
    expect(figure.locator("tbody tr:visible")).to_have_count(0)
    expect(figure.get_by_role("status")).to_have_text(f"No row holds these words; the table has {rows.count()} rows")


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


def test_notes_of_cells_lead_back_to_the_mark_that_was_followed(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(f"{served_site}pillars/funding/")
    figure = page.locator("#chart-rd-by-type")
    figure.locator("summary").click()
    note = figure.locator(".rd-cell-notes > li").nth(3)
    marks = figure.locator(f"a[href='#{note.get_attribute('id')}']")
    assert marks.count() > 1
    back = note.get_by_role("link", name="Back to the figure with the mark 4", exact=True)
    for followed in (None, 1, 0):
        if followed is not None:
            marks.nth(followed).click()
        back.click()
        assert marks.evaluate_all("marks => marks.map(mark => mark.matches(':target'))").index(True) == (followed or 0)


def test_every_note_of_a_cell_has_a_way_back_and_an_address_of_its_own(
    context: BrowserContext, served_site: str
) -> None:
    page = context.new_page()
    for address in ("pillars/funding/", "reference/data/rd_national/", "hubs/"):
        page.goto(served_site + address)
        count, ids = page.evaluate("""() => {
            const backs = Array.from(document.querySelectorAll('.rd-cell-notes > li > .rd-back:last-child'));
            return [document.querySelectorAll('.rd-cell-notes > li').length, backs.map(back => back.hash.slice(1))];
        }""")
        assert count == len(ids) == len(set(ids)) > 0
        assert page.evaluate("ids => ids.every(id => document.getElementById(id).matches('.rd-fn a'))", ids)


def test_columns_of_figures_with_notes_are_sorted_by_the_figures(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(f"{served_site}pillars/funding/")
    figure = page.locator("#chart-rd-by-type")
    figure.locator("summary").click()
    figure.get_by_role("button", name="Experimental development").click()
    column = figure.locator("tbody tr td:nth-child(4) > a:first-child")
    values = [float(text.replace(",", "")) for text in column.all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert len(values) > 20
