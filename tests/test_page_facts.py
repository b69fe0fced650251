"""What a page says of itself under its title."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from conftest import ROOT, copy_site
from refdesk.publish.page_facts import PageFacts, page_facts
from refdesk.site.site import Site, load_site

PAGE = """---
title: A page
description: What it answers.
reviewed: 2026-11-24
---

# A page

One claim [@cctv-2026-04-30-symposium, single source]. Another [@cctv-2026-05-01-reaction; @cctv-2026-04-30-symposium].

A third [@timenews-2026-seed; @cctv-2026-05-08-ding-tour, conflicting]; `[@nbs-2026-02-28-communique-2025]` is code.
"""


def facts_of(tmp_path: Path, text: str) -> PageFacts:
    root = copy_site(tmp_path)
    (root / "docs/page.md").write_text(text, encoding="utf-8")
    site = load_site(root)
    return page_facts(site, site.pages["page.md"])


def test_evidence_is_counted_in_the_text(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, PAGE)
    assert facts == PageFacts(reviewed="24 November 2026", minutes=0, sources=4, single=1, conflicting=1)
    assert facts.evidence == "4 sources; 1 statement rests on a single source; 1 statement has conflicting sources"


def test_a_page_without_citations_claims_no_evidence(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "---\ntitle: A page\nreviewed: soon\n---\n\n# A page\n\n" + "word " * 660)
    assert facts == PageFacts(reviewed="", minutes=3, sources=0, single=0, conflicting=0)
    assert facts.evidence == ""


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(ROOT)


def test_blocks_count_as_their_page(site: Site) -> None:
    """The evidence of a page whose substance is a table from data is that of the table."""
    facts = page_facts(site, site.pages["check-the-report.md"])
    assert facts.conflicting > 0
    own = {target.name for span in site.pages["check-the-report.md"].scan.spans for target in span.targets}
    assert facts.sources > len(own)


def test_the_head_of_a_page_counts_the_references_at_its_end(context: BrowserContext, served_site: str) -> None:
    page = context.new_page()
    page.goto(served_site + "reference/glossary/")
    listed = page.locator(".rd-references li").count()
    assert f"Evidence: {listed} sources;" in page.locator(".rd-facts").inner_text()
