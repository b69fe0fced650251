"""What stands on several pages is listed for editors, who give it one home."""

from __future__ import annotations

from pathlib import Path

from conftest import append, copy_sample
from refdesk.commands.repeated import repeated
from refdesk.site.site import load_site


def test_a_quotation_on_three_pages_is_listed_and_one_on_two_is_not(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    pages = ["topics/money.md", "topics/modes.md", "index.md"]
    for number, page in enumerate(pages):
        append(root / "docs" / page, '\nIt is so [@ministry-2021-report, "so it is"].\n')
        if number:
            append(root / "docs" / page, '\nIt is not [@ministry-2021-report, "it is not so"].\n')
    found = repeated(load_site(root), above=2)
    assert sorted(found["“so it is” [@ministry-2021-report]"]) == sorted(pages)
    assert not any("it is not so" in name for name in found)
