"""What axe-core finds on a page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]  # all that another palette changes
LOOKS = [*COLOURS, "link-in-text-block"]  # what the style sheets alone decide
_MOST = 12
# Rows and entries of one table or list are made alike: axe-core, which is slow with hundreds, sees the first ones. It
# looks from the top of the page, where the bar and the button that stay in view cover nothing.
_SHORTEN = """most => {
    for (const list of document.querySelectorAll('article :is(tbody, ol, ul, dl, svg, g)'))
        for (const entry of [...list.children].slice(most)) entry.remove();
    scrollTo(0, 0);
}"""
# Colours cost axe-core more than all else together: of elements with the same look in parents with the same look, it
# sees those of the first one that shows text. Colours that are changing are those of neither look.
_MARK = """async () => {
    await Promise.all(document.getAnimations().map(change => change.finished.catch(() => null)));
    const paths = new Map(), seen = new Set();
    for (const element of document.body.querySelectorAll('*')) {
        const { color, backgroundColor, font, textDecorationLine } = getComputedStyle(element);
        const look = [color, backgroundColor, font, textDecorationLine, element.getAttribute('class')];
        const path = `${paths.get(element.parentElement)} > ${element.localName} ${look}`;
        paths.set(element, path);
        if (seen.has(path) || !element.textContent.trim() || !element.checkVisibility()) continue;
        seen.add(path);
        element.dataset.first = '';
    }
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-first]'},
                           {id: 'link-in-text-block', selector: 'a[href][data-first]'}]});
}"""
_RUN = """([within, rules, without]) => axe.run(within, {
    runOnly: rules, rules: Object.fromEntries(without.map(id => [id, {enabled: false}])),
    resultTypes: ['violations'], preload: false,
}).then(result =>
    result.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n')[1].trim()}`)))"""


def choose_scheme(page: Page, scheme: str) -> None:
    """Show a page in a palette, as the switch in its header does: ``default`` or, in the dark, ``slate``."""
    page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)


def violations(
    page: Page, rules: Sequence[str] = RULES, without: Sequence[str] = (), within: str = "html"
) -> list[str]:
    """Return rule, element and what is amiss on a page as it stands; long tables and lists are cut short for good."""
    page.evaluate(_SHORTEN, _MOST)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    page.evaluate(_MARK)
    found: list[str] = page.evaluate(_RUN, [within, rules, without])
    return found
