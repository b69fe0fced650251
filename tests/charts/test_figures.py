"""Figures in a real browser: faults of their layout are noticed, marks tell their figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from conftest import ROOT, resize
from layout import figure_faults, figures


def test_no_drawing_depends_on_how_a_python_adds_floats() -> None:
    """The built-in sum rounds otherwise since Python 3.12: math.fsum, and sums of decimals, are the same everywhere."""
    calls = [
        path.name
        for path in (ROOT / "hooks/refdesk/charts").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sum"
    ]
    assert calls == []


def test_what_is_wrong_would_be_seen(page: Page, sample: str) -> None:
    page.goto(sample + "topics/money/")
    resize(page, 390)
    assert list(figure_faults(figures(page))) == []
    page.evaluate("""() => {
        const svg = Array.from(document.querySelectorAll('.rd-plot > svg')).find(svg => svg.clientWidth > 0);
        const [first, second, third] = svg.querySelectorAll('text');
        second.setAttribute('x', first.getAttribute('x'));
        second.setAttribute('y', first.getAttribute('y'));
        second.setAttribute('class', first.getAttribute('class') || '');
        third.setAttribute('font-size', '9');
        third.setAttribute('x', '400');
    }""")
    told = " ".join(figure_faults(figures(page)))
    assert all(f", {kind}: " in told for kind in ("size", "outside", "met"))


def test_equal_figures_hide_no_mark(page: Page, sample: str) -> None:
    """In a row of two marks, the hollow one is a ring around the full one where both stand in one place."""
    page.goto(f"{sample}places/")
    rings, dots = (
        page.eval_on_selector_all(
            f"#chart-revision .rd-wide path[class~='{kind}']:has(title)",
            "marks => marks.map(mark => [mark.getBBox().width, getComputedStyle(mark).fill])",
        )
        for kind in ("h2", "f1")
    )
    assert len(rings) == len(dots) == 5
    assert {fill for _, fill in rings} == {"none"}
    assert min(width for width, _ in rings) > max(width for width, _ in dots) + 4


def test_hollow_points_hide_no_point_of_a_line(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/money/")
    kinds: list[str] = page.eval_on_selector_all(
        "#chart-share .rd-wide path:has(title)", "marks => marks.map(mark => mark.classList[0])"
    )
    assert kinds == sorted(kinds, reverse=True)  # all that are hollow, "h", and over them those that are full, "f"
    assert {kind[0] for kind in kinds} == {"h", "f"}


@pytest.mark.parametrize(
    ("address", "chart", "line", "text"),
    [("places/", "ranked", "ref", "6.49%"), ("topics/money/", "share", "event", "2006: plan to 2020")],
)
def test_a_text_that_a_line_crosses_would_be_seen(
    page: Page, sample: str, address: str, chart: str, line: str, text: str
) -> None:
    page.goto(sample + address)
    page.evaluate(
        """([chart, line, words]) => {
            const svg = document.querySelector(`#chart-${chart} .rd-wide`);
            const texts = Array.from(svg.querySelectorAll('text'));
            const text = texts.find(text => text.textContent === words);
            text.setAttribute('x', svg.querySelector(`path.${line}`).getBBox().x + 5);
            text.setAttribute('class', 'ae');
        }""",
        [chart, line, text],
    )
    assert [fault for fault in figure_faults(figures(page)) if f", crossed: ['{text}'" in fault] != []


@pytest.mark.parametrize("touch", [False, True])
def test_the_figure_at_a_mark_is_told_where_the_pointer_comes_near(
    new_page: Callable[..., Page], sample: str, touch: bool
) -> None:
    """A mark of five pixels need not be hit: the nearest within thirty speaks, and the drawing keeps its name."""
    page = new_page(viewport={"width": 390, "height": 900}, has_touch=touch)
    page.goto(f"{sample}topics/money/")
    drawing = page.locator("#chart-share .rd-narrow")
    drawing.scroll_into_view_if_needed()
    box = drawing.locator("path.f1:has(title)").first.bounding_box()
    assert box is not None
    near = (box["x"] + 1, box["y"] + 22)
    if touch:
        page.touchscreen.tap(*near)
    else:
        page.mouse.move(*near)
    tip = page.locator(".rd-tip")
    expect(tip).to_be_visible()
    expect(tip).to_have_text("Final, 2002: 4.24%")
    expect(drawing).to_have_accessible_name("Basic research as a share of all research")
    expect(drawing).to_have_accessible_description(re.compile("^A line of final figures"))
    assert drawing.locator("title").count() == 0  # the browser shows no second box
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_figures_away_from_an_axis_have_their_unit(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/money/")
    told = page.locator("#chart-by-type .rd-wide > * > title").all_text_contents()
    assert len(told) > 60
    assert [words for words in told if not words.endswith(" billion yuan")] == []


def test_marks_are_read_with_arrow_keys_all_series_of_a_year_at_once(page: Page, sample: str) -> None:
    page.goto(f"{sample}topics/money/")
    drawing = page.locator(".rd-plot > svg.rd-wide[tabindex='0']").first
    drawing.focus()
    page.keyboard.press("End")
    said = page.locator("#rd-tip").inner_text()
    page.keyboard.press("ArrowLeft")
    before = page.locator("#rd-tip").inner_text()
    assert said != before
    assert len(before.splitlines()) > 1, before
    page.keyboard.press("Tab")
    expect(page.locator("#rd-tip")).to_be_hidden()


def test_a_figure_and_its_citation_are_copied(new_page: Callable[..., Page], sample: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{sample}topics/money/")
    figure = page.locator(".rd-chart[id]").first
    figure.get_by_text("Save or cite").click()
    figure.get_by_role("button", name="Cite figure").click()
    expect(figure.get_by_role("button", name="Copied")).to_be_visible()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert f"#{figure.get_attribute('id')}. Sources: " in cited
    figure.get_by_role("button", name="Copy figure").click()
    expect(figure.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate("navigator.clipboard.read().then(items => items[0].types)") == ["image/png"]
