"""Pages as the browser prints them: nothing to click, everything shown, table heads on every page."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from conftest import ROOT
from layout import paper_faults
from publishing import SAMPLE_NAME
from site_server import served

# Not as a style element, which the policy of the site blocks.
_ADD_RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""


def unspaced(text: str) -> str:
    """A text without its blanks: where a printed line has some is guessed from the room between its letters."""
    return re.sub(r"\s", "", text)


def printed(page: Page, address: str, css: str = "") -> list[str]:
    """The text of each sheet of paper of a page, without blanks."""
    page.goto(address)
    if css:
        page.evaluate(_ADD_RULES, css)
    return sheets(page)


def sheets(page: Page) -> list[str]:
    """The text of each sheet of paper of an open page, without blanks."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [unspaced(sheet.get_textpage().get_text_range()) for sheet in document]
    document.close()
    return texts


def test_paper_has_nothing_to_click(page: Page, sample: str) -> None:
    text = "\n".join(printed(page, sample + "places/"))
    for said in ("Back to top", "Previous", "BibTeX", "Download:", "Show the numbers", "Type to search", "¶", "↩"):
        assert unspaced(said) not in text, said
    assert "References" in text
    assert unspaced("edition of") in text


def test_the_numbers_of_a_chart_are_printed_on_request(page: Page, sample: str) -> None:
    before = "\n".join(printed(page, sample + "topics/money/"))
    page.locator(".rd-numbers > summary").first.click()
    number = page.locator(".rd-numbers td.rd-number").first.inner_text().split()[0]
    after = "\n".join(sheets(page))
    assert after.count(number) > before.count(number)
    assert len(after) > len(before)


def test_what_stands_side_by_side_is_printed_with_all_its_numbers_and_cautions(page: Page, sample: str) -> None:
    text = "\n".join(printed(page, sample + "places/compare/"))
    assert "Definition." in text
    page.emulate_media(media="print")
    numbers = page.locator("[data-part=facts] a.rd-value")
    assert numbers.count() > 1
    assert numbers.evaluate_all("all => all.filter(one => !one.getClientRects().length).length") == 0


def test_a_long_page_with_charts_takes_few_sheets(page: Page, built_site: Path, served_site: str) -> None:
    """That with the most charts does."""
    pages = (path for path in built_site.rglob("index.html") if "zh" not in path.relative_to(built_site).parts)
    path = max(pages, key=lambda path: path.read_text("utf-8").count('class="rd-numbers"'))
    texts = printed(page, f"{served_site}{path.parent.relative_to(built_site).as_posix()}/")
    charts = page.locator(".rd-chart:has(.rd-numbers table)").count()
    assert "".join(texts).count("Sources:") >= charts > 3
    assert len(texts) <= 4 + sum(map(len, texts)) / 2500  # signs: half of what a full sheet holds


def test_the_references_are_printed_with_the_hosts_of_their_addresses(page: Page, sample: str) -> None:
    text = "".join(printed(page, sample + "topics/modes/"))
    listed = page.locator(".rd-references a[rel~=external]:not(.rd-archive a)").all_text_contents()
    assert len(listed) == 6  # one source has a copy in an archive
    assert all(unspaced(host) in text for host in listed)


_HEADS_AS_ROWS = ".md-typeset table.rd-series thead { display: table-row-group !important; }"


@pytest.mark.parametrize("css", ["", _HEADS_AS_ROWS], ids=["now", "broken"])
def test_table_heads_stand_on_every_sheet(page: Page, sample: str, css: str) -> None:
    texts = printed(page, sample + "reference/data/places/", css)
    found = sum(unspaced("Chinese name") in text for text in texts)
    assert found == 1 if css else found >= 2


def test_every_cell_of_a_table_is_printed_below_its_head(page: Page, sample_root: Path, sample: str) -> None:
    site = sample_root / "site"
    for path in sorted(site.rglob("index.html")):
        page.goto(f"{sample}{path.parent.relative_to(site).as_posix()}/")
        assert list(paper_faults(page)) == [], path


@pytest.mark.parametrize(
    ("address", "css"),
    [
        ("places/compare/", "td:has(> .rd-none) { display: none !important; }"),
        ("topics/claims/", ".rd-claims table { table-layout: fixed; white-space: nowrap; }"),
    ],
)
def test_a_cell_that_is_not_below_its_head_is_noticed(page: Page, sample: str, address: str, css: str) -> None:
    page.goto(sample + address)
    page.evaluate(_ADD_RULES, css)
    assert list(paper_faults(page)) != []


def test_each_card_of_a_board_is_printed_with_its_heads(page: Page, sample: str) -> None:
    text = "".join(printed(page, sample + "topics/lenses/"))
    assert page.locator(".rd-card").count() == 6
    heads = page.locator(".rd-record dt, .rd-card dt").all_text_contents()  # the box of the page has the same
    for head in set(heads):
        assert text.count(unspaced(head)) >= heads.count(head), head


def test_every_sheet_names_the_edition_and_the_address(page: Page, public_sample: Path) -> None:
    with served(public_sample) as base:
        texts = printed(page, base + "topics/money/")
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert re.search(rf"{SAMPLE_NAME},editionof\d{{4}}-\d\d-\d\d·\S*topics/money/", text), text
        assert f"{number}/{len(texts)}" in text


def test_a_filtered_table_prints_what_is_shown_and_says_so(page: Page, sample: str) -> None:
    page.goto(sample + "reference/data/places/")
    page.locator(".rd-find input:visible").last.fill("Centre 2011")
    text = "\n".join(sheets(page))
    assert unspaced("Filtered: 1 of 70 rows, with “Centre 2011”") in text
    assert text.count("Centre") == 2  # the filter and the row
    page.locator(".rd-find input:visible").last.fill("")
    assert "Filtered" not in "\n".join(sheets(page))


def test_filtered_entries_are_printed_as_shown(page: Page, sample: str) -> None:
    page.goto(sample + "reference/timeline/")
    everything = "\n".join(sheets(page))
    assert unspaced("Only these entries") not in everything
    assert unspaced("The law of 2006") in everything
    page.locator(".rd-filter button", has_text="easing").click()
    text = "\n".join(sheets(page))
    assert re.search(unspaced("Only these entries are shown: .*easing"), text)
    assert unspaced("Rule on lenses withdrawn") in text
    assert unspaced("The law of 2006") not in text


def test_parts_of_a_column_differ_in_grey(page: Page, sample: str) -> None:
    page.goto(sample + "topics/money/")
    page.emulate_media(media="print")
    greys: dict[str, float] = page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll("#chart-by-type .rd-wide rect[class^='f']")].map((part) => {
            const { fill, fillOpacity } = getComputedStyle(part);
            const [r, g, b] = fill.match(/[0-9]+/g).map(Number);
            return [part.getAttribute("class"), 255 - fillOpacity * (255 - (0.3 * r + 0.59 * g + 0.11 * b))];
        }))""")
    levels = sorted(greys.values())
    assert len(levels) >= 3
    assert min(b - a for a, b in itertools.pairwise(levels)) > 20, greys


def test_the_sheet_is_for_paper_alone() -> None:
    sheet = (ROOT / "overrides" / "assets" / "styles" / "print.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).strip()
    assert rules.startswith("@media print {")
    depth = 0
    for at, sign in enumerate(rules):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or at >= len(rules) - 1 or at < len("@media print {"), rules[at : at + 40]
