"""Pages in other views, and menus, search and tables in use, have no violation that axe-core can find.

Every page as it opens on a desktop is looked at in test_every_page.py.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import COLOURS, RULES, violations
from conftest import DESKTOP, resize

PHONE = 390


def classes_of(path: Path) -> set[str]:
    """The classes of this site's own that stand in a page: those of its blocks and templates."""
    found = re.findall(r' class="([^"]*)"', path.read_text(encoding="utf-8"))
    return {name for value in found for name in value.split() if name.startswith(("rd-", "home-", "admonition"))}


def typical_pages(site: Path) -> list[str]:
    """The addresses of a few pages that have every class together."""
    classes = {path.relative_to(site).as_posix(): classes_of(path) for path in sorted(site.rglob("*.html"))}
    left = set().union(*classes.values())
    chosen: list[str] = []
    while left:
        best = max(classes, key=lambda address: len(classes[address] & left))
        chosen.append(best)
        left -= classes[best]
    return chosen


@pytest.mark.parametrize(("scheme", "rules"), [("light", RULES), ("dark", COLOURS)], ids=["light", "dark"])
def test_pages_have_no_violation_on_a_phone_and_in_the_dark(
    browser: Browser, built_site: Path, served_site: str, scheme: Literal["light", "dark"], rules: list[str]
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    told: dict[str, list[str]] = {}
    for address in typical_pages(built_site):
        page.goto(served_site + address)
        for width in (PHONE, DESKTOP["width"]) if scheme == "dark" else (PHONE,):
            resize(page, width)
            told[f"{address}, {width} wide"] = violations(page, rules)
    context.close()
    assert {view: found for view, found in told.items() if found} == {}


@pytest.mark.parametrize("width", [DESKTOP["width"], PHONE])
def test_search_open_has_no_violation(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(sample + "places/")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").fill("基础研究")
    expect(page.locator(".rd-hit").first).to_be_visible(timeout=15000)
    assert violations(page) == []
    page.get_by_role("textbox", name="Search").fill("zzqqxx")
    expect(page.get_by_role("status").first).not_to_be_empty()
    assert violations(page) == []


def test_the_menu_open_has_no_violation(page: Page, sample: str) -> None:
    resize(page, PHONE)
    page.goto(sample + "topics/modes/")
    page.locator(".md-header label[for=__drawer]").click()
    expect(page.get_by_role("link", name="Lenses")).to_be_visible()
    assert violations(page) == []


def test_a_table_is_a_stop_for_the_keyboard_only_while_it_overflows(page: Page, sample: str) -> None:
    page.goto(sample + "topics/money/")
    page.locator(".rd-numbers > summary").first.click()
    box = page.locator(".rd-numbers .rd-scroll").first
    page.set_viewport_size({"width": 320, "height": 700})
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_role("region")
    page.set_viewport_size({"width": 2000, "height": 20000})
    expect(box).not_to_have_attribute("tabindex", "0")
    expect(box).not_to_have_role("region")


def test_a_violation_is_noticed(page: Page, sample: str) -> None:
    page.goto(sample)
    page.evaluate("""() => {
        const article = document.querySelector('article');
        article.insertAdjacentHTML('beforeend', '<img src="x.png"><p id="pale">pale</p>');
        article.querySelector('#pale').style.color = '#eee';
    }""")
    found = violations(page)
    assert any(line.startswith("image-alt: ") for line in found)
    assert any(line.startswith("color-contrast: ") for line in violations(page, COLOURS))
