"""Charts alone: another site can show each in a frame, and no page of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from publishing import ADDRESS
from site_server import served


def test_another_site_shows_a_chart_in_a_frame(page: Page, sample: str, tmp_path: Path) -> None:
    page.goto(f"{sample}topics/money/")
    figure = page.locator("#chart-by-type")
    figure.get_by_text("Save or cite").click()
    address = figure.get_by_role("link", name="Chart alone").evaluate("link => link.href")
    (tmp_path / "index.html").write_text(f'<iframe src="{address}" width="600" height="500"></iframe>')
    with served(tmp_path) as other:
        page.goto(other)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("img")).to_be_visible()
        assert frame.locator("script").count() == 0
        frame.get_by_role("link").click()
        page.wait_for_url(f"{sample}topics/money/#chart-by-type")
        expect(page.locator("#chart-by-type")).to_be_in_viewport()


def test_the_code_for_a_frame_has_the_public_address(new_page: Callable[..., Page], public_sample: Path) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    with served(public_sample) as address:
        page.goto(f"{address}topics/money/")
        figure = page.locator("#chart-by-type")
        figure.get_by_text("Save or cite").click()
        figure.get_by_role("button", name="Copy code for a frame").click()
        expect(figure.get_by_role("button", name="Copied")).to_be_visible()
        assert f'<iframe src="{ADDRESS}embed/by-type.html"' in page.evaluate("navigator.clipboard.readText()")


def test_only_charts_may_stand_in_a_frame(public_sample: Path) -> None:
    text = (public_sample / "_headers").read_text(encoding="utf-8")
    forbidden = re.findall(r"^/(.*)\n  Content-Security-Policy: frame-ancestors 'none'$", text, re.MULTILINE)
    pages = (path.relative_to(public_sample).parts for path in public_sample.rglob("index.html"))
    assert {"" if len(parts) == 1 else f"{parts[0]}/*" for parts in pages} == set(forbidden)
