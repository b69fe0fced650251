"""What the tests of the published site share: what it is published as, a page that records complaints."""

from __future__ import annotations

import re
from html import unescape

from playwright.sync_api import Page

# The site is published below a path of a host, with a repository, as a dated edition.
ADDRESS = "https://example.org/sub/"
REPOSITORY = "https://github.com/team/site"
EDITION = "2099-10-01"  # that of the recipe in docs/about/recipes.md

# Under these an archive keeps that edition, and all editions. The prefix is the one that is kept for tests.
DOI, CONCEPT_DOI = "10.5072/zenodo.8", "10.5072/zenodo.7"

SAMPLE_NAME = "Sampleland"  # what the sample is called, whatever this site is

# Without the worker, which would complain that it is kept out.
_RECORD = """
delete Navigator.prototype.serviceWorker;
window.blocked = [];
document.addEventListener("securitypolicyviolation", (e) => window.blocked.push(e.violatedDirective));
"""


def watched(page: Page) -> list[str]:
    """Have a page record what its policy blocks; the list that its complaints are collected in."""
    page.add_init_script(_RECORD)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints


def tags(html: str) -> dict[str, list[str]]:
    """Name or property -> contents of the meta elements of a page."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(content))
    return found
