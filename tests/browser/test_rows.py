"""The row of a series that a link names is seen, below the head of its columns, whichever way one comes to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import resize
from waiting import wait_until

# The first cell of the row and the first head of its table are what one sees where they stand.
SEEN = """id => {
    const row = document.getElementById(id), head = row && row.closest("table").tHead;
    return head !== null && [row, head].every(part => {
        const cell = (part === head ? head.rows[0] : row).cells[0].getBoundingClientRect();
        const seen = document.elementFromPoint(cell.left + 8, cell.bottom - 14);
        return seen !== null && part.contains(seen);
    });
}"""
SOME = "all => all.filter((_, n) => n % Math.ceil(all.length / 4) === 0 || n === all.length - 1).map(row => row.id)"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_named_row_is_seen_on_every_data_page(page: Page, built_site: Path, served_site: str, width: int) -> None:
    resize(page, width)
    for folder in sorted((built_site / "reference" / "data").glob("*/")):
        address = f"{served_site}reference/data/{folder.name}/"
        page.goto(address)
        rows = page.locator(".rd-series tbody tr").evaluate_all(SOME)
        assert rows, address
        for row in rows:  # a link on the page
            page.locator(f'a.rd-row[href="#{row}"]').evaluate("link => link.click()")
            wait_until(page, SEEN, row, timeout=5000)
        page.goto("about:blank")
        page.goto(f"{address}#{rows[-1]}")  # the address bar
        wait_until(page, SEEN, rows[-1], timeout=5000)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_is_seen_from_a_number_and_from_the_search(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(sample)
    page.locator("a.rd-value").first.click()
    page.wait_for_url("**#row-*")
    wait_until(page, SEEN, page.url.partition("#")[2], timeout=5000)
    row = page.locator(".rd-series tbody tr").first.get_attribute("id")
    page.goto(sample)
    page.keyboard.press("/")
    page.keyboard.type(f"national {row.removeprefix('row-') if row else ''}")
    found = page.locator(f'a[href$="#{row}"]').first
    expect(found).to_be_visible()
    found.click()
    wait_until(page, SEEN, row, timeout=5000)
