"""What a first visit costs: bytes, requests, shifts of the layout. No time is measured here."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from conftest import ROOT
from refdesk.html.tidy import without_indents
from test_browser import page_addresses

TEXT_PAGE = 150_000  # bytes, compressed, everything that a first visit loads
HEAVIEST_PAGE = 250_000
REQUESTS = 15
# Blocks of hundreds of entries: a page that holds one is a table or a list, and may be heavier.
HEAVY = re.compile(r"<!-- (timeline|glossary|bibliography|institutions)[ :]")

SHIFTS = """() => {
    window.shifts = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        if (!entry.hadRecentInput) window.shifts += entry.value;
    })).observe({type: 'layout-shift', buffered: true});
}"""


def cost(site: Path, address: str) -> int:
    """The bytes that a server sends for a file: text compressed, fonts and pictures as they are."""
    path = site / unquote(urlsplit(address).path).lstrip("/")
    data = (path / "index.html" if path.is_dir() else path).read_bytes()
    return len(data) if path.suffix in {".woff2", ".png", ".webp", ".avif"} else len(gzip.compress(data, 6))


def source_text(address: str) -> str:
    """The Markdown of a page ('' for an address that only leads on)."""
    name = address.strip("/")
    paths = (ROOT / "docs" / name / "index.md", ROOT / "docs" / f"{name}.md")
    return next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), "")


def first_visit(browser: Browser, site: Path, url: str) -> tuple[int, int, float]:
    """Bytes, requests and layout shift of a first visit to a page, scrolled through to its end."""
    # The service worker keeps files for later, once the page is there: that is no part of the first load.
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(f"({SHIFTS})()")
    page.goto(url)
    page.wait_for_load_state("networkidle")  # only now: a slow machine is idle before it asks for scripts
    bytes_, requests = sum(cost(site, address) for address in asked if address.startswith("http")), len(asked)
    shift = shift_while_reading(page)
    context.close()
    return bytes_, requests, shift


def shift_while_reading(page: Page) -> float:
    """The layout shift so far and while the page is scrolled."""
    page.evaluate("""async () => {
        for (let y = 0; y < document.body.scrollHeight && y < 12000; y += 700) {
            window.scrollTo(0, y);
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        }
    }""")
    return float(page.evaluate("window.shifts"))


def test_every_page_is_within_its_budget(browser: Browser, built_site: Path, served_site: str) -> None:
    over: list[str] = []
    for address in page_addresses(built_site):
        bytes_, requests, shift = first_visit(browser, built_site, served_site + address.lstrip("/"))
        limit = HEAVIEST_PAGE if HEAVY.search(source_text(address)) else TEXT_PAGE
        if bytes_ > limit or requests > REQUESTS or shift > 0.0:
            over.append(f"{address}: {bytes_} bytes, {requests} requests, shift {shift:.4f}")
    assert over == []


def test_of_the_colours_of_the_theme_those_in_use_are_sent(built_site: Path) -> None:
    (sent,) = built_site.glob("assets/stylesheets/palette.*.css")
    assert set(re.findall(r"data-md-color-(\w+)", sent.read_text(encoding="utf-8"))) == {"scheme", "switching"}


def test_blanks_of_templates_go_where_they_mean_nothing(built_site: Path) -> None:
    kept = "<pre>a\n\n  b</pre><script>c\n  d</script>"
    assert without_indents(f"<p>\n\n   e  f\n {kept}\n  </p>\n") == f"<p>\ne  f\n{kept}\n</p>\n"
    page = (built_site / "pillars" / "funding" / "index.html").read_text(encoding="utf-8")
    assert without_indents(page) == page


def test_pictures_keep_the_room_that_they_take(context: BrowserContext, served_site: str) -> None:
    """A picture that comes late has the proportions it announced, so that nothing below it moves."""
    page = context.new_page()
    page.goto(served_site + "reference/data/")
    sizes = page.locator("article img").evaluate_all("""images => Promise.all(images.map(async image => {
        image.loading = "eager";
        await image.decode();
        return [image.getAttribute("width") / image.getAttribute("height"), image.naturalWidth / image.naturalHeight];
    }))""")
    assert len(sizes) > 5
    for announced, real in sizes:
        assert abs(announced - real) < 0.01


def test_a_shift_is_noticed(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.add_init_script(f"({SHIFTS})()")
    page.goto(served_site, wait_until="networkidle")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p>late</p>'.repeat(9))")
    assert shift_while_reading(page) > 0
