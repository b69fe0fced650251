"""The cache of what is costly to draw: deleting it is always safe."""

from __future__ import annotations

from pathlib import Path

from refdesk.files.cache import Cache


def test_a_folder_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file in its place", encoding="utf-8")
    assert Cache(tmp_path, "kind").keep("one", b"content") == b"content"


def test_content_is_kept_by_what_it_was_made_from(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "kind")
    assert cache.load("one") is None
    cache.keep("one", b"content")
    cache.keep("two", b"other")
    assert cache.load("one") == b"content"
    cache.keep_only(["two"])
    assert cache.load("one") is None
    assert cache.load("two") == b"other"
