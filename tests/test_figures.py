"""Figures in a real browser: text that can be read, in no one's way and inside its figure, at every width."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from refdesk.blocks.shown import holder
from refdesk.data.models import Chart, Diagram
from refdesk.files.docs_tree import published_url
from refdesk.site.site import load_site

SITE = load_site(ROOT)
SMALLEST = 12  # CSS pixels
NAMED = [("chart", name) for name in SITE.library.entries("charts", Chart)]
NAMED += [("diagram", name) for name in SITE.library.entries("diagrams", Diagram)]
PAGES = sorted({published_url(holder(SITE, kind, name) or "", use_directory_urls=True) for kind, name in NAMED})
# A box of text is higher than its letters: only what is left without a fifth at head and foot counts.
MEASURE = """() => {
    document.querySelectorAll('.rd-view').forEach(view => { view.hidden = false; });
    const shown = Array.from(document.querySelectorAll('.rd-plot > svg')).filter(svg => svg.clientWidth > 0);
    return shown.map(svg => {
        const frame = svg.parentElement.getBoundingClientRect();
        const texts = Array.from(svg.querySelectorAll('text'), element => {
            const box = element.getBoundingClientRect();
            return {words: element.textContent, left: box.left, right: box.right,
                    top: box.top + box.height / 5, bottom: box.bottom - box.height / 5,
                    size: parseFloat(getComputedStyle(element).fontSize) * svg.getScreenCTM().a};
        });
        const apart = (a, b) =>
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        const boxes = svg.parentElement.closest('.rd-diagram')
            ? Array.from(svg.querySelectorAll('rect'), box => box.getBoundingClientRect()) : [];
        const spilt = text => boxes.some(box => !apart(text, box) && (text.left < box.left || text.right > box.right
            || text.top < box.top || text.bottom > box.bottom));
        const lines = Array.from(svg.querySelectorAll('path.ref, path.event'), line => line.getBoundingClientRect());
        return {
            crossed: texts.filter(text => lines.some(line => !apart(text, line))).map(text => text.words),
            spilt: texts.filter(spilt).map(text => text.words),
            name: svg.getAttribute('aria-labelledby').split(' ')[0],
            wide: svg.classList.contains('rd-wide'),
            small: texts.filter(text => text.size < SMALLEST - 0.01).map(text => `${text.words}: ${text.size}`),
            outside: texts.filter(text => text.left < frame.left - 0.5 || text.right > frame.right + 0.5
                || text.top < frame.top - 0.5 || text.bottom > frame.bottom + 0.5).map(text => text.words),
            met: texts.flatMap((text, at) => texts.slice(at + 1).filter(other => !apart(text, other))
                .map(other => `${text.words} / ${other.words}`)),
        };
    });
}""".replace("SMALLEST", str(SMALLEST))


def faults(found: list[dict[str, object]]) -> Iterator[str]:
    for figure in found:
        for kind in ("small", "outside", "met", "spilt", "crossed"):
            if figure[kind]:
                yield f"{figure['name']}, {kind}: {figure[kind]}"


def measured(page: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page.evaluate(MEASURE)
    return found


@pytest.mark.parametrize("width", [320, 390, 692, 768, 1280, 1600])
def test_text_can_be_read_and_keeps_its_place(browser: Browser, served_site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    seen: dict[str, list[dict[str, object]]] = {}
    for address in PAGES:
        page.goto(served_site + address)
        seen[address] = measured(page)
        assert len(seen[address]) == page.locator(".rd-plot").count()  # one drawing of each pair is shown
    context.close()
    assert len({figure["name"] for found in seen.values() for figure in found}) > len(NAMED)  # a map has two views
    assert {address: told for address, found in seen.items() if (told := list(faults(found)))} == {}


def test_what_is_wrong_would_be_seen(browser: Browser, served_site: str) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 900}).new_page()
    page.goto(served_site + PAGES[0])
    assert list(faults(measured(page))) == []
    page.evaluate("""() => {
        const svg = Array.from(document.querySelectorAll('.rd-plot > svg')).find(svg => svg.clientWidth > 0);
        const [first, second, third] = svg.querySelectorAll('text');
        second.setAttribute('x', first.getAttribute('x'));
        second.setAttribute('y', first.getAttribute('y'));
        second.setAttribute('class', first.getAttribute('class') || '');
        third.setAttribute('font-size', '9');
        third.setAttribute('x', '400');
    }""")
    told = " ".join(faults(measured(page)))
    assert all(f", {kind}: " in told for kind in ("small", "outside", "met"))


def test_equal_figures_hide_no_mark(browser: Browser, served_site: str) -> None:
    """In a row of two marks, the hollow one is a ring around the full one where both stand in one place."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{served_site}reference/data/rd_intensity_2023_revised/")
    rings, dots = (
        page.eval_on_selector_all(
            f"#chart-provinces-revision .rd-wide path[class~='{kind}']:has(title)",
            "marks => marks.map(mark => [mark.getBBox().width, getComputedStyle(mark).fill])",
        )
        for kind in ("h2", "f1")
    )
    assert len(rings) == len(dots) == 31
    assert {fill for _, fill in rings} == {"none"}
    assert min(width for width, _ in rings) > max(width for width, _ in dots) + 4


@pytest.mark.parametrize(
    ("address", "chart", "line", "text", "told"),
    [
        ("hubs/", "provinces-ranked", "ref", "6.58%", "6.58%"),
        ("pivot/", "basic-share", "event", "2006: plan to 2020", "2006: plan to 2020"),
    ],
)
def test_a_text_that_a_line_crosses_would_be_seen(
    browser: Browser, served_site: str, address: str, chart: str, line: str, text: str, told: str
) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(served_site + address)
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
    assert [fault for fault in faults(measured(page)) if f", crossed: ['{told}'" in fault] != []


@pytest.mark.parametrize("touch", [False, True])
def test_the_figure_at_a_mark_is_told_where_the_pointer_comes_near(
    browser: Browser, served_site: str, touch: bool
) -> None:
    """A mark of five pixels need not be hit: the nearest within thirty speaks, and the drawing keeps its name."""
    page = browser.new_context(viewport={"width": 390, "height": 900}, has_touch=touch).new_page()
    page.goto(f"{served_site}pivot/")
    drawing = page.locator("#chart-basic-share .rd-narrow")
    drawing.scroll_into_view_if_needed()
    mark = drawing.locator("path.f1:has(title)").first
    words = mark.locator("title").text_content()
    box = mark.bounding_box()
    assert box is not None
    near = (box["x"] + 1, box["y"] + 22)
    if touch:
        page.touchscreen.tap(*near)
    else:
        page.mouse.move(*near)
    tip = page.locator(".rd-tip")
    expect(tip).to_be_visible()
    expect(tip).to_have_text(words or "")
    assert words == "Final, 1996: 5.0% of R&D"
    expect(drawing).to_have_accessible_name("Basic research as a share of R&D expenditure in China")
    expect(drawing).to_have_accessible_description(re.compile("^A line of final figures"))
    assert drawing.locator("title").count() == 0  # the browser shows no second box
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_figures_away_from_an_axis_have_their_unit(browser: Browser, served_site: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{served_site}pillars/funding/")
    told = page.locator("#chart-rd-by-type .rd-wide > * > title").all_text_contents()
    assert len(told) > 60
    assert [words for words in told if not words.endswith(" billion yuan")] == []
