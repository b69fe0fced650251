"""A marker shows something, or is a problem at its place; what markers show stands in one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import append, copy_sample
from refdesk.blocks import BLOCKS
from refdesk.blocks.hub import HubRecord
from refdesk.blocks.markers import shows
from refdesk.check import check
from refdesk.site.site import load_site

PAGE = "docs/topics/lenses.md"


def problems(root: Path, marker: str) -> list[tuple[str, str]]:
    """Code and message of the problems that a marker on a page brings, at its line."""
    append(root / PAGE, f"\n{marker}\n")
    line = (root / PAGE).read_text(encoding="utf-8").count("\n")
    found = [problem for problem in check(load_site(root)).problems if problem.path == PAGE]
    assert {problem.line for problem in found} <= {line}
    return [(problem.code, problem.message) for problem in found]


def test_a_name_that_exists_and_cannot_be_shown_is_told(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    event = next(iter(load_site(root).library.files["timeline"].entries))
    message = f"the marker 'timeline' cannot show '{event}'"
    assert problems(root, f"<!-- timeline: {event} -->") == [("unknown-block-name", message)]


def test_unsound_data_are_told_once_and_not_at_the_marker(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    path = root / "docs/data/hubs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  province:", "  provinse:"), encoding="utf-8")
    assert problems(root, "<!-- hub: north -->") == []


def test_a_block_that_fails_is_told_at_its_marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(HubRecord, data="hubs"):
        """A record that cannot be made."""

        def render(self, *_: object) -> str:
            """Fail, as a slip of a programmer would."""
            return str(1 // 0)

    monkeypatch.setitem(BLOCKS, "hub", Failing())
    found = problems(copy_sample(tmp_path / "site"), "<!-- hub: north -->")
    assert ("unreadable-file", "this block cannot be made: integer division or modulo by zero") in found


def test_every_block_says_what_its_marker_shows() -> None:
    assert [kind for kind, block in BLOCKS.items() if "\n" in shows(block) or not shows(block)] == []
