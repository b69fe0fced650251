"""What the tests of accessibility share: axe-core, and the views in which it looks at a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, Page

from test_browser import page_addresses

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = 1280, 390
SCHEMES = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page as it stands: rule, element, what is amiss."""
    page.evaluate(AXE)
    found = page.evaluate(
        """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false}).then(result =>
            result.violations.flatMap(rule => rule.nodes.map(node =>
                `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n')[1].trim()}`)))""",
        RULES,
    )
    return [f"{page.url}: {line}" for line in found]


@contextmanager
def viewed(browser: Browser, width: int, scheme: str) -> Iterator[Page]:
    """A page of a width and a palette, without motion."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,  # axe-core is injected
    )
    yield context.new_page()
    context.close()


def violations_of_every_page(page: Page, site: Path, served: str) -> list[str]:
    """What axe-core finds in a view of the site, page by page."""
    addresses = [*page_addresses(site), "404.html"]
    assert len(addresses) > 60
    found: list[str] = []
    for address in addresses:
        page.goto(served + address.lstrip("/"))
        found += violations(page)
    return found
