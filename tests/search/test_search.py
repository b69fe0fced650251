"""The search in a real browser: what comes first, keys, shared links, no network, the same from the disk.

How well it answers is measured on the site; what the box shows and does is looked at on the sample.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import lxml.html
import opencc
import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pypinyin import Style, pinyin

from publishing import watched
from refdesk.blocks.shown import holder
from refdesk.html.text import parse
from refdesk.search.chinese import readings, traditional_forms
from refdesk.search.sections import Section, read_sections
from refdesk.site.site import Site
from search.measure import (
    ROOT,
    Query,
    ask,
    load_queries,
    open_search,
    source_path,
    type_query,
    unseen_queries,
)
from waiting import wait_until

PLAIN = Path(__file__).with_name("plain.yml")


def box(page: Page) -> Locator:
    """The search box of a page, opened by the keyboard."""
    page.keyboard.press("/")
    found = page.get_by_role("textbox", name="Search")
    expect(found).to_be_focused()
    return found


def fill(page: Page, typed: str) -> Locator:
    """Type a query into the open box and wait for its results; the first of them."""
    page.get_by_role("textbox", name="Search").fill(typed)
    expect(page.locator(".rd-search-output")).to_have_attribute("data-query", typed)
    return page.locator(".rd-hit").first


def search(page: Page, address: str, typed: str) -> Locator:
    """Open a page and type a query; the first result."""
    page.goto(address)
    box(page)
    return fill(page, typed)


@pytest.fixture(scope="module")
def asked(browser: Browser, served_site: str) -> Iterator[Page]:
    """A page of the whole site with its search open, since reading the index takes a second; each test asks anew."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    open_search(page, served_site)
    yield page
    context.close()


def plain_queries() -> list[Query]:
    """The queries of plain.yml, of the kind that is the reason for which each must find its place."""
    groups = yaml.safe_load(PLAIN.read_text(encoding="utf-8"))
    return load_queries(query | {"kind": group["why"]} for group in groups for query in group["queries"])


def test_plain_searches_find_their_place_first(asked: Page, served_site: str) -> None:
    """All but one in a hundred do: a page that somebody adds may come before another."""
    answers = ask(asked, plain_queries(), served_site)
    later = [(one.query.kind, one.query.query, one.places[:3]) for one in answers if one.rank != 1]
    assert len(later) <= len(answers) // 100, later


MISSING = {
    "QZVX": "Nothing here has “QZVX”. ",
    "QZVX quantum": "Nothing here has “QZVX”. ",
    "Zebediah Quarterstaff": "Nothing here has “Zebediah”, “Quarterstaff”. ",
    "photresist": "Nothing here has “photresist”; shown is “photoresist”. ",
    "photoresist": "",
    "photoresis": "",  # so far
    "91919 billion": "Nothing here has “91919”. ",
    "28nm logic": "",  # which the site writes apart
    "provnice": "Nothing here has “provnice”; shown is “province”. ",
    "sciecne": "Nothing here has “sciecne”; shown is “science”. ",  # and titles in capitals
    "partership": "Nothing here has “partership”; shown is “partnership”. ",  # no “ership” follows a “part”
}


def test_a_name_that_the_site_does_not_have_is_said_to_be_missing(asked: Page) -> None:
    for typed, said in MISSING.items():
        fill(asked, typed)
        status = asked.locator(".rd-search-status").inner_text()
        assert status.startswith(said) if said else "Nothing here" not in status
        marked = set(asked.locator("mark").all_inner_texts())
        assert not {"卡脖子", "Huairou", "United", "States", "United States"} & marked


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2597.3亿元", "2597"),
        ("2597.3亿元", "2597.3"),
        ("2597.3亿元", "259.73 billion"),
        ("259.73 billion yuan", "2597.3亿"),
        ("259.73 billion yuan", "259"),
        ("259.73 billion yuan", "2600亿"),
        ("8000万元", "80 million"),
        ("12,000", "1.2万"),
    ],
)
def test_an_amount_is_found_in_every_size_and_by_how_it_begins(asked: Page, text: str, typed: str) -> None:
    tokens = "([text, inText]) => refdeskSearch.words(text).flatMap(one => refdeskSearch.ofWord(one, inText))"
    assert {*asked.evaluate(tokens, [typed, False])} <= {*asked.evaluate(tokens, [text, True])}


