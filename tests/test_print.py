"""Pages as the browser prints them: nothing to click, everything shown, table heads on every page."""

from __future__ import annotations

import itertools
import re

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page

from conftest import ROOT

# Not as a style element, which the policy of the site blocks.
_ADD_RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""


def printed(context: BrowserContext, address: str, **style: str) -> list[str]:
    """The text of each sheet of paper of a page."""
    page = context.new_page()
    page.goto(address)
    if style:
        page.evaluate(_ADD_RULES, style["css"])
    return sheets(page)


def sheets(page: Page) -> list[str]:
    """The text of each sheet of paper of an open page."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    return texts


def test_paper_has_nothing_to_click(context: BrowserContext, served_site: str) -> None:
    text = "\n".join(printed(context, served_site + "hubs/shandong/"))
    for said in ("Back to top", "Previous", "BibTeX", "Download:", "Show the numbers", "Type to search", "¶", "↩"):
        assert said not in text, said
    assert "References" in text
    assert "edition of" in text


def test_both_views_of_a_map_and_its_numbers_are_printed(context: BrowserContext, served_site: str) -> None:
    text = "\n".join(printed(context, served_site + "hubs/"))
    assert text.count("Guizhou") >= 4


def test_the_references_give_their_addresses(context: BrowserContext, served_site: str) -> None:
    text = re.sub(r"\s", "", "".join(printed(context, served_site + "pivot/two-modes/")))
    assert text.count("<http") > 10


@pytest.mark.parametrize(("css", "heads"), [("", 4), (".rd-sort{display:inline!important}", 1)], ids=["now", "broken"])
def test_table_heads_stand_on_every_sheet(context: BrowserContext, served_site: str, css: str, heads: int) -> None:
    texts = printed(context, served_site + "check-the-report/", **({"css": css} if css else {}))
    found = sum("Claim of the report" in text for text in texts)
    assert found >= heads if not css else found == heads


def test_every_sheet_names_the_edition_and_the_address(context: BrowserContext, served_site: str) -> None:
    texts = printed(context, served_site + "hubs/shandong/")
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert re.search(r"From 0 to 1, edition of \d{4}-\d\d-\d\d · \S*hubs/shandong/", text), text
        assert f"{number} / {len(texts)}" in text


def test_a_filtered_table_prints_what_is_shown_and_says_so(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "reference/data/rd_by_province/")
    page.locator(".rd-find input:visible").last.fill("Guizhou 2011")
    text = "\n".join(sheets(page))
    assert "Filtered: 1 of 434 rows, with “Guizhou 2011”" in text
    assert text.count("Guizhou") == 4  # the filter, the row, the chart and its numbers
    page.locator(".rd-find input:visible").last.fill("")
    assert "Filtered" not in "\n".join(sheets(page))


def test_filtered_entries_are_printed_as_shown(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "reference/timeline/")
    everything = "\n".join(sheets(page))
    assert "Only these entries" not in everything
    assert "Hefei science centre approved" in everything
    page.locator(".rd-filter button", has_text="easing").click()
    text = "\n".join(sheets(page))
    assert re.search(r"Only these entries are shown: .*easing", text)
    assert "AI diffusion rule rescinded" in text
    assert "Hefei science centre approved" not in text


def test_parts_of_a_column_differ_in_grey(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "pillars/funding/")
    page.emulate_media(media="print")
    greys: dict[str, float] = page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll("#chart-rd-by-type .rd-wide rect[class^='f']")].map((part) => {
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
