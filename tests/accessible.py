"""What axe-core finds on a page."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]  # all that another palette changes
_MOST = 24
# Rows and entries of one table or list are made alike: axe-core, which is slow with hundreds, sees the first ones.
_SHORTEN = """most => {
    for (const list of document.querySelectorAll('article tbody, article ol, article ul, article dl'))
        for (const entry of [...list.children].slice(most)) entry.remove();
}"""
_RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false}).then(result =>
    result.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n')[1].trim()}`)))"""


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """Rule, element and what is amiss, on a page as it stands; its long tables and lists are cut short for good."""
    page.evaluate(_SHORTEN, _MOST)
    page.evaluate(AXE)
    found: list[str] = page.evaluate(_RUN, rules)
    return found
