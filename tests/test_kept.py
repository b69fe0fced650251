"""What is kept of a build changes how long the next one takes, never what comes out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import copy_site
from refdesk.charts.placed import stand_in, with_drawings
from refdesk.expand import expand
from refdesk.expansions import expansions
from refdesk.exports import begin_downloads
from refdesk.search.index import search_index
from refdesk.search.records import PageHtml
from refdesk.site import Site, load_site

CACHE = Path(".cache") / "refdesk"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a cache."""
    root = copy_site(tmp_path_factory.mktemp("kept") / "site")
    expansions(load_site(root))
    return root


def spoil(root: Path, kind: str) -> None:
    """Cut the last byte off everything of a kind."""
    kept = list((root / CACHE / kind).iterdir())
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])


def anew(root: Path) -> Mapping[str, str]:
    """What pages are expanded to without a cache."""
    shutil.rmtree(root / CACHE)
    return expansions(load_site(root))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("docs/hubs/shandong.md", "title: ", "title: Another "),
        ("docs/hubs/xian.md", "\n## ", "\nMore [@nbs-2026-02-28-communique-2025].\n\n## "),
        ("docs/pillars/talent.md", "\n## ", "\n[6.88%](value:rd_national/2024/basic_share)\n\n## "),
        ("docs/data/charts.yml", "headline: ", "headline: Now "),
        ("docs/data/redirects.yml", "", "- id: page\n  from: pillars/index.md#gone\n  to: hubs/shandong.md\n"),
        ("mkdocs.yml", "docs_dir: docs", "docs_dir: docs\nuse_directory_urls: false"),
    ],
)
def test_what_a_page_is_expanded_to_follows_all_that_it_shows(root: Path, path: str, before: str, after: str) -> None:
    file = root / path
    original = file.read_text(encoding="utf-8") if file.exists() else ""
    whole = expansions(load_site(root))
    file.write_text(original.replace(before, after, 1) if before else original + after, encoding="utf-8")
    changed = expansions(load_site(root))
    assert changed == anew(root)
    assert changed != whole
    file.write_text(original, encoding="utf-8")
    assert expansions(load_site(root)) == whole


def test_a_spoilt_expansion_is_passed_over(root: Path) -> None:
    whole = expansions(load_site(root))
    spoil(root, "expanded")
    assert expansions(load_site(root)) == whole


@pytest.mark.parametrize("kind", ["drawings", "downloads", "schemas"])
def test_what_is_kept_together_comes_back_as_it_was_made(root: Path, kind: str) -> None:
    shutil.rmtree(root / CACHE)
    made = load_site(root)
    files, drawings = begin_downloads(made).all(), made.drawings
    for _ in range(2):  # once from the cache, once past a spoilt one
        again = load_site(root)
        assert begin_downloads(again).all() == files
        assert again.drawings == drawings
        spoil(root, kind)


def test_drawings_come_into_a_page_last(root: Path) -> None:
    site = load_site(root)
    for uri, text in expansions(site).items():
        assert '<svg class="rd-svg' not in text, uri
        assert with_drawings(text, site.drawings.pages).count('<svg class="rd-svg') == expand(
            site, site.pages[uri]
        ).count('<svg class="rd-svg')
    assert with_drawings(f"a{stand_in('chart-gone')}b", site.drawings.pages) == "ab"


def test_the_search_finds_what_pages_hold_now(root: Path) -> None:
    site = load_site(root)

    def index(words: str) -> str:
        return search_index(site, {uri: page(site, uri, words) for uri in site.pages})[1]

    first = index("ancient")
    assert index("ancient") == first
    assert "ancient" in first
    spoil(root, "sections")
    assert index("ancient") == first
    assert index("modern") == first.replace("ancient", "modern")


def page(site: Site, uri: str, words: str) -> PageHtml:
    """A page with one section."""
    return PageHtml(
        uri, uri, site.pages[uri].title, (), f'<h2 id="a">部分 {uri}</h2><p>Some {words} words of {uri}</p>'
    )