def data_page(site: Site, series: str) -> re.Pattern[str]:
    """Return what the address of the page of a series ends with, wherever that page has moved."""
    return re.compile(f"/{(holder(site, 'series', series) or '').removesuffix('.md')}/#row-")


def test_a_nation_comes_before_its_provinces_and_a_final_figure_before_its_estimate(asked: Page, loaded: Site) -> None:
    final, early = data_page(loaded, "rd_national"), data_page(loaded, "rd_national_preliminary")
    for typed, page in (("2024 R&D expenditure", final), ("R&D spending 2024", final), ("R&D intensity 2.68%", early)):
        fill(asked, typed)
        rows = asked.locator("a.rd-hit[href*='#row-']")
        expect(rows.first).to_have_attribute("href", page)


def test_a_series_on_one_place_answers_who_names_it(asked: Page, loaded: Site) -> None:
    for typed, series in (("R&D expenditure 2022", "rd_national"), ("shandong R&D expenditure 2022", "shandong")):
        expect(fill(asked, typed)).to_have_attribute("href", data_page(loaded, series))


def test_what_is_left_out_is_counted(asked: Page) -> None:
    fill(asked, "research")
    said = asked.get_by_role("search").get_by_role("status").inner_text()
    assert int(re.fullmatch(r"The first 30 of (\d+) results", said)[1]) > 30  # type: ignore[index]


def test_the_open_box_has_its_room_beside_the_languages(asked: Page) -> None:
    assert asked.locator(".rd-language").count() > 0
    assert asked.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_event_is_found_once(asked: Page) -> None:
    anchors: list[str] = asked.evaluate(
        "() => window.refdeskSearch.engine.docs.filter((doc) => doc.kind === 'event').map((doc) => doc.anchor)"
    )
    assert len(anchors) > 50
    assert len(anchors) == len(set(anchors))


def test_words_for_the_search_are_never_shown(asked: Page, served_site: str, built_site: Path) -> None:
    for typed in ("who attended the symposium", "山东研发目标", "cheat sheet of numbers"):
        type_query(asked, typed, served_site)
        option = asked.locator(".rd-hit").first
        href = urlsplit(option.get_attribute("href") or "").path.strip("/")
        html = (built_site.parent / href / "index.html").read_text(encoding="utf-8")
        shown = option.locator(".rd-hit-text").inner_text().strip(" …")
        page_read = lxml.html.fromstring(html)
        for mark in page_read.find_class("rd-cite"):  # which the index leaves out
            mark.drop_tree()
        text = re.sub(r"\W", "", page_read.text_content())
        assert re.sub(r"\W", "", shown)[:40] in text


def test_the_box_shows_what_the_search_answers(asked: Page, served_site: str) -> None:
    queries = plain_queries()[::10]
    shown = [type_query(asked, query.query, served_site, by_key=at < 5) for at, query in enumerate(queries)]
    assert shown == [answer.places for answer in ask(asked, queries, served_site)]


def test_every_answer_that_is_wanted_exists(built_site: Path) -> None:
    queries = [*plain_queries(), *unseen_queries()]
    assert len({query.query for query in queries}) == len(queries)
    places = {
        source_path(f"/{path.parent.relative_to(built_site).as_posix().removeprefix('.')}/", "/"): {
            re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), name)
            for name in re.findall(r' id="([^"]+)"', path.read_text(encoding="utf-8"))
        }
        for path in built_site.rglob("index.html")
    }
    wanted = {want for query in queries for want in query.want}
    lost = [want for want in wanted if not _is_place(want, places)]
    assert lost == []


def _is_place(want: str, places: dict[str, set[str]]) -> bool:
    path, _, anchor = want.partition("#")
    return path in places and (not anchor or anchor in places[path])


def test_every_row_that_can_be_found_has_its_anchor(asked: Page, built_site: Path) -> None:
    rows: list[tuple[str, str]] = asked.evaluate("""() => {
        const { docs, pages } = window.refdeskSearch.engine;
        return docs.filter(({ kind }) => kind === "data").map(({ page, anchor }) => [pages[page].url, anchor]);
    }""")
    assert rows
    texts = {url: (built_site / url / "index.html").read_text(encoding="utf-8") for url in {url for url, _ in rows}}
    assert [row for row in rows if f'<tr id="{row[1]}">' not in texts[row[0]]] == []


def test_a_misspelt_query_is_shown_with_what_was_read(page: Page, sample: str) -> None:
    first = search(page, sample, "symposum 30 april 2026")
    expect(page.locator(".rd-search-status")).to_contain_text("“symposum”; shown is “symposium”")
    assert "30" in " ".join(first.locator("mark").all_inner_texts())


