"""Tables: sources at the figure, filters and sorting that say what they did."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from conftest import DESKTOP, copy_sample, resize
from layout import table_faults
from refdesk.check import check
from refdesk.site.site import load_site


def test_weak_sources_are_told_by_one_word_in_tables_and_in_text(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/modes/")
    for place in ("table", "article > p"):
        word = page.locator(f"{place} .rd-weak").first
        expect(word).to_have_text(", weak")
        expect(word).to_be_visible()
        assert word.evaluate("word => [...word.getClientRects()].every(({ width }) => width > 20)")


def test_a_figure_with_a_source_of_its_own_leads_to_it(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(viewport=DESKTOP, java_script_enabled=False)
    page.goto(f"{sample}reference/data/national/")
    figure = page.locator("#series-national")
    expect(figure.get_by_role("columnheader", name="Source of the revision")).to_have_count(0)
    cell = figure.locator("#row-2023 td", has_text=re.compile(r"^2\.79")).first
    link = cell.get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    note = page.locator(f"#{page.url.partition('#')[2]}")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Bureau of Numbers 2025")
    expect(figure.get_by_role("list", name="Sources and notes of the figures")).to_contain_text("Numbers 2025")
    page.emulate_media(media="print")
    expect(note).to_be_visible()
    plain = figure.locator("#row-2002 td.rd-number sup")
    expect(plain).to_have_count(0)


def test_a_filter_says_how_many_it_shows_and_paper_shows_these(page: Page, sample: str) -> None:
    for address, entry in (("reference/timeline/", "li"), ("topics/claims/", "tr")):
        page.goto(sample + address)
        figure = page.locator(".rd-figure:has(.rd-filter)").first
        entries = figure.locator(f"{entry}[data-kind]")
        all_of_them = entries.count()
        status = figure.locator(".rd-filter").get_by_role("status")
        expect(status).to_be_empty()
        buttons = figure.locator(".rd-filter button")
        for at in range(1, buttons.count()):
            buttons.nth(at).press("Enter")
            expect(buttons.nth(at)).to_have_attribute("aria-pressed", "true")
            shown = figure.locator(f"{entry}[data-kind]:visible").count()
            assert 0 < shown < all_of_them
            assert buttons.nth(at).locator(".rd-count").inner_text() == str(shown)
            expect(status).to_have_text(f"{shown} of {all_of_them} shown")
        page.emulate_media(media="print")
        expect(figure.locator(f"{entry}[data-kind]:visible")).to_have_count(shown)
        page.emulate_media(media="screen")
        buttons.first.press("Enter")
        expect(status).to_have_text(f"All {all_of_them} shown")


def test_two_filters_count_the_rows_that_both_leave(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/claims/")
    figure = page.locator(".rd-figure:has(.rd-filter)").first
    visible = figure.locator("tbody tr:visible")
    by_kind, by_words = figure.locator(".rd-shown"), figure.locator(".rd-status")
    figure.get_by_role("button", name="Conflicts with the record").press("Enter")
    of_kind = visible.count()
    expect(by_words).to_have_text(f"{of_kind} rows")
    figure.get_by_label("Filter rows").fill("north")
    both = visible.count()
    assert 0 < both < of_kind
    expect(by_words).to_have_text(f"{both} of {of_kind} rows, with “north”")
    expect(by_kind).to_be_empty()
    figure.get_by_role("button", name=re.compile(r"^All \d")).press("Enter")
    assert visible.count() > both
    expect(by_words).to_have_text(f"{visible.count()} of {figure.locator('tbody tr').count()} rows, with “north”")
    expect(by_kind).to_contain_text(f"{visible.count()} of")


@pytest.mark.parametrize(
    ("address", "kind"), [("reference/timeline/", "Plan"), ("topics/claims/", "Conflicts with the record")]
)
def test_a_link_to_an_entry_that_a_filter_hides_shows_it(page: Page, sample: str, address: str, kind: str) -> None:
    page.goto(sample + address)
    first = page.locator("[data-kind]").first
    page.get_by_role("button", name=kind).press("Enter")
    expect(first).to_be_hidden()
    page.evaluate("id => { location.hash = '#' + id; }", first.get_attribute("id"))
    expect(first).to_be_in_viewport()


def test_a_broken_word_and_uneven_figures_would_be_seen(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(viewport={"width": 390, "height": 900}, bypass_csp=True)
    page.goto(sample + "topics/money/")
    assert list(table_faults(page)) == []
    page.evaluate("""() => {
        const table = (head, row) => `<div class="rd-scroll"><table class="rd-table rd-stack"><thead><tr>${head}</tr>
            </thead><tbody><tr>${row}</tr></tbody></table></div>`;
        document.querySelector("article").insertAdjacentHTML("beforeend",
            table("<th>Place</th><th>2023</th><th>2024</th>", "<td>North</td><td>2.5%</td><td>2.65%</td>")
            + table("<th>Field</th>", "<td><ul class='out'><li>lenses</li></ul><b lang='zh-Hans'>山东大学</b></td>"));
    }""")
    page.add_style_tag(
        content="""
        .md-content .md-typeset table.rd-table ul.out { padding-left: 0; }
        .md-typeset table b[lang="zh-Hans"] { display: block; width: 2em; word-break: normal; }
        .md-typeset table.rd-data th { width: 2rem; max-width: 2rem; word-break: break-all; }
        .md-typeset table.rd-data .rd-fn { width: auto; }
        .md-typeset .rd-scroll > table > caption { max-width: none; }
    """
    )
    told = " ".join(table_faults(page))
    for kind in ("broken", "uneven", "caption cut", "stand in cards", "bullets cut", "'山东大学'"):
        assert kind in told


def test_caption_and_first_column_stay_where_a_table_scrolls(page: Page, sample: str) -> None:
    page.goto(sample + "reference/data/national/")
    resize(page, 390)
    box = page.locator("#series-national .rd-scroll")
    places = (
        "box => ['caption', 'tbody th', 'thead th'].map(name => box.querySelector(name).getBoundingClientRect().left)"
    )
    before = box.evaluate(places)
    box.evaluate("box => { box.scrollLeft = 200; }")
    assert box.evaluate("box => box.scrollLeft") == 200
    assert box.evaluate(places) == before


def test_the_mark_of_a_verdict_stands_beside_its_first_word(page: Page, sample: str) -> None:
    page.goto(sample + "topics/claims/")
    for width in (390, 1280):
        resize(page, width)
        gaps = page.locator(".rd-verdict:visible").evaluate_all("""verdicts => verdicts.map(verdict => {
            const range = document.createRange();
            range.selectNodeContents(verdict);
            return range.getClientRects()[0].top - verdict.getBoundingClientRect().top;
        })""")
        assert len(gaps) >= 16
        assert max(gaps) < 6, width


def test_a_table_says_when_no_row_is_left(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/data/national/")
    figure = page.locator("#series-national")
    figure.get_by_label("Filter rows").fill("atlantis")
    expect(figure.locator("tbody tr:visible")).to_have_count(0)
    expect(figure.get_by_role("status")).to_have_text("No row holds these words; the table has 25 rows")


@pytest.mark.parametrize("wrong", ["revision_sources", "intensity"])
def test_a_wrong_column_of_sources_is_reported_at_its_place(wrong: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    path = "docs/data/series/national.yml"
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(
        text.replace("source_column: revision_source", f"source_column: {wrong}"), encoding="utf-8"
    )
    line = text[: text.index("source_column")].count("\n") + 1
    [problem] = [problem for problem in check(load_site(root)).problems if problem.path == path]
    assert (problem.line, problem.code) == (line, "unknown-field")
    assert problem.message.startswith(f"'{wrong}' is no column of sources")


def test_notes_of_cells_lead_back_to_the_mark_that_was_followed(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/money/")
    figure = page.locator("#chart-by-type")
    figure.get_by_text("Show the numbers").click()
    note = figure.locator(".rd-cell-notes > li").first
    marks = figure.locator(f"a[href='#{note.get_attribute('id')}']")
    assert marks.count() > 1
    back = note.get_by_role("link", name="Back to the figure with the mark 1", exact=True)
    for followed in (None, 1, 0):
        if followed is not None:
            marks.nth(followed).click()
        back.click()
        assert marks.evaluate_all("marks => marks.map(mark => mark.matches(':target'))").index(True) == (followed or 0)


def test_every_note_of_a_cell_has_a_way_back_and_an_address_of_its_own(page: Page, sample: str) -> None:
    for address in ("topics/money/", "reference/data/national/", "places/"):
        page.goto(sample + address)
        count, ids = page.evaluate("""() => {
            const backs = Array.from(document.querySelectorAll('.rd-cell-notes > li > .rd-back:last-child'));
            return [document.querySelectorAll('.rd-cell-notes > li').length, backs.map(back => back.hash.slice(1))];
        }""")
        assert count == len(ids) == len(set(ids)) > 0
        assert page.evaluate("ids => ids.every(id => document.getElementById(id).matches('.rd-fn a'))", ids)


def test_columns_of_figures_with_notes_are_sorted_by_the_figures(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/money/")
    figure = page.locator("#chart-by-type")
    figure.get_by_text("Show the numbers").click()
    figure.get_by_role("button", name="Experimental development").click()
    column = figure.locator("tbody tr td:nth-child(4) > a:first-child")
    values = [float(text.replace(",", "")) for text in column.all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert len(values) > 20


def test_the_whole_timeline_begins_with_the_newest_year_and_folds_the_others(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/timeline/")
    times = page.locator(".rd-timeline time")
    dates: list[str] = times.evaluate_all("all => all.map(one => one.dateTime)")
    assert dates == sorted(dates, reverse=True)
    newest = [date for date in dates if date[:4] == dates[0][:4]]
    shown = page.locator(".rd-timeline time:visible").evaluate_all("all => all.map(one => one.dateTime)")
    assert shown == newest != dates
    events = page.locator(".rd-timeline > li")
    field = page.get_by_role("searchbox", name="Filter events")
    field.fill(events.last.locator("strong").text_content() or "")
    expect(events.last).to_be_visible()
    expect(events.first).to_be_hidden()
    field.fill("")
    expect(page.locator(".rd-timeline > li:visible")).to_have_count(len(newest))


def test_events_of_a_month_stand_in_two_lanes_and_on_a_phone_in_one(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/timeline/")
    page.locator(".rd-events .rd-fold").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    lanes = [page.locator(f".rd-timeline > .rd-lane-{lane}") for lane in (1, 2)]
    heads = [page.locator(f".rd-lanes > .rd-lane-{lane}") for lane in (1, 2)]

    def left(locator: Locator) -> set[int]:
        return {round(x) for x in locator.evaluate_all("all => all.map((one) => one.getBoundingClientRect().x)")}

    resize(page, 1280)
    first, second = left(lanes[0]), left(lanes[1])
    assert len(first) == len(second) == 1
    assert max(first) + 300 < min(second)
    assert max(left(heads[0])) < min(second) - 300
    resize(page, 390)
    assert left(lanes[0]) == left(lanes[1])


def test_the_groups_of_the_glossary_name_their_terms_and_a_link_to_one_opens_its_group(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/glossary/")
    term = page.locator(".rd-entry h3").last
    expect(term).to_be_hidden()
    name = term.evaluate("heading => heading.firstChild.data.trim()")
    expect(page.locator(".rd-fold:has(.rd-entry) > summary").last).to_contain_text(name)
    page.goto(f"{page.url}#{term.get_attribute('id')}")
    expect(term).to_be_visible()


def test_a_big_table_begins_with_the_newest_and_says_what_it_does_not_show(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/data/places/")
    figure = page.locator("#series-places")
    status, box = figure.locator(".rd-status"), figure.locator(".rd-scroll")
    years = figure.locator("tbody th").all_inner_texts()
    assert years == sorted(years, reverse=True)
    expect(status).to_have_text(re.compile(rf"^\d+ of {len(years)} rows in view$"))
    expect(box).to_have_class(re.compile("rd-more-below"))
    resize(page, 320)
    expect(status).to_contain_text("more columns to the right")
    expect(box).to_have_class(re.compile("rd-more-right"))
    figure.get_by_role("button", name="Show all").click()
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1


def test_a_filter_of_a_list_stays_in_the_address(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/glossary/")
    every = page.locator(".rd-entry").count()
    entries = page.locator(".rd-entry:visible")
    page.get_by_label("Filter terms").fill("research")
    expect(page.locator(".rd-status")).to_contain_text(f"of {every} shown")
    found = entries.count()
    assert 0 < found < every
    page.reload()
    assert entries.count() == found


def test_a_tile_of_the_board_opens_its_card_in_place_and_the_address_keeps_both(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/lenses/")
    board = page.locator("#table-bottlenecks")
    tiles = board.locator("summary:visible")
    assert tiles.count() == 6
    board.get_by_role("button", name="Reversed").click()
    [name] = tiles.all_inner_texts()
    assert name == "Prisms"
    before = tiles.bounding_box()
    tiles.press("Enter")
    card = board.locator(".rd-card:visible")
    expect(card).to_contain_text("What became of it")
    assert tiles.bounding_box() == before
    page.reload()
    expect(card).to_be_in_viewport()
    assert tiles.all_inner_texts() == [name]
    tiles.press("Enter")
    expect(card).to_have_count(0)
    assert "#" not in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_the_box_says_who_says_so_and_leads_to_the_controls(
    new_page: Callable[..., Page], sample: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page.goto(f"{sample}topics/lenses/")
    box = page.get_by_role("complementary", name="Record: Lenses")
    expect(box).to_contain_text("its maker, by its own account; no test named")
    expect(box).to_contain_text("the ministry; tested by the bureau")
    expect(box.get_by_role("link", name="Prisms")).to_be_visible()
    board = page.locator("#table-bottlenecks")
    expect(board).to_contain_text(re.compile(r"Not known\s*4"))
    board.locator("summary", has_text="Prisms").click()
    expect(board.locator(".rd-card:visible")).to_contain_text("What became of it")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box.get_by_role("link", name="Otherland, August 2023").click()
    expect(page.locator(":target")).to_contain_text("Licences for lenses")


def test_the_map_of_facilities_counts_what_its_list_tells(page: Page, sample: str) -> None:
    page.goto(f"{sample}places/")
    figure = page.locator("#facilities")
    expect(figure.get_by_role("img")).to_contain_text("North: 1")
    figure.locator("summary").click()
    expect(figure.locator("#facilities-NN")).to_contain_text("Neutron source")
    expect(figure.locator("dt")).to_have_count(1)
