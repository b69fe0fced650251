"""Files are sent without what readers have no use for, and pictures keep their room. Costs: test_every_page.py."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from refdesk.html.finish import without_indents


def test_blanks_of_templates_go_where_they_mean_nothing(sample_root: Path) -> None:
    kept = "<pre>a\n\n  b</pre><script>c\n  d</script>"
    assert without_indents(f"<p>\n\n   e  f\n {kept}\n  </p>\n") == f"<p>\ne  f\n{kept}\n</p>\n"
    page = (sample_root / "site" / "index.html").read_text(encoding="utf-8")
    assert without_indents(page) == page


def test_pictures_keep_the_room_that_they_take(page: Page, sample: str) -> None:
    """A picture that comes late takes the room that was kept for it, so that nothing below it moves."""
    page.goto(sample + "reference/data/")
    sizes = page.locator("article img").evaluate_all("""images => Promise.all(images.map(async image => {
        const kept = image.clientHeight;
        image.loading = "eager";
        await image.decode();
        return [kept, image.clientHeight];
    }))""")
    assert len(sizes) > 4
    for kept, taken in sizes:
        assert kept == taken > 100