def test_keys_choose_a_result(page: Page, sample: str) -> None:
    page.goto(sample + "topics/modes/")
    search = box(page)
    fill(page, "photoresist")
    fill(page, "lenses")
    results = page.locator(".rd-hit")
    page.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    page.keyboard.press("Enter")  # the first result
    page.wait_for_url("**/topics/lenses/**")


def test_escape_leads_back_to_where_the_reader_was(page: Page, sample: str) -> None:
    page.goto(sample)
    link = page.get_by_role("main").get_by_role("link").first
    link.focus()
    box(page)
    first = fill(page, "money")
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(link).to_be_focused()


def test_a_result_is_cut_between_words(page: Page, sample: str) -> None:
    open_search(page, sample)
    for typed in ("research", "photoresist", "money"):
        fill(page, typed)
        texts: list[tuple[str, str]] = page.evaluate("""() => {
            const { engine } = window.refdeskSearch, typed = document.querySelector(".rd-search-input").value;
            const shown = [...document.querySelectorAll(".rd-hit-text")].map((text) => text.textContent);
            return engine.search(typed).hits.map(({ names, text }, at) => [`${names.join(", ")} · ${text}`, shown[at]]);
        }""")
        for whole, shown in texts:
            last = re.sub(r"^… | …$", "", shown).split(" ")[-1]
            assert last in whole.split() or re.search(r"[\u3400-\u9fff]$", last), shown
            assert "\n" not in shown


def test_a_result_shows_heading_words_and_section(page: Page, sample: str) -> None:
    first = search(page, sample, "散裂中子源")
    expect(first.locator(".rd-hit-title")).to_have_text("Facilities")
    expect(first.locator(".rd-hit-place")).to_have_text("Places › North")
    expect(first.locator(".rd-hit-text mark").first).to_have_text("散裂中子源")


def test_a_name_is_shown_once_with_its_tones(page: Page, sample: str) -> None:
    text = search(page, sample, "jichu yanjiu").locator(".rd-hit-text")
    expect(text).to_contain_text("jīchǔ yánjiū")
    expect(text).not_to_contain_text("jichu yanjiu")


def test_a_source_is_shown_from_its_beginning(page: Page, sample: str) -> None:
    text = search(page, sample, "Scientists ask for patience at a symposium").locator(".rd-hit-text")
    expect(text).to_have_text(re.compile(r"^Ann Writer\. The Courier of Sunday"))


def test_a_shared_link_opens_the_results(page: Page, sample: str) -> None:
    page.goto(sample + "places/?q=卡脖子")
    expect(page.locator(".rd-hit").first).to_contain_text("ottleneck")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("卡脖子")


def test_what_was_typed_before_the_script_came_is_answered(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/scripts/site.js", hold)
    page.goto(sample, wait_until="commit")
    page.get_by_role("textbox", name="Search").fill("lenses")
    while not held:
        page.wait_for_timeout(50)
    held.pop().continue_()
    expect(page.locator(".rd-hit").first).to_contain_text("Lenses")


@pytest.mark.parametrize(
    ("typed", "address", "name"),
    [
        ("south vs north", "places/compare/?m=places.intensity&p=South~North", "South · North"),
        ("北方和南方", "places/compare/?m=places.intensity&p=North~South", "North · South"),
        ("beifang nanfang", "places/compare/?m=places.intensity&p=North~South", "North · South"),
        ("North and China", "places/compare/?m=places.intensity&p=North", "North · China"),
    ],
)
def test_names_of_places_lead_to_them_side_by_side(
    page: Page, sample: str, typed: str, address: str, name: str
) -> None:
    first = search(page, sample, typed)
    expect(first.locator(".rd-hit-title")).to_contain_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}")
    expect(page.locator("[data-part=lost]")).to_be_empty()
    for place in name.split(" · "):
        expect(page.locator("[data-part=facts] thead")).to_contain_text(place)


def test_who_asks_for_more_than_places_is_not_led_to_them(page: Page, sample: str) -> None:
    open_search(page, sample)
    for typed in ("north", "lenses in north and south"):
        expect(fill(page, typed)).to_be_visible()
        expect(page.locator("a.rd-hit[href*='m=']")).to_have_count(0)


