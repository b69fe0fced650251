"""Commitments: each with a word for what became of it, chosen by several filters at once, whole without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import DESKTOP, append, copy_sample
from refdesk.blocks.expand import expand
from refdesk.check import check
from refdesk.data.commitments import result_of
from refdesk.data.models import Commitment
from refdesk.site.site import load_site

DATA = "docs/data/commitments.yml"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_filters_work_together(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/claims/")
    ledger = page.locator("#commitments")
    entries = ledger.locator("li:visible")
    expect(entries).to_have_count(3)
    by_status = ledger.get_by_role("group", name="Show commitments by status")
    by_due = ledger.get_by_role("group", name="Show commitments by when they are due")
    by_status.get_by_role("button", name="Under way").click()
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("Grants for all who ask")
    by_due.get_by_role("button", name="No date named").click()
    expect(entries).to_have_count(0)
    expect(ledger.locator("section:visible")).to_have_count(0)
    expect(ledger.get_by_role("status")).to_have_text("0 of 3 shown")
    by_status.get_by_role("button", name=re.compile("^All")).click()
    expect(entries).to_contain_text("A law on research")


def test_the_address_keeps_the_choice_and_a_link_to_what_it_hides_ends_it(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/claims/")
    ledger = page.locator("#commitments")
    ledger.get_by_role("button", name="Under way").click()
    expect(page).to_have_url(re.compile("kind=under"))
    page.reload()
    expect(ledger.locator("li:visible")).to_contain_text("Grants for all who ask")
    page.goto(f"{page.url}#laws-first")
    expect(ledger.locator("li:visible")).to_have_count(3)
    expect(page.locator("#laws-first")).to_be_in_viewport()
    expect(page).not_to_have_url(re.compile("kind="))


def test_without_scripts_every_commitment_says_in_a_word_what_became_of_it(
    new_page: Callable[..., Page], sample: str
) -> None:
    page = new_page(viewport=DESKTOP, java_script_enabled=False)
    page.goto(f"{sample}topics/claims/")
    tiles = page.locator("#commitments summary:visible")
    expect(tiles).to_have_text([re.compile(state) for state in ("Awaited · Due", "Under way", "Met")])
    tiles.first.click()
    expect(page.locator("#commitments .rd-card:visible")).to_contain_text("Measure")
    expect(page.locator("#commitments .rd-tally dd")).to_have_text(["1", "1", "1"])
    expect(page.locator("#commitments .rd-filter:visible")).to_have_count(0)


def test_the_dates_ahead_lead_to_their_commitments(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/topics/claims.md", "\n## Dates\n\n<!-- commitments: dates -->\n")
    change(root / DATA, 'due: "2098"', 'due: "2027-03"')
    site = load_site(root)
    page = expand(site, site.pages["topics/claims.md"])
    html = page.restored(page.markdown)
    assert '<time datetime="2027-03">March 2027</time>' in html
    assert html.count('href="#funds-open"') == 2  # besides the anchor of its own
    assert html.count('href="#laws-first"') == 1


@pytest.mark.parametrize(
    ("year", "least", "is_reached"), [("2024", "1.9", True), ("2024", "1.91", False), ("2011", "1.3", True)]
)
def test_a_number_settles_a_commitment(tmp_path: Path, year: str, least: str, *, is_reached: bool) -> None:
    root = copy_sample(tmp_path / "site")
    change(root / DATA, "places/2024/North/intensity, at_least: 2", f"places/{year}/North/intensity, at_least: {least}")
    library = load_site(root).library
    result = result_of(library, library.entries(Commitment)["north-intensity"])
    assert result is not None
    assert (result.is_reached, result.year) == (is_reached, year)
    assert [one for one in check(load_site(root)).problems if one.severity == "error"] == []
