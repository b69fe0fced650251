"""Every page can be quoted."""

from __future__ import annotations

from pathlib import Path


def test_every_page_says_how_to_cite_it(sample_root: Path) -> None:
    html = (sample_root / "site/topics/money/index.html").read_text(encoding="utf-8")
    assert "Cite this page" in html
    assert "@misc{from0to1-" in html
    assert '"type": "webpage"' in html or "&#34;type&#34;: &#34;webpage&#34;" in html
    assert "Facts last checked on" in html