def test_a_year_leads_to_the_row_that_holds_it(page: Page, sample: str) -> None:
    row = search(page, sample, "north 2023")
    expect(row.locator(".rd-hit-title")).to_have_text(re.compile("· North 2023$"))
    expect(row.locator(".rd-hit-text")).to_contain_text("Spending on research: 31.38 billion yuan")
    row.click()
    page.wait_for_url("**/reference/data/places/#row-2023-north")
    expect(page.locator("tr:target")).to_be_in_viewport()


def test_who_comes_back_from_a_result_finds_the_results_again(page: Page, sample: str) -> None:
    hit = search(page, sample, "north 2023")
    hit.click()
    page.wait_for_url("**#row-2023-north")
    page.go_back()
    expect(hit).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(hit).to_be_hidden()


def test_without_a_name_and_a_number_no_row_is_found(page: Page, sample: str) -> None:
    open_search(page, sample)
    for typed in ("North", "2023", "share of basic research"):
        expect(fill(page, typed)).to_be_visible()
        expect(page.locator("a.rd-hit[href*='#row-']")).to_have_count(0)


def test_a_row_is_called_by_the_labels_of_its_key(page: Page, sample: str) -> None:
    search(page, sample, "applications full year 2018")
    row = page.locator("a.rd-hit[href$='data/fund/#row-2018-full-year']")
    expect(row.locator(".rd-hit-title")).to_have_text(re.compile("· Full year 2018$"))
    search(page, sample, "growth of spending 2024")
    row = page.locator("a.rd-hit[href$='data/computed/#row-growth']")
    expect(row.locator(".rd-hit-title")).to_have_text(re.compile("· Growth of spending, 2023 to 2024$"))


def test_what_was_typed_is_shown_before_what_means_the_same(page: Page, sample: str) -> None:
    text = search(page, sample, "spending").locator(".rd-hit-text")
    expect(text.locator("mark").first).to_have_text(re.compile("^spen(ding|t)$", re.I))


def test_an_alias_leads_to_its_page(page: Page, sample: str) -> None:
    first = search(page, sample, "copyright")
    expect(first).to_have_attribute("href", re.compile("/topics/money/$"))
    expect(first).not_to_contain_text("copyright")


def test_the_words_of_a_section_lead_to_it(page: Page, sample: str) -> None:
    first = search(page, sample, "tribology")  # which no text says
    expect(first).to_have_attribute("href", re.compile("/topics/lenses/#the-dependence$"))
    expect(first).not_to_contain_text("tribology")


def test_nothing_found_is_said(page: Page, sample: str) -> None:
    page.goto(sample)
    box(page)
    page.get_by_role("textbox", name="Search").fill("glxssqrz")
    expect(page.locator(".rd-search-status")).to_have_text("Nothing here has “glxssqrz”. No results")
    expect(page.locator(".rd-hit")).to_have_count(0)


LONG = {
    "a long word": "innovation" * 100,
    "a longer one": "innovation" * 10_000,
    "words": "money from north to south " * 200,
    "Chinese": "基础研究卡脖子" * 1_429,
}


@pytest.mark.parametrize("kind", LONG)
def test_a_query_of_any_length_is_answered(new_page: Callable[..., Page], sample: str, kind: str) -> None:
    page = new_page()
    complaints = watched(page)
    status, field = page.locator(".rd-search-status"), page.get_by_role("textbox", name="Search")
    page.goto(f"{sample}?q={quote(LONG[kind][:1000])}")
    expect(status).to_contain_text("result")
    field.fill("money")
    expect(status).to_have_text(re.compile(r"^\d+ results$"))
    field.fill(LONG[kind])
    expect(page.locator(".rd-search-output")).not_to_have_attribute("data-query", "money")
    expect(status).to_contain_text("result")
    assert complaints == []


@pytest.mark.parametrize("kind", LONG)
def test_a_filter_of_any_length_answers(new_page: Callable[..., Page], sample: str, kind: str) -> None:
    page = new_page()
    complaints = watched(page)
    for path, field, entries in (
        ("reference/sources/", "[data-find]", ".rd-sources > li"),
        ("reference/data/places/", ".rd-find input", "#series-places tbody tr"),
        ("explore/", "[data-part=find]", "[data-part=places] label"),
    ):
        page.goto(sample + path)
        page.locator(field).evaluate(
            "(field, typed) => { field.value = typed; field.dispatchEvent(new Event('input', { bubbles: true })); }",
            f"qzvx {LONG[kind]}",
        )
        assert page.locator(f"{entries}:not(.rd-away, .rd-out, [hidden])").count() < page.locator(entries).count()
        page.reload()
    page.goto(f"{sample}404.html?lost=/{quote(LONG[kind][:5000])}")
    expect(page.locator("[data-rd-pages] a").first).to_be_visible()
    assert len(page.locator("[data-rd-asked]").input_value()) <= 1000
    assert complaints == []


