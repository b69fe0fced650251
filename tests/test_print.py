"""Pages as the browser prints them: nothing to click, everything shown, table heads on every page."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext

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


def test_the_sheet_is_for_paper_alone() -> None:
    sheet = (ROOT / "docs" / "assets" / "print.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).strip()
    assert rules.startswith("@media print {")
    depth = 0
    for at, sign in enumerate(rules):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or at >= len(rules) - 1 or at < len("@media print {"), rules[at : at + 40]
