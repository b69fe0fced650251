"""Pages of the site, opened once in a real browser: what they load, their layout, accessibility.

A few typical pages that have every block and template together are looked at in every view: at each width, on a phone,
dark. With the variable WHOLE, every other page is opened, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from conftest import ROOT, WHOLE
from visits import Visitor

TEXT_PAGE = 150_000  # bytes, compressed, everything that a first visit loads
ENTRY = 150  # bytes that each entry of a long list may add
# Blocks of hundreds of entries, to which contributors add: a page that holds one may weigh what they come to. The
# comparison has each fact of all places; the page of five hubs has five records.
LONG_LIST = re.compile(r"<!-- (timeline|glossary|bibliography|institutions|claims|compare|hub)[ :]")


def pages(site: Path) -> Iterator[tuple[str, int]]:
    """The address of every page and how many bytes it may cost; an address that only leads on is no page."""
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        path_of_page = address.removeprefix("zh/").rstrip("/")  # a translation is of the same page
        source = ROOT / "docs" / f"{path_of_page or 'index'}.md"
        source = source if source.is_file() else ROOT / "docs" / path_of_page / "index.md"
        if source.is_file() or address.endswith("404.html"):
            is_list = source.is_file() and LONG_LIST.search(source.read_text(encoding="utf-8"))
            entries = path.read_text(encoding="utf-8").count(' id="') if is_list else 0
            yield address, TEXT_PAGE + ENTRY * entries


def classes_of(path: Path) -> set[str]:
    """The classes of this site's own that stand in a page: those of its blocks and templates, and that of code."""
    found = re.findall(r' class="([a-z0-9 _-]*)"', path.read_text(encoding="utf-8"))
    own = ("rd-", "home-", "admonition", "highlight")
    return {name for value in found for name in value.split() if name.startswith(own)}


def typical_pages(site: Path) -> list[str]:
    """The addresses of a few pages that have every class together; of two with as many new ones, the shorter."""
    files = {address: site / address / "index.html" for address, _ in pages(site) if not address.endswith("404.html")}
    classes = {address: classes_of(path) for address, path in files.items()}
    cost = {address: 30_000 + path.stat().st_size for address, path in files.items()}
    left = set().union(*classes.values())
    chosen: list[str] = []
    while left:
        best = max(classes, key=lambda address: len(classes[address] & left) / cost[address])
        chosen.append(best)
        left -= classes[best]
    for address in sorted(chosen, key=cost.__getitem__, reverse=True):  # what those chosen later have together
        others = [classes[one] for one in chosen if one != address]
        if classes[address] <= set().union(*others):
            chosen.remove(address)
    return chosen


def test_pages_are_in_order(browser: Browser, built_site: Path, served_site: str) -> None:
    visitor = Visitor(browser, built_site, served_site)
    told: list[str] = []
    typical = {"404.html", *typical_pages(built_site)}
    for address, limit in pages(built_site):
        if WHOLE or address in typical:
            visitor.open(address)
            told += [f"/{address}: {fault}" for fault in visitor.faults(limit, is_typical=address in typical)]
    visitor.close()
    assert told == [], "\n".join(told)


def test_what_is_not_in_order_is_noticed(browser: Browser, sample_root: Path, sample: str) -> None:
    visitor = Visitor(browser, sample_root / "site", sample)
    visitor.open("")
    visitor.page.evaluate("""() => {
        document.querySelector("h1").insertAdjacentHTML("beforebegin", "<p>late</p>".repeat(9));
        document.querySelector("article").insertAdjacentHTML("beforeend", "<p id='wide'>wide</p>");
        document.querySelector("#wide").style.width = "2000px";
        const picture = new Image();
        picture.src = "http://127.0.0.1:9/x.png";
        document.querySelector("article").append(picture);
        const said = "<p>This was not found.</p>".repeat(4);
        const code = `<pre id="long"><code>${"long ".repeat(99)}</code></pre>`;
        const quoted = "<span lang='zh-Hans'>主力军”</span><h2 id='key-points'>Key points</h2><ul><li>Bare.</li></ul>";
        document.querySelector("article").insertAdjacentHTML("beforeend", said + code + quoted);
        document.querySelector("#long > code").style.whiteSpace = "pre";
    }""")
    told = "\n".join(visitor.faults(1000, is_typical=True))
    visitor.close()
    loading = ("bytes, more", "layout shifts", "another server", "img-src", "complains")
    views = ("320 wide", "390 wide", "\nimage-alt", "on a phone: image-alt")
    for kind in (*loading, *views, "4 times", "torn", "cut: ", "1 key points lead"):
        assert kind in told
