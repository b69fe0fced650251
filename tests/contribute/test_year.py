"""What a new year of a series asks of the texts is listed, with the place of each."""

from __future__ import annotations

from pathlib import Path

from conftest import append, copy_sample
from refdesk.commands.year import tasks_of
from refdesk.site.site import load_site

LATEST = "The latest share is [6.88%](value:national/2024/share)."


def test_sentences_that_call_the_old_year_the_latest_come_before_the_others(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/topics/money.md", f"\n{LATEST} In 2023 it was [6.78%](value:national/2023/share).\n")
    site = load_site(root)
    found = {task.what: task.places for task in tasks_of(site, site.library.series["national"], "2025")}
    [rows, latest, others] = (
        next(places for what, places in found.items() if what.startswith(begin))
        for begin in ("The rows", "Sentences that call", "Other texts")
    )
    assert rows == ["docs/data/series/national.csv: has no row of 2025"]
    [one] = latest
    assert one.startswith("docs/topics/money.md:")
    assert one.endswith("The latest share is 6.88%")
    assert any("In 2024" in place or "in 2024" in place for place in others)
    assert not any("2023" in place.partition(": ")[2] for place in latest)
