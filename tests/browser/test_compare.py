"""Places side by side: those that are chosen, their facts and figures, kept in the address; without scripts, all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessible import COLOURS, choose_scheme, violations
from conftest import resize

SIDES = "?p=North~South"
HEADS = """() => Array.from(document.querySelectorAll("[data-part=facts] thead th + th"),
    one => one.innerText.split(" ")[0])"""


def fact(page: Page, head: str) -> list[str]:
    """Return what the table of facts says under a head, for each place."""
    row = page.locator("[data-part=facts] tr", has=page.locator("th[scope=row]", has_text=re.compile(f"^{head}$")))
    return row.locator("td").all_inner_texts()


def test_a_hub_leads_to_its_facts_beside_those_of_a_peer_and_the_nation(page: Page, sample: str) -> None:
    page.goto(f"{sample}places/north/")
    page.click("text=Compare North with South")
    page.wait_for_url(f"**/places/compare/{SIDES}")
    assert page.evaluate(HEADS) == ["North", "South", "China"]
    assert "Neutron source" in fact(page, "Large facilities")[0]
    assert fact(page, "Universities named")[1:] == ["none found", "\u2013"]
    north, south, nation = fact(page, "Research intensity")
    assert (north[:4], south[:5], nation[:5]) == ("1.9%", "6.49%", "2.92%")
    assert "North, South, China" in page.locator("[data-part=title]").inner_text()
    page.locator("[data-part=facts] a", has_text="1.9%").first.click()
    page.wait_for_url("**/reference/data/places/#row-2024-north.intensity")


def test_the_chart_stands_on_the_first_screen_and_is_seen_while_one_chooses(page: Page, sample: str) -> None:
    page.goto(f"{sample}places/compare/")
    plot, choices = page.locator("[data-part=plot] svg"), page.locator("[data-part=lines]")
    expect(plot).to_be_in_viewport(ratio=0.9)
    choices.locator("summary").click()
    choices.evaluate("box => box.scrollIntoView()")
    expect(choices).to_be_in_viewport(ratio=0.8)
    expect(plot).to_be_in_viewport(ratio=0.8)


def test_a_choice_of_at_most_four_is_kept_for_reload_back_and_another_visitor(page: Page, sample: str) -> None:
    page.goto(f"{sample}places/compare/?p=north~Atlantis~china~NORTH&m=Places.Intensity")
    assert "Atlantis." in page.locator("[data-part=lost]").inner_text()
    assert page.evaluate(HEADS) == ["North", "China"]
    page.goto(f"{sample}places/compare/?p=North~South~East~West~Centre")
    assert "Centre" in page.locator("[data-part=lost]").inner_text()
    page.goto(f"{sample}places/compare/?p=North")
    page.click("text=Choose places")
    for name in ("East", "West", "Centre"):
        box = page.locator(f"[data-part=places] input[value={name}]")
        box.focus()
        page.keyboard.press("Space")
        expect(page.locator(f"[data-part=places] input[value={name}]")).to_be_focused()
    expect(page.locator("[data-part=places] input[value=South]")).to_be_disabled()
    page.select_option("[data-part=measure]", "places.total")
    shown, address = page.evaluate(HEADS), page.url
    assert sorted(shown) == ["Centre", "China", "East", "North", "West"]
    page.goto("about:blank")
    page.goto(address)
    assert page.evaluate(HEADS) == shown
    page.click("text=Choose places")
    page.uncheck("[data-part=places] input[value=West]")
    assert "West" not in page.evaluate(HEADS)
    page.go_back()
    assert page.evaluate(HEADS) == shown


def test_a_hub_is_found_by_its_name_in_every_script(page: Page, sample: str) -> None:
    page.goto(f"{sample}places/compare/")
    page.click("text=Choose places")
    page.eval_on_selector("[data-part=find]", "field => { field.closest('label').hidden = false; }")
    for typed in ("nor", "\u5317\u65b9", "beifang"):
        page.fill("[data-part=find]", typed)
        [label] = page.locator("[data-part=places] label:visible").all()
        expect(label).to_have_text("North")


def test_two_places_stand_side_by_side_on_a_phone(page: Page, sample: str) -> None:
    resize(page, 390)
    page.goto(f"{sample}places/compare/?p=North~South")
    cells = page.locator("[data-part=facts] tbody tr:nth-child(2) > td")
    expect(cells).to_have_count(3)
    (left, top), south, nation = cells.evaluate_all("all => all.map((one) => [one.offsetLeft, one.offsetTop])")
    assert south[1] == top < nation[1]
    assert nation[0] == left < south[0]


@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_is_accessible(page: Page, sample: str, width: int) -> None:
    resize(page, width)
    page.goto(f"{sample}places/compare/?p=North~South~East~West")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    choose_scheme(page, "slate")
    assert violations(page, COLOURS) == []


def test_it_works_from_the_disk_and_without_scripts_shows_all(new_page: Callable[..., Page], disk_site: Path) -> None:
    page = new_page(offline=True)
    page.goto((disk_site / "places/compare.html").as_uri() + SIDES)
    page.click("text=Choose places")
    page.check("[data-part=places] input[value=East]")
    shown = page.evaluate(HEADS)
    page.reload()
    assert page.evaluate(HEADS) == shown == ["East", "North", "South", "China"]
    page = new_page(java_script_enabled=False)
    page.goto((disk_site / "places/compare.html").as_uri())
    rows = page.locator("[data-part=plain] tbody tr")
    assert rows.count() == 6  # five places and the nation
    expect(rows.nth(2)).to_contain_text("Neutron source")
    heads = page.locator("[data-part=plain] thead th").all_inner_texts()
    labels = rows.first.locator("td").evaluate_all("cells => cells.map((cell) => cell.dataset.label)")
    assert labels == heads[1:]  # what each line of a card on a phone is
