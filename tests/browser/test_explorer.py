"""The explorer: what is chosen is drawn, told, listed, downloaded and kept in the address, also from the disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessible import COLOURS, choose_scheme, violations
from conftest import resize

TABLE = """() => Array.from(document.querySelectorAll("[data-part=table] tr"),
    row => Array.from(row.cells, cell => cell.innerText))"""
SIDES = "?p=North~South&y=2015.."


def part(page: Page, name: str) -> str:
    """Return the text of a part of the explorer."""
    return page.locator(f"[data-part={name}]").inner_text()


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def downloaded(page: Page, name: str) -> Path:
    """Return the file that a button downloads."""
    with page.expect_download() as download:
        page.click(f"[data-part={name}]")
    return download.value.path()


def test_chart_table_and_csv_say_the_same_and_lead_to_the_rows(page: Page, sample: str, sample_root: Path) -> None:
    page.goto(f"{sample}explore/{SIDES}")
    source = [r for r in rows(sample_root / "docs/data/series/places.csv") if r["place"] in {"North", "South"}]
    wanted = {(r["place"], r["year"]): float(r["intensity"]) for r in source if int(r["year"]) >= 2015}
    [heads, *lines] = page.evaluate(TABLE)
    shown = {(place, line[0]): float(text) for line in lines for place, text in zip(heads[1:], line[1:], strict=True)}
    assert shown == wanted
    saved = rows(downloaded(page, "csv"))
    assert {(r["place"], r["year"]): float(r["value"]) for r in saved} == wanted
    described = {r["source"]: r["address of the source"].removeprefix(f"{sample}reference/sources/") for r in saved}
    assert described["Sampleland Ministry of Research 2021"] == "#source-ministry-2021-report"
    assert len(page.locator("[data-part=plot] svg > path > title").all()) == len(wanted)
    page.locator("[data-part=table] a").first.click()
    page.wait_for_url("**/reference/data/places/#row-2024-*")
    assert page.locator(":target").count() == 1


def test_a_view_is_the_same_after_reload_and_for_a_second_visitor_and_back(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/")
    page.select_option("[data-part=measure]", "places.total")
    page.check("[value=map]")
    page.locator("[data-part=at]").fill("2020")
    title, address = part(page, "title"), page.url
    assert "2020" in title
    page.goto("about:blank")
    page.goto(address)
    assert part(page, "title") == title
    page.go_back()
    page.go_forward()
    page.check("[value=lines]")
    page.go_back()
    assert part(page, "title") == title


def test_a_picture_has_the_title_in_it(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/{SIDES}")
    data = downloaded(page, "png").read_bytes()
    assert data.startswith(b"\x89PNG")
    page.goto(f"{sample}explore/?p=South&y=2015..")
    assert downloaded(page, "png").read_bytes() != data


def test_lines_are_filtered_in_every_script_and_chosen_by_keys(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/")
    page.click("text=Choose lines and years")
    # There are few places, but the field answers all the same.
    page.eval_on_selector("[data-part=find]", "field => { field.closest('label').hidden = false; }")
    for typed in ("sou", "南", "nanfang"):
        page.fill("[data-part=find]", typed)
        [label] = page.locator("[data-part=places] label:visible").all()
        expect(label).to_have_text("South")
    box = page.locator("[data-part=places] input[value=South]")
    was = box.is_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-part=places] input[value=South]")).to_be_focused()
    assert page.locator("[data-part=places] input[value=South]").is_checked() is not was


def test_another_measure_and_a_map_show_more_than_what_is_left_of_a_choice(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?p=North~China")
    page.check("[value=map]")
    assert page.locator("[data-part=plot] rect").count() > 2, "a map shows every province"
    page.check("[value=lines]")
    assert "North" in part(page, "title")
    page.select_option("[data-part=measure]", "places.total")
    assert "South" in part(page, "table"), "of amounts the nation has no line, and one line is no comparison"


def test_what_may_not_be_compared_is_not_joined(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?p=North&y=2020..")
    ends = page.locator("[data-part=plot] path.w").evaluate_all(
        "all => all.map(one => one.getAttribute('d').split('L').length)"
    )
    years = len(page.locator("[data-part=plot] path > title").all())
    assert sum(ends) == years - 1, "the year behind the break stands alone"
    told = [row["year"] for row in rows(downloaded(page, "csv")) if "the figures are not alike" in row["note"]]
    assert told == ["2024"], "who joins the lines of the file is told"
    page.goto(f"{sample}explore/?m=national.share")
    assert "2024" in part(page, "headline")
    assert "(preliminary)" in page.evaluate(TABLE)[1][1], "the estimate for 2025 is told"
    assert page.locator("[data-part=plot] path.h1").count() == 1, "as a hollow mark"
    page.goto(f"{sample}explore/?m=countries.share")
    assert ["Sampleland", "2024", "6.88"] in page.evaluate(TABLE), "an estimate is not ranked"
    page.goto(f"{sample}explore/?m=fund.success_rate&v=bars")
    assert "bars" in part(page, "lost")


def test_unknown_names_are_told(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?m=Places.Intensity&p=north~Atlantis&y=1066..&lines=West&q=&utm_source=letter")
    assert "North" in part(page, "title")
    assert re.search(r"Left out.*: .*Atlantis", part(page, "lost"))
    assert "1066" in part(page, "lost")
    assert "lines=West" in part(page, "lost")
    assert "letter" not in part(page, "lost")
    page.goto(f"{sample}explore/?p={'~'.join(f'Atlantis-{number}' for number in range(500))}~{'x' * 500}")
    assert re.search(r": (Atlantis-\d, ){4}Atlantis-4 and 496 more\.$", part(page, "lost"))


def test_years_in_either_order_are_a_span(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?p=North&y=2020..2015")
    assert "2015–2020" in part(page, "title")
    page.click("text=Choose lines and years")
    page.select_option("[data-part=from]", "2023")
    assert "2020–2023" in part(page, "title")


def test_a_choice_without_figures_names_no_source(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?m=fund.success_rate&p=full-year&y=2025..2025")
    assert "No figure was found" in part(page, "headline")
    assert part(page, "sources") == ""


def test_no_two_labels_have_one_colour_and_one_mark(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/?p=North~South~East~West~Centre~China")
    marks = page.locator("[data-part=plot] path:has(+ text.b)").evaluate_all(
        "all => all.map(one => one.getAttribute('class') + one.getAttribute('d').replace(/[^a-z]/gi, ''))"
    )
    assert len(set(marks)) == len(marks) == len("NSEWCC")


def test_a_question_answers_and_arrow_keys_tell_years(page: Page, sample: str) -> None:
    page.goto(f"{sample}explore/")
    page.click("text=Questions to begin with")
    page.click("text=North beside South")
    assert "North, South, 2015" in part(page, "title")
    page.locator("[data-part=plot] svg").focus()
    page.keyboard.press("End")
    told = page.locator(".rd-unseen").inner_text()
    assert "North, 2024" in told
    assert "South, 2024" in told


@pytest.mark.parametrize("view", ["lines", "bars", "map"])
def test_it_fits_and_is_accessible(page: Page, sample: str, view: str) -> None:
    for width in (1280, 390):
        resize(page, width)
        page.goto(f"{sample}explore/?v={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        choose_scheme(page, "slate")
        assert violations(page, COLOURS) == []


def test_it_works_from_the_disk(new_page: Callable[..., Page], disk_site: Path) -> None:
    page = new_page(offline=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((disk_site / "explore.html").as_uri())
    page.click("text=Questions to begin with")
    page.locator("[data-part=questions] a").last.click()
    title, address = part(page, "title"), page.url
    assert "#m=" in address
    page.goto("about:blank")
    page.goto(address)
    assert part(page, "title") == title
    assert all(url.startswith(("file:", "data:", "about:")) for url in asked)


def test_without_scripts_the_page_leads_to_the_tables(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{sample}explore/")
    page.locator("[data-part=plain] a").click()
    page.wait_for_url("**/reference/data/")
