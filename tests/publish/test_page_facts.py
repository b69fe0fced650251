"""What a page says of itself, under its title and at its foot."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import copy_sample
from refdesk.files.language import ENGLISH
from refdesk.publish.page_facts import PageFacts, page_facts
from refdesk.site.site import Site, load_site

PAGE = """---
title: A page
description: What it answers.
reviewed: 2026-11-24
---

# A page

One claim [@courier-2026-05-01-symposium]. One [@ministry-2021-report; @courier-2026-05-01-symposium].

A third [@bureau-2025-census; @fund-2025-results, conflicting]; `[@bureau-2025-bulletin]` is code.
"""


def facts_of(tmp_path: Path, text: str) -> PageFacts:
    root = copy_sample(tmp_path / "site")
    (root / "docs/page.md").write_text(text, encoding="utf-8")
    site = load_site(root)
    return page_facts(site, site.pages["page.md"])


def test_evidence_is_counted_in_the_text(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, PAGE)
    assert facts == facts._replace(reviewed="24 November 2026", minutes=0, one_publisher=1, weak=1, conflicting=1)
    assert facts.evidence.endswith("; 1 statement with weak sources alone; 1 with conflicting sources")
    assert facts.explanation.startswith("4 sources: ")
    assert facts.explanation.partition("; ")[2] == (
        "1 citation rests on one publisher; 1 citation rests on weak sources alone; 1 citation has conflicting sources"
    )


def test_a_page_without_citations_claims_no_evidence(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "---\ntitle: A page\nreviewed: soon\n---\n\n# A page\n\n" + ("word " * 220 + "\n\n") * 3)
    assert facts == PageFacts(
        language=ENGLISH, reviewed="", minutes=3, sources=[], one_publisher=0, weak=0, conflicting=0
    )
    assert facts.evidence == ""


def test_blocks_count_as_their_page(loaded_sample: Site) -> None:
    """The evidence of a page whose substance is a table from data is that of the table."""
    site = loaded_sample
    facts = page_facts(site, site.pages["topics/modes.md"])
    own = {target.name for span in site.pages["topics/modes.md"].scan.spans for target in span.targets}
    assert facts.conflicting == 2  # one in the text, one in the table
    assert {source.id for source in facts.sources} == own & set(site.library.sources)


def test_the_head_of_a_page_counts_the_references_at_its_end(sample_root: Path) -> None:
    html = (sample_root / "site/reference/glossary/index.html").read_text(encoding="utf-8")
    references = html.count('<li id="ref-')
    assert f"{references} sources: " in re.sub(r"<[^>]+>", "", html)


def test_every_page_says_how_to_cite_it(sample_root: Path) -> None:
    html = (sample_root / "site/topics/money/index.html").read_text(encoding="utf-8")
    assert "Cite this page" in html
    assert "@misc{from0to1-" in html
    assert '"type": "webpage"' in html or "&#34;type&#34;: &#34;webpage&#34;" in html
    assert "Facts last checked on" in html
