"""An edition in another language: what is translated and what is not yet, where its links lead, how it ages."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath

import lxml.html
import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import Page, expect

from conftest import build, copy_sample, refdesk
from publishing import ADDRESS
from refdesk.check import check
from refdesk.publish.publication import Publication
from refdesk.site.site import load_site
from site_server import served

PAGES = ("index.md", "explore.md", "topics/money.md", "topics/lenses.md", "reference/data/early.md")
LOCALE = Path("docs/locale/zh")
SITE = Path("web/sub")


def translate(path: Path, translations: dict[str, str]) -> None:
    """Fill in messages of a file of translations."""
    with path.open("rb") as file:
        catalog = read_po(file)
    for text, translation in translations.items():
        message = catalog.get(text)
        assert message is not None, f"{path} has no message {text!r}"
        message.string = translation
    with path.open("wb") as written:
        write_po(written, catalog)


def messages(root: Path) -> dict[str, str]:
    """The messages of the page on money with their translations."""
    with (root / LOCALE / "topics/money.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def sentence(root: Path) -> str:
    """A message that cites a source."""
    return next(text for text in messages(root) if "[@" in text)


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_sample(tmp_path_factory.mktemp("translated") / "checkout")
    charts = root / "docs/data/charts.yml"
    note = "in the autumn"
    quoted = charts.read_text(encoding="utf-8").replace(note, f"{note} [@bureau-2025-bulletin, “秋天” (autumn)]")
    charts.write_text(quoted, encoding="utf-8")
    assert refdesk("messages", "zh", *PAGES, "--root", root).returncode == 0
    translate(root / LOCALE / "topics/money.po", {"Money": "经费", sentence(root): f"这句话：{sentence(root)}"})
    labels = {
        "Show the numbers": "看数字",
        "Show all": '看"全部"',
        "{day} {month} {year}": "{year}年{month}月{day}日",
        "billion yuan": "亿元",
        " ({})": "（{}）",
        "not known": "不详",
    }
    translate(root / LOCALE / "labels.po", labels)
    translate(root / LOCALE / "data/explorer.po", {"First estimates": "初步估计"})
    translate(root / LOCALE / "data/sources.po", {"Sampleland Bureau of Numbers": "样地数字局"})
    result = build(root, "--strict", "--site-dir", str(root / SITE), SITE_URL=ADDRESS)
    assert result.returncode == 0, result.stdout
    return root


def page(root: Path, path: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((root / SITE / path / "index.html").read_text(encoding="utf-8"))


def test_a_page_has_what_is_translated_and_marks_the_rest(translated: Path) -> None:
    english, chinese = page(translated, "topics/money"), page(translated, "zh/topics/money")
    assert chinese.get("lang") == "zh"
    assert chinese.find(".//article//h1").text_content().startswith("经费")
    article = chinese.find(".//article").text_content()
    assert "这句话" in article
    assert "（此段尚未译出）" in page(translated, "zh/topics/lenses").find(".//article").text_content()
    kept = {one.get("id") for one in english.find(".//article").iter() if one.get("id")}
    assert kept <= {one.get("id") for one in chinese.find(".//article").iter() if one.get("id")}


def test_an_edition_without_a_list_of_all_sources_lists_with_each_page_what_its_figures_name(translated: Path) -> None:
    english, chinese = page(translated, "topics/money"), page(translated, "zh/topics/money")
    named = {
        one.get("href").partition("#source-")[2] for one in english.xpath("//figure//a[contains(@href, '#source-')]")
    }
    assert named, "a chart names its sources"
    assert not chinese.xpath("//article//a[contains(@href, '#source-')]")
    listed = {one.get("id") for one in chinese.xpath("//*[@class='rd-references']/li")}
    assert {f"ref-{key}" for key in named} <= listed
    assert {one.get("href") for one in chinese.xpath("//figure//a[starts-with(@href, '#ref-')]")} <= {
        f"#{one}" for one in listed
    }


def test_what_is_decided_by_a_value_is_the_same_in_every_language(built_site: Path) -> None:
    """Classes, kinds and places in the language of the data: none is made of a translated text."""

    def decided(path: Path) -> set[tuple[str, str]]:
        article = lxml.html.fromstring(path.read_text(encoding="utf-8")).find(".//article")
        named = ("class", "data-kind", "data-value", "data-by", "data-who", "data-when", "download")
        # an edition without a list of all sources lists them with its pages
        sources = "*[contains(@class, 'rd-references')]"
        own = article.xpath(f".//*[not(ancestor-or-self::{sources} or descendant::{sources})]")
        values = ((name, one.get(name) or "") for one in own for name in named)
        return {(name, word) for name, value in values for word in value.split()}

    for path in sorted((built_site / "zh").rglob("index.html")):
        assert decided(path) - decided(built_site / path.relative_to(built_site / "zh")) == set(), path


def test_a_verdict_has_its_colour_in_every_language(translated: Path, page: Page) -> None:
    colour = "all => all.map(one => getComputedStyle(one).color)"
    with served(translated / "web") as base:
        page.goto(f"{base}sub/topics/lenses/")
        english = page.locator("#table-bottlenecks .rd-board-head .rd-verdict").evaluate_all(colour)
        page.goto(f"{base}sub/zh/topics/lenses/")
        verdicts = page.locator("#table-bottlenecks .rd-board-head .rd-verdict")
        assert "不详" in verdicts.all_inner_texts()
        assert verdicts.evaluate_all(colour) == english
    assert len(set(english)) > 1


def test_the_switch_to_another_language_keeps_what_is_shown(translated: Path, page: Page) -> None:
    with served(translated / "web") as base:
        page.goto(f"{base}sub/explore/?m=early.first-estimates")
        page.locator("[data-part=lines] summary").click()
        page.select_option("[data-part=from]", "2022")
        page.click(".rd-language")
        expect(page.locator("[data-part=title]")).to_have_text(re.compile("^初步估计.*2022"))
        assert page.url == f"{base}sub/zh/explore/?m=early.first-estimates&y=2022.."
        page.click(".rd-language")
        expect(page.locator("[data-part=title]")).to_have_text(re.compile("^First estimates.*2022"))
        page.goto(f"{base}sub/zh/topics/money/#chart-share")
        page.click(".rd-language")
        page.wait_for_url("**/sub/topics/money/#chart-share")
        page.goto(f"{base}sub/topics/modes/?find=lens#modes-goal")
        page.click(".rd-language")
        page.wait_for_url("**/sub/zh/")  # another page has no such part


def test_from_the_disk_a_page_that_is_not_translated_leads_to_the_home_page_of_the_language(translated: Path) -> None:
    publication = Publication(load_site(translated, use_directory_urls=False))
    editions = [publication.editions(uri)[-1] for uri in ("topics/money.md", "topics/modes.md")]
    assert [one.url for one in editions] == ["zh/topics/money.html", "zh/index.html"]
    assert [one.name for one in editions] == ["中文", "中文首页"], "which is said before it is followed"


def test_each_page_shows_the_same_in_every_language(built_site: Path) -> None:
    def ids(path: Path) -> set[str]:
        article = lxml.html.fromstring(path.read_text(encoding="utf-8")).find(".//article")
        return {one.get("id") for one in article.iter() if one.get("id")}

    pages = sorted((built_site / "zh").rglob("index.html"))
    assert pages
    for path in pages:
        of_list = {one for one in ids(path) if one.startswith("ref")}  # of what an edition lists with its pages
        assert ids(path) - of_list <= ids(built_site / path.relative_to(built_site / "zh")) <= ids(path), path


def test_labels_dates_units_and_names_are_those_of_its_readers(translated: Path) -> None:
    english, chinese = page(translated, "topics/money"), page(translated, "zh/topics/money")
    day = english.find('.//*[@class="rd-facts"]//time').get("datetime")
    year, month, date = map(int, day.split("-"))
    assert chinese.find('.//*[@class="rd-facts"]//time').text == f"{year}年{month}月{date}日"
    assert r'"看\"全部\""' in (translated / SITE / "zh/assets/scripts/site.js").read_text(encoding="utf-8")
    assert "看数字" in {one.text for one in chinese.iter("summary")}
    assert "Show the numbers" not in chinese.text_content()
    assert any("经费" in one.text_content() for one in chinese.iter("pre")), "a record is read by people, too"

    def figures(page: lxml.html.HtmlElement, unit: str) -> list[float]:
        """The figures of the tables whose only unit is the given one."""
        tables = [one for one in page.iter("table") if {u.text for u in one.find_class("rd-unit")} == {unit}]
        cells = (one.text_content().replace(",", "") for table in tables for one in table.find_class("rd-value"))
        return [float(cell) for cell in cells]

    assert figures(english, "billion yuan")
    assert figures(chinese, "亿元") == pytest.approx([10 * one for one in figures(english, "billion yuan")])
    cells = [page(translated, f"{one}reference/data/early").find('.//td[@class="rd-number"]') for one in ("", "zh/")]
    english_cell, chinese_cell = (str(cell.text).replace(",", "") for cell in cells)
    assert float(chinese_cell) == pytest.approx(10 * float(english_cell))
    [index] = (translated / SITE / "zh/assets").glob("search-index.*.js")
    assert chinese_cell in index.read_text(encoding="utf-8")
    terms = {one.get("href").partition("#")[2]: one.get("data-tip") for one in chinese.find_class("rd-term")}
    assert terms
    assert not any(re.search("[āáǎàēéěèīíǐìōóǒòūúǔù]", tip.partition(" · ")[0]) for tip in terms.values())


def test_words_of_a_source_stand_between_the_signs_of_the_language(translated: Path) -> None:
    for path, shown in (("topics/money", "“秋天” (autumn)"), ("zh/topics/money", "“秋天”（autumn）")):
        assert [one.get("data-quote") for one in page(translated, path).iter("a") if "data-quote" in one.attrib] == [
            shown
        ]


def test_of_a_foreign_source_the_publisher_is_translated_and_the_title_stays(translated: Path) -> None:
    [entry] = page(translated, "zh/topics/money").xpath('//*[@id="ref-bureau-2025-bulletin"]')
    assert "Bulletin on spending on research in 2024" in entry.text_content()
    assert "样地数字局" in entry.text_content()
    assert "Bulletin on spending" not in (translated / LOCALE / "data/sources.po").read_text(encoding="utf-8")


def test_each_link_leads_to_a_file_in_its_language_if_there_is_one(translated: Path) -> None:
    site = translated / SITE
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for path in sorted((site / "zh").rglob("index.html")):
        here = path.relative_to(site).as_posix()
        for one in lxml.html.fromstring(path.read_text(encoding="utf-8")).iter():
            for address in filter(None, (one.get("href"), one.get("src"))):
                if not re.match(r"[a-z]+:|[#?]|//", address):
                    target = normpath(join(dirname(here), re.split("[?#]", address)[0]))
                    assert {target, f"{target}/index.html".removeprefix("./")} & files, f"{here}: {address}"
                    has_own = (
                        one.tag == "a" and one.get("class") != "rd-language" and f"zh/{target}/index.html" in files
                    )
                    assert not has_own, f"{here}: {address} leaves the edition"
    switches = [page(translated, one).find('.//a[@class="rd-language"]') for one in ("topics/money", "zh/topics/money")]
    assert [one.get("href") for one in switches] == ["../../zh/topics/money/", "../../../topics/money/"]


def test_a_change_of_the_text_makes_a_translation_stale_and_no_mistake(translated: Path, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "checkout")
    for path in (translated / LOCALE).rglob("*.po"):
        (root / path.relative_to(translated)).parent.mkdir(parents=True, exist_ok=True)
        (root / path.relative_to(translated)).write_bytes(path.read_bytes())
    source, old = root / "docs/topics/money.md", sentence(root)
    whole, translation = source.read_text(encoding="utf-8"), messages(root)[old]
    for text, wanted in ((re.sub(r"\s+".join(map(re.escape, old.split())), "", whole), None), (whole, translation)):
        source.write_text(text, encoding="utf-8")  # what is gone comes back with its text
        assert refdesk("messages", "zh", "--root", root).returncode == 0
        assert messages(root).get(old) == wanted
    first = old.split()[0]
    source.write_text(
        source.read_text(encoding="utf-8").replace(f"\n{first} ", f"\nNowadays {first} ", 1), encoding="utf-8"
    )
    report = check(load_site(root))
    assert {(one.path, one.code, one.severity) for one in report.problems if "money" in one.path} == {
        (f"{LOCALE}/topics/money.po", "untranslated", "notice")
    }
    assert refdesk("messages", "zh", "--root", root).returncode == 0
    assert "#, fuzzy" in (root / LOCALE / "topics/money.po").read_text(encoding="utf-8")
    assert refdesk("move", "topics/money.md", "topics/funds.md", "--root", root).returncode == 0
    assert (root / LOCALE / "topics/funds.po").is_file()
    assert not (root / LOCALE / "topics/money.po").exists()


def test_a_lost_address_of_the_edition_is_answered_in_its_language(translated: Path, page: Page) -> None:
    with served(translated / "web", lost=True) as base:
        page.goto(f"{base}sub/zh/topics/mony/")
        expect(page.locator("html")).to_have_attribute("lang", "zh")
        expect(page.locator("[data-rd-likely] a").first).to_have_attribute("href", re.compile("/sub/zh/topics/money/$"))


def test_a_link_to_a_page_in_english_alone_says_so(translated: Path, page: Page) -> None:
    with served(translated / "web") as base:
        page.goto(f"{base}sub/zh/topics/money/")
        marks = page.locator("article a[href]:not(.rd-value, [href*='#source-'])").evaluate_all(
            "all => all.map(one => [one.hreflang, getComputedStyle(one, '::after').content.includes('英')])"
        )
    assert ["en", True] in marks
    assert all(is_marked == (language == "en") for language, is_marked in marks)