def test_the_search_fits_a_phone(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(sample)
    page.locator("label.md-header__button[for=__search]").tap()
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()  # so that the keyboard opens
    assert field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16  # else the page is enlarged
    first = fill(page, "基础研究")
    expect(first).to_be_visible()
    wait_until(page, "() => (scrollTo(500, 0), scrollX === 0)")  # nothing is wider than the screen
    first.tap()
    page.wait_for_url("**/reference/glossary/#basic-research")


@pytest.mark.parametrize("start", ["index.html", "about/offline.html"])
def test_the_search_works_from_the_disk_without_a_network(
    new_page: Callable[..., Page], disk_site: Path, start: str
) -> None:
    page = new_page(offline=True)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    base = disk_site.as_uri() + "/"
    open_search(page, base + start)
    assert type_query(page, "卡脖子", base)
    assert type_query(page, "基礎研究", base)
    [first, *_] = type_query(page, "photresist", base)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first.replace('.md', '.html')}")
    expect(page.locator("h1")).to_be_visible()
    open_search(page, base + start)
    assert type_query(page, "北方 南方", base)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=title]")).to_contain_text("North, South")
    assert [url for url in asked if not url.startswith(base)] == []
    assert complaints == []


def test_sections_are_read_as_a_reader_sees_them() -> None:
    html = (
        '<h1>Title</h1><p>Lead <span class="rd-cite" data-search-exclude>[1]</span>, more.</p>'
        '<h2 id="a">One<a class="headerlink" href="#a">¶</a></h2><p>Text<b>ual</b></p><ul><li>x</li><li>y</li></ul>'
        '<table><tr id="row"><th scope="row"><a href="#">Name</a></th><td>cell</td>'
        '<td data-label="Number">9.5</td><td data-label="0 → 1">Long.</td></tr><tr><td>1</td><td>2</td></tr></table>'
        '<ol><li id="event-e"><p>2020</p><p><strong>What</strong> happened</p></li></ol><p>After</p>'
        "<label>Year <select><option>2020</option></select></label>"
    )
    assert read_sections(parse(html)) == [
        Section("", "", "Lead, more."),
        Section("a", "One", "Textual x y After\n1 · 2"),
        Section("row", "Name", "cell · 9.5 · 0 → 1: Long.", is_entry=True),
        Section("event-e", "What", "2020 happened", is_entry=True),
    ]


@pytest.mark.parametrize("html", ["", "text only", "<p", "<!-- -->", "<h2 id='x'></h2>", "&#0;\ufffd", "<b>" * 300])
def test_any_html_is_read(html: str) -> None:
    assert read_sections(parse(html))[0].anchor == ""


def test_readings_are_those_of_pypinyin() -> None:
    for syllable, signs in readings().items():
        first, _, later = signs.partition("|")
        for sign in first:
            assert pinyin(sign, style=Style.NORMAL, v_to_u=False)[0][0] == syllable, sign
        for sign in later:
            assert syllable in pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=False)[0], sign


def test_traditional_forms_are_those_of_opencc() -> None:
    simplify = opencc.OpenCC("t2s").convert
    forms = traditional_forms()
    pairs = dict(zip(forms[::2], forms[1::2], strict=True))
    assert {form: simple for form, simple in pairs.items() if simplify(form) not in {simple, form}} == {}


def test_the_library_is_the_file_that_its_origin_names() -> None:
    folder = ROOT / "overrides" / "assets" / "vendor" / "minisearch"
    digest = hashlib.sha256((folder / "minisearch.js").read_bytes()).hexdigest()
    assert f"SHA-256: {digest}" in (folder / "ORIGIN.txt").read_text(encoding="utf-8")
    assert (folder / "LICENSE.txt").is_file()


def test_the_search_is_loaded_when_it_is_first_used(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page()  # without the worker, which keeps the search by itself
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sample, wait_until="networkidle")
    assert [url for url in asked if "/search" in url] == []
    box(page)
    fill(page, "money")
    assert all(any(name in url for url in asked) for name in ("/search.js", "/search-index."))
