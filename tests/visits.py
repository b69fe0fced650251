"""A first visit to a page in a real browser, and what is amiss with it at every width."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Request, ViewportSize

from accessible import COLOURS, LOOKS, choose_scheme, violations
from conftest import resize
from layout import figure_faults, figures, paper_faults, table_faults, text_faults

PHONE: ViewportSize = {"width": 320, "height": 844}
PHONE_WIDTH, DESKTOP_WIDTH = 320, 1280  # every page is looked at in these
OTHER_WIDTHS = (390, 692, 768, 1600)  # for drawings, and for the blocks and templates of typical pages
REQUESTS = 15

# The service worker keeps files for later, once the page is there: that is no part of the first load.
_RECORD = """
delete Navigator.prototype.serviceWorker;
window.blocked = [];
{
  const isFault = ({ hadRecentInput }) => !hadRecentInput;
  const note = (entries) => entries.filter(isFault).forEach(({ value }) => { shifts += value; });
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  let shifts = 0;
  observer.observe({ type: "layout-shift", buffered: true });
  window.shiftsNow = () => (note(observer.takeRecords()), shifts); // with those that are yet to be reported
}
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.violatedDirective));
"""
_SETTLE = "document.fonts.ready.then(() => new Promise((done) => requestIdleCallback(() => done())))"
_READ_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight && y < 12000; y += window.innerHeight) {
    window.scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); // a shift is known after its frame
}"""


@cache
def cost(path: Path) -> int:
    """The bytes that a server sends for a file: text compressed, fonts and pictures as they are."""
    data = (path / "index.html" if path.is_dir() else path).read_bytes()
    return len(data) if path.suffix in {".woff2", ".png", ".webp", ".avif"} else len(gzip.compress(data, 6))


class Visitor:
    """Visits pages of a site one after the other, on a phone and without copies of what was loaded before."""

    def __init__(self, browser: Browser, site: Path, base: str) -> None:
        self._site, self._base = site, base
        self._context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
        self._context.add_init_script(_RECORD)
        self.page = self._context.new_page()
        network = self._context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._asked: list[str] = []
        self._complaints: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def close(self) -> None:
        """Close the browser's window."""
        self._context.close()

    def _note_request(self, request: Request) -> None:
        self._asked.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":  # what a browser warns of is for each version another thing, and a matter of time
            self._complaints.append(message.text)

    def open(self, address: str) -> None:
        """Open a page, and wait until it is at rest."""
        self._asked.clear()
        self._complaints.clear()
        self.page.set_viewport_size(PHONE)
        self.page.goto(self._base + address)
        self.page.evaluate(_SETTLE)

    def faults(self, limit: int, *, is_typical: bool = False) -> Iterator[str]:
        """What is amiss with the open page, of which a first visit may cost as many bytes as the limit says.

        One that is typical stands for others with the same blocks and templates: it is looked at in every view.
        """
        own = [url for url in self._asked if url.startswith(self._base)]
        bytes_ = sum(cost(self._site / unquote(urlsplit(url.removeprefix(self._base)).path)) for url in own)
        if bytes_ > limit:
            yield f"a first visit loads {bytes_} bytes, more than {limit}"
        if len(own) > REQUESTS:
            yield f"a first visit takes {len(own)} requests, more than {REQUESTS}"
        self.page.evaluate(_READ_THROUGH)
        if shifts := self.page.evaluate("window.shiftsNow()"):
            yield f"its layout shifts by {shifts:.4f}"
        yield from self._faults_of_the_layout(is_typical=is_typical)
        if is_typical:
            yield from violations(self.page)
            yield from self._violations_in_other_views()
        else:  # what stands around the article is the same on all pages
            yield from violations(self.page, without=LOOKS, within="article")
        yield from (
            f"asks another server: {url}" for url in self._asked if not url.startswith((self._base, "data:", "blob:"))
        )
        yield from (f"its policy blocks {directive}" for directive in self.page.evaluate("window.blocked"))
        yield from (f"complains: {complaint}" for complaint in self._complaints)

    def _faults_of_the_layout(self, *, is_typical: bool) -> Iterator[str]:
        """What is amiss at one width after the other; the last is that of a desktop."""
        hidden = set(
            self.page.locator(".rd-plot > svg").evaluate_all(
                "drawings => drawings.map((svg) => svg.getAttribute('aria-labelledby').split(' ')[0])"
            )
        )
        for width in (PHONE_WIDTH, *(OTHER_WIDTHS if hidden or is_typical else ()), DESKTOP_WIDTH):
            resize(self.page, width)
            found: list[str] = []
            if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"the page is {wide} wide")
            if shown := figures(self.page):
                found += figure_faults(shown)
                hidden -= {figure["name"] for figure in shown}
            if width not in OTHER_WIDTHS:
                found += table_faults(self.page)
                found += text_faults(self.page)
            yield from (f"{width} wide: {fault}" for fault in found)
        yield from paper_faults(self.page)
        yield from (f"the drawing {name} is shown at no width" for name in hidden)

    def _violations_in_other_views(self) -> Iterator[str]:
        """Violations of the article on a phone, and of the colours in the dark on both."""
        choose_scheme(self.page, "slate")
        yield from (f"in the dark: {fault}" for fault in violations(self.page, COLOURS))
        resize(self.page, PHONE_WIDTH)
        yield from (f"on a phone, in the dark: {fault}" for fault in violations(self.page, COLOURS))
        choose_scheme(self.page, "default")
        yield from (f"on a phone: {fault}" for fault in violations(self.page, within="article"))
