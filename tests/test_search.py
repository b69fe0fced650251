"""The search in a real browser: what comes first, keys, shared links, no network, the same from the disk."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from conftest import ROOT
from refdesk.search.chinese import readings, traditional_forms
from refdesk.search.sections import Section, read_sections
from search.measure import SUCCESS_AT_1, SUCCESS_AT_3, ask, ask_all, figures, load_queries, open_search, table


def box(page: Page) -> Page:
    """Open the search by the keyboard."""
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    return page


def type_query(page: Page, typed: str) -> None:
    """Type a query and wait for its results."""
    page.get_by_role("combobox", name="Search").fill(typed)
    expect(page.locator(".md-search-result")).to_have_attribute("data-query", typed, timeout=15000)


def asked(context: BrowserContext, address: str, typed: str) -> Page:
    """A new page with the results of a query."""
    page = context.new_page()
    page.goto(address)
    type_query(box(page), typed)
    return page


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_what_people_type_leads_where_it_should(browser: Browser, served_site: str, half: str) -> None:
    answers, _ = ask_all(browser, served_site, load_queries(half))
    wrong = [f"{a.query.query}: {a.places[:3]}" for a in answers if a.rank != 1]
    for kind in {answer.query.kind for answer in answers}:
        count, at_1, at_3, _ = figures([answer for answer in answers if answer.query.kind == kind])
        assert count > 5
        assert at_1 >= SUCCESS_AT_1, (table(answers), wrong)
        assert at_3 >= SUCCESS_AT_3, (table(answers), wrong)


def test_the_queries_are_many_and_their_answers_exist(built_site: Path) -> None:
    queries = load_queries()
    assert len(queries) >= 130
    assert len({query.query for query in queries}) == len(queries)
    for query in queries:
        for want in query.want:
            path, _, anchor = want.partition("#")
            page = built_site / path.removesuffix(".md").removesuffix("index") / "index.html"
            assert page.is_file(), want
            assert not anchor or f'id="{anchor}"' in re.sub(
                r"&#(\d+);", lambda m: chr(int(m[1])), page.read_text(encoding="utf-8")
            ), want


def test_a_corrected_date_is_shown_as_it_was_typed(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "symposum 30 april 2026")
    expect(page.get_by_role("status").filter(has_text="first for")).to_contain_text("“symposium 30 april 2026”")
    marks = page.get_by_role("option").first.locator("mark")
    assert "30" in marks.all_inner_texts()


def test_keys_choose_a_result(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "pivot/two-modes/")
    search = box(page).get_by_role("combobox", name="Search")
    expect(search).to_have_attribute("aria-expanded", "false")
    type_query(page, "photoresist")
    expect(search).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert search.get_attribute("aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bottlenecks/photoresist/**")


def test_escape_closes_the_search(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "talent")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.get_by_role("combobox", name="Search")).not_to_be_focused()


def test_a_result_shows_heading_words_and_section(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "散裂中子源")
    first = page.get_by_role("option").first
    expect(first.locator(".rd-hit-title")).to_have_text("Facilities")
    expect(first.locator(".rd-hit-place")).to_have_text("Regional hubs › Greater Bay Area")
    expect(first.locator(".rd-hit-text mark").first).to_have_text("散裂中子源")


def test_a_name_is_shown_once_with_its_tones(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "jichu yanjiu")
    text = page.get_by_role("option").first.locator(".rd-hit-text")
    expect(text).to_contain_text("jīchǔ yánjiū")
    expect(text).not_to_contain_text("jichu yanjiu")


def test_a_source_is_shown_without_the_rest_of_a_sentence(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "Dutch block ASML from shipping top chip machines")
    expect(page.get_by_role("option").first.locator(".rd-hit-text")).to_have_text(re.compile(r"^\w"))


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("reuters dutch chip restrictions", "reuters-2023-03-08-dutch"),
        ("CRS report advanced semiconductors", "crs-2025-08-22-export-controls"),  # nowhere but in the name's letters
        ("toms hardware immersion duv", "tomshw-2025-09-17-yuliangsheng"),
        ("Chatham House", "chatham-2023-07-chokepoints"),
    ],
)
def test_a_publisher_and_a_topic_lead_to_the_source(
    context: BrowserContext, served_site: str, typed: str, source: str
) -> None:
    first = asked(context, served_site, typed).get_by_role("option").first
    expect(first).to_have_attribute("href", re.compile(f"#source-{source}$"))


def test_an_ordinary_word_names_no_publisher(context: BrowserContext, served_site: str) -> None:
    first = asked(context, served_site, "independent innovation").get_by_role("option").first
    expect(first).not_to_have_attribute("href", re.compile("#source-"))  # one of them is from The Independent


def test_the_place_of_a_title_leaves_no_full_stop(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "U.S. tightens export controls on advanced chip")
    expect(page.get_by_role("option").first.locator(".rd-hit-text")).to_have_text(
        re.compile(r"^David Shepardson\. Reuters")
    )


def test_a_shared_link_opens_the_results(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "hubs/?q=卡脖子")
    expect(page.get_by_role("option").first).to_contain_text("bottleneck", timeout=15000)
    expect(page.get_by_role("combobox", name="Search")).to_have_value("卡脖子")


def test_what_was_typed_before_the_script_came_is_answered(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/scripts/site.js", hold)
    page.goto(served_site, wait_until="commit")
    page.get_by_role("combobox", name="Search").fill("lithography")
    while not held:
        page.wait_for_timeout(50)
    held.pop().continue_()
    expect(page.get_by_role("option").first).to_contain_text("Lithography")


def test_a_year_leads_to_the_row_that_holds_it(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "山东 2023")
    row = page.get_by_role("option").filter(has_text="R&D expenditure and intensity by province").first
    expect(row.locator(".rd-hit-title")).to_have_text("2023, Shandong")
    expect(row.locator(".rd-hit-text")).to_contain_text("R&D expenditure: 238.6 billion CNY")
    row.click()
    page.wait_for_url("**/reference/data/rd_by_province/#row-2023-shandong")
    expect(page.locator("tr:target")).to_be_in_viewport()


@pytest.mark.parametrize("typed", ["Shandong", "2023", "basic research share"])
def test_without_a_name_and_a_number_no_row_is_found(context: BrowserContext, served_site: str, typed: str) -> None:
    page = asked(context, served_site, typed)
    assert page.get_by_role("option").count() > 3
    expect(page.locator("[role=option][href*='#row-']")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "title", "address"),
    [
        ("R&D intensity Xinjiang", "2024, Xinjiang", "rd_by_province/#row-2024-xinjiang"),
        ("新疆", "2024, Xinjiang", "rd_by_province/#row-2024-xinjiang"),
        ("3.63 trillion yuan", "2024", "rd_national/#row-2024"),
        ("36327亿元", "2024", "rd_national/#row-2024"),
    ],
)
def test_a_row_is_found_by_what_it_is_about_and_by_a_rounded_amount(
    context: BrowserContext, served_site: str, typed: str, title: str, address: str
) -> None:
    page = asked(context, served_site, typed)
    first = page.get_by_role("option").first
    expect(first.locator(".rd-hit-title")).to_have_text(title)
    expect(first).to_have_attribute("href", re.compile(re.escape(address) + "$"))


def test_a_row_is_called_by_the_labels_of_its_key(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "Shandong R&D intensity 2023")
    row = page.locator("[role=option][href$='data/shandong/#row-rd-intensity-2023']")
    expect(row.locator(".rd-hit-title")).to_have_text("R&D intensity, 2023")


@pytest.mark.parametrize("typed", ["16 May 2019", "2019-05-16", "May 16, 2019", "2019年5月16日"])
def test_a_date_leads_to_what_happened_on_it(context: BrowserContext, served_site: str, typed: str) -> None:
    page = asked(context, served_site, typed)
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile("#event-us-2019-05-huawei$"))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("怎么引用本网站", "about/cite/"),
        ("how do I quote this website", "about/cite/"),
        ("研发强度是什么意思", "reference/glossary/#rd-intensity"),
        ("red tape for scientists", "pivot/evaluation/#less-paperwork"),
    ],
)
def test_a_question_leads_to_what_answers_it_in_other_words(
    context: BrowserContext, served_site: str, typed: str, address: str
) -> None:
    page = asked(context, served_site, typed)
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile(address))


@pytest.mark.parametrize("typed", ["社科院", "CASS"])
def test_who_lacks_a_word_of_a_name_is_not_found_by_it(context: BrowserContext, served_site: str, typed: str) -> None:
    page = asked(context, served_site, typed)
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile("#source-cass-2022"))
    expect(page.locator("[role=option][href$='/eda-software/#the-dependence']")).to_have_count(1)
    expect(page.locator("[role=option][href$='#cas']")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("深圳的原始创新能力", "hubs/greater-bay-area/#money-and-policy"),
        ("对华芯片出口限制", "bottlenecks/export-controls/"),
        ("国家重点实验室", "reference/glossary/#national-key-laboratory"),
    ],
)
def test_a_piece_of_a_chinese_sentence_leads_to_the_english_text(
    context: BrowserContext, served_site: str, typed: str, address: str
) -> None:
    page = asked(context, served_site, typed)
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile(address))


def test_what_was_typed_is_shown_before_what_means_the_same(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "permission")
    expect(page.get_by_role("option").first.locator("mark").first).to_have_text("permission")


def test_what_stands_in_a_name_does_not_hide_what_stands_in_texts(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "robots")
    expect(page.locator('[role=option][href*="list-of-35"]')).not_to_have_count(0)
    expect(page.locator('[role=option][href*="/bottlenecks/#where-the-gaps"]')).not_to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("suppliers", "photoresist/#the-dependence"),  # not what makers make
        ("purity", "photoresist/#the-science-beneath"),  # not what is pure
        ("computing", "event-us-2022-10-07"),  # not what was computed
        ("revocation", "event-nl-2024-01-revocation"),
        ("nacelle", "list-of-35/#technologies-engine-nacelles"),  # not the page about engines, nacelles and standards
        ("x-ray source huairou", "hubs/beijing/#facilities"),  # x-ray is one word, huairou the rarer
        ("国自然 指南", "reference/glossary/#programme-guide"),  # written without a blank
        ("116.9 billion", "public-budgets"),  # written 116.938 billion
        ("autarky", "reference/glossary/#self-reliance"),  # a word that stands nowhere on the site
        ("postdocs", "pillars/talent/#provinces-and-private-money"),  # not what posts and docs have in common
        ("wheat", "bottlenecks/#where-the-gaps-have-narrowed"),  # not what
        ("taiwan", "hubs/#research-spending-by-province"),  # not 大湾
        ("neutrion", "hubs/greater-bay-area/#facilities"),  # nothing neutral
        ("young scientist fund", "pillars/talent/#the-young-scientists-fund"),  # a name in another number
        ("interdiciplinary research", "pillars/interdisciplinary/"),  # the page about it, not what its critics say
        ("us basic research share", "international_basic_share/"),
        ("biosecure act", "event-us-2025-12-biosecure"),  # a short name of an event
        ("shaanxi yanfa jingfei", "hubs/xian/#numbers"),  # pinyin beside a place
        ("risk of 0➝1", "#paradigms-glance-risk"),  # a cell is read under the heading of its column
        ("1 to 100 time horizon", "two-modes/#paradigms-horizon"),  # the row, not its page
        ("8% by 2025 shandong", "data/shandong/#row-basic-share-target-2025"),  # not the tour reported on 8 May
        ("3 trillion R&D 2022", "rd_national/#row-2022"),  # rounded to one digit, in a year that is named
        ("when was the nsfc founded", "glossary/#nsfc"),  # founded is not found
        ("引用格式", "about/cite/"),  # everyday Chinese, which the site does not show
        ("晶片", "bottlenecks/ai-chips/"),  # as it is said in Taiwan
        ("軟體國產化", "eda-software/#what-is-uncertain"),
        ("shuju xiazai", "reference/data/"),  # pinyin, word by word
        ("大学", "reference/institutions/#universities"),  # not 大科学装置
        ("研发强度排名", "data/rd_by_province/"),
        ("客机", "bottlenecks/aircraft-engines/"),  # not 科技, which sounds like it
        ("from zero to 1", "pivot/two-modes/#zero-to-one"),  # in word and figure
        ("why does china spend so little on basic research", "pivot/debates/#share"),  # no row of figures says why
        ("why are there two different ratios for 2023", "hubs/#why-2023-has-two-columns"),  # the year tells which
        ("hu huaping", "#source-techme-2026-csyst-activity"),  # who published several sources
        ("路透社 荷兰 芯片", "#source-reuters-2023-03-08-dutch"),  # a publisher as it is called in Chinese
        ("习近平 基础研究座谈会 讲话", "pivot/symposium/"),  # words with blanks between them are no title
        ("wuhan optics valley", "hubs/wuhan/"),  # the place, where no text has the rest
        ("microelectronics equipment shanghai", "institutions/#smee"),  # the name, though it is of a place
        ("ren zhengfei huawei", "-huawei"),  # a name that the site does not have, not rare earths needed
        ("universities versus companies r&d", "data/rd_by_performer/"),  # no text is about "versus"
    ],
)
def test_a_word_is_found_as_it_was_meant(context: BrowserContext, served_site: str, typed: str, address: str) -> None:
    first = asked(context, served_site, typed).get_by_role("option").first
    expect(first).to_have_attribute("href", re.compile(re.escape(address) + "$"))


def test_what_is_made_is_no_maker(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "suppliers")  # much like makers
    expect(page.get_by_role("option").first).to_be_visible()
    first = [option.get_attribute("href") or "" for option in page.get_by_role("option").all()[:5]]
    assert not [address for address in first if "/about/" in address]  # "Make them yourself"


def test_every_row_that_can_be_found_has_its_anchor(
    context: BrowserContext, served_site: str, built_site: Path
) -> None:
    page = asked(context, served_site, "0.5 2023")
    rows: list[tuple[str, str]] = page.evaluate("""() => {
        const { rows, pages } = window.refdeskSearch.engine;
        return [...new Set([...rows.holding.values()].flatMap((some) => [...some]))].map(
            (row) => [pages[row.page][0], row.anchor]);
    }""")
    assert len(rows) > 1500
    texts = {url: (built_site / url / "index.html").read_text(encoding="utf-8") for url in {url for url, _ in rows}}
    assert [row for row in rows if f'<tr id="{row[1]}">' not in texts[row[0]]] == []


def test_an_alias_leads_to_its_page(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "copyright")
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile("/about/cite/$"))
    expect(page.get_by_role("option").first.locator("mark").first).to_have_text("copyright")


def test_the_words_of_a_section_lead_to_it(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "tribology")  # which no text says
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("href", re.compile("/bottlenecks/bearings/#the-science-beneath$"))
    expect(first.locator("mark").first).to_have_text("tribology")


def test_words_that_stand_together_count_for_more(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "industrial robots market share")
    first = page.get_by_role("option").first  # others speak of other shares of markets
    expect(first).to_have_attribute("href", re.compile("/bottlenecks/#where-the-gaps-have-narrowed$"))


def test_nothing_found_suggests_what_is_near(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "fotoresisstt")
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    expect(page.locator(".md-search-result__meta")).to_contain_text("No results")
    page.get_by_role("option", name=re.compile("photoresist", re.IGNORECASE)).click()
    expect(page.locator(".md-search-result__item").first).to_contain_text("hotoresist")


def test_the_search_fits_a_phone(browser: Browser, served_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(served_site)
    page.locator("label.md-header__button[for=__search]").tap()
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()  # so that the keyboard opens
    assert field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16  # else the page is enlarged
    type_query(page, "基础研究")
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    page.wait_for_function("() => (scrollTo(500, 0), scrollX === 0)")  # nothing is wider than the screen
    first.tap()
    page.wait_for_url("**/reference/glossary/#basic-research")
    context.close()


@pytest.mark.parametrize("start", ["index.html", "hubs/shandong.html"])
def test_the_search_works_from_the_disk_without_a_network(browser: Browser, disk_site: Path, start: str) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    base = disk_site.as_uri() + "/"
    open_search(page, base + start)
    assert "reference/glossary.md#bottleneck" in ask(page, "卡脖子", base)[0]
    assert "reference/glossary.md#basic-research" in ask(page, "基礎研究", base)[0]
    assert "bottlenecks/photoresist.md" in ask(page, "photresist", base)[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/bottlenecks/photoresist.html")
    expect(page.locator("h1")).to_contain_text("Photoresist")
    context.close()
    assert [url for url in asked if not url.startswith(base)] == []
    assert complaints == []


def test_sections_are_read_as_a_reader_sees_them() -> None:
    html = (
        '<h1>Title</h1><p>Lead <span class="rd-cite" data-search-exclude>[1]</span>, more.</p>'
        '<h2 id="a">One<a class="headerlink" href="#a">¶</a></h2><p>Text<b>ual</b></p><ul><li>x</li><li>y</li></ul>'
        '<table><tr id="row"><th scope="row"><a href="#">Name</a></th><td>cell</td>'
        '<td data-label="Number">9.5</td><td data-label="0 → 1">Long.</td></tr></table>'
        '<ol><li id="event-e"><p>2020</p><p><strong>What</strong> happened</p></li></ol><p>After</p>'
    )
    assert read_sections(html) == [
        Section("", "", "Lead, more."),
        Section("a", "One", "Textual x y After"),
        Section("row", "Name", "cell · 9.5 · 0 → 1: Long.", is_entry=True),
        Section("event-e", "What", "2020 happened", is_entry=True),
    ]


@pytest.mark.parametrize("html", ["", "text only", "<p", "<!-- -->", "<h2 id='x'></h2>", "&#0;\ufffd", "<b>" * 300])
def test_any_html_is_read(html: str) -> None:
    assert read_sections(html)[0].anchor == ""


def test_readings_and_forms_of_characters() -> None:
    sounds = readings()
    assert "卡" in sounds["ka"].partition("|")[0]
    assert "卡" in sounds["qia"].partition("|")[2]
    forms = traditional_forms()
    pairs = {forms[at]: forms[at + 1] for at in range(0, len(forms), 2)}
    assert [pairs[form] for form in "國礎學機體"] == list("国础学机体")


def test_everyday_words_lead_to_words_of_the_site(context: BrowserContext, served_site: str) -> None:
    page = asked(context, served_site, "引用格式")
    lost = page.evaluate("""() => {
        const { engine } = window.refdeskSearch;
        const isLost = ([, english]) => !english.some((word) => engine.knows(word));
        return [...engine.readings.chinese.everyday].filter(isLost).map(([chinese]) => chinese);
    }""")
    assert lost == []


def test_the_search_is_loaded_when_it_is_first_used(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.frame else None)
    page.route("**/service-worker.js", lambda route: route.abort())  # keeps the search by itself
    page.goto(served_site, wait_until="networkidle")
    assert [url for url in asked if "/search" in url] == []
    type_query(box(page), "talent")
    assert all(any(name in url for url in asked) for name in ("/search.js", "/search-index."))


def test_the_figures_are_printed(built_site: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "tests" / "search" / "measure.py"),
        "--site",
        str(built_site),
        "--half",
        "tuning",
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert result.returncode == 0, result.stderr
    assert re.search(r"^all +\d+ +[01]\.\d\d +[01]\.\d\d +[01]\.\d{3}$", result.stdout, re.M)
    assert "compressed" in result.stdout
    assert " ms in the median" in result.stdout
