"""The row or figure of a series that a link names is seen, below the head of its columns, however one comes to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import resize
from waiting import wait_until

# The first cell of the row, the figure and the heads of both are what one sees where they stand.
SEEN = """id => {
    const place = document.getElementById(id), row = place && place.closest("tr");
    return row !== null && [0, Math.max(0, place.cellIndex ?? 0)].every(column =>
        [row, row.closest("table").tHead.rows[0]].every(one => {
            const cell = one.cells[column].getBoundingClientRect();
            const seen = document.elementFromPoint(cell.right - 12, cell.bottom - 14);
            return seen !== null && one.cells[column].contains(seen);
        }));
}"""
# Follows the links of the page to some of its rows; those that are not seen then.
FOLLOW = f"""async () => {{
    const seen = {SEEN};
    const ids = [...document.querySelectorAll(".rd-series tbody tr")].map(row => row.id);
    const some = ids.filter((_, n) => n % Math.ceil(ids.length / 4) === 0 || n === ids.length - 1);
    const lost = [];
    for (const id of some) {{
        document.querySelector(`a.rd-row[href="#${{id}}"]`).click();
        for (const end = performance.now() + 30000; !seen(id) && performance.now() < end;)
            await new Promise(requestAnimationFrame);
        if (!seen(id)) lost.push(id);
    }}
    return lost;
}}"""


def test_a_named_row_is_seen_on_every_data_page(page: Page, sample_root: Path, sample: str) -> None:
    widths = [1280, 390]
    for file in sorted((sample_root / "site" / "reference" / "data").glob("*/index.html")):
        [*_, last] = re.findall(r'<tr id="(row-[^"]*)"', file.read_text(encoding="utf-8"))
        widths.reverse()  # every other page is opened on a phone
        resize(page, widths[0])
        page.goto(f"{sample}reference/data/{file.parent.name}/#{last}")  # the address bar
        wait_until(page, SEEN, last)
        for width in widths:
            resize(page, width)
            assert page.evaluate(FOLLOW) == [], (file.parent.name, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_is_seen_from_a_number_and_from_the_search(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(sample)
    number = page.locator("a.rd-value").first
    stated = re.findall(r"[\d.,]+", number.inner_text())
    number.click()
    page.wait_for_url("**#row-*")
    wait_until(page, SEEN, page.url.partition("#")[2])
    assert re.findall(r"[\d.,]+", page.locator("td:target").inner_text())[:1] == stated
    row = page.locator(".rd-series tbody tr").first.get_attribute("id")
    page.goto(sample)
    page.keyboard.press("/")
    page.keyboard.type(f"national {row.removeprefix('row-') if row else ''}")
    found = page.locator(f'a[href$="#{row}"]').first
    expect(found).to_be_visible()
    found.click()
    wait_until(page, SEEN, row)


def test_a_figure_that_is_gone_leads_to_its_row(page: Page, sample: str) -> None:
    page.goto(f"{sample}reference/data/national/#row-2024.gone")
    wait_until(page, SEEN, "row-2024")


def test_a_row_below_a_head_that_sticks_is_seen_from_its_beginning(page: Page, sample: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(f"{sample}topics/claims/#claim-claim-16")
    page.evaluate("document.fonts.ready")
    below = page.locator(":target").evaluate(
        """row => row.getBoundingClientRect().top
            - row.closest("table").tHead.rows[0].cells[0].getBoundingClientRect().bottom"""
    )
    assert 0 <= below < 20
