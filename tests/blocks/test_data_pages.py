"""Pages of data in words, opened on what they hold, and the way from a chart to the explorer."""

from __future__ import annotations

from pathlib import Path

from conftest import append, copy_sample
from refdesk.blocks.expand import expand
from refdesk.check import check
from refdesk.site.site import load_site

HUB_CHART = """
- id: beside
  each: hub
  kind: lines
  title: "{place} and {peer}"
  headline: "In {place} it is [{}](value:places/2024/{place}/intensity)."
  description: Three lines in each of two plots.
  across: 2
  panels:
  - traces:
    - {label: "{place}", series: places, column: intensity, where: {place: "{place}"}}
    - {label: "{peer}", series: places, column: intensity, where: {place: "{peer}"}}
    - {label: All, series: national, column: intensity, since: "2015"}
  - traces:
    - {label: "{place}", series: places, column: share, where: {place: "{place}"}}
"""


def html(root: Path, uri: str) -> str:
    """Return a page of a sound site with its blocks."""
    site = load_site(root)
    assert check(site).problems == ()
    page = expand(site, site.pages[uri])
    return page.restored(page.markdown)


def test_a_key_stands_in_its_words(tmp_path: Path) -> None:
    shown = html(copy_sample(tmp_path / "site"), "reference/data/fund.md")
    assert ">Full year<" in shown
    assert ">full-year<" not in shown


def test_a_map_opens_with_what_it_shows_of_the_series_of_its_page(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    charts = root / "docs/data/charts.yml"
    old = "series: places, column: share, along: place, where: {year: "
    new = 'series: places_revised, column: intensity, along: place, skip: ["Whole country"], where: {year: '
    text = charts.read_text(encoding="utf-8")
    assert old in text
    charts.write_text(text.replace(f'{old}"2024"', f'{new}"2023"'), encoding="utf-8")
    for page, view in (("places_revised", 1), ("places", 0)):
        append(root / f"docs/reference/data/{page}.md", "\n<!-- chart: map -->\n")
        assert f'data-view="{view}" aria-pressed="true"' in html(root, f"reference/data/{page}.md"), page


def test_a_chart_of_a_hub_leads_to_its_first_plot_in_the_explorer(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/data/charts.yml", HUB_CHART)
    append(root / "docs/places/north.md", "\n<!-- chart: north-beside -->\n")
    shown = html(root, "places/north.md")
    assert "In North it is" in shown
    assert 'explore/?m=places.intensity&amp;p=China~North~South&amp;y=2015.."' in shown


def test_a_hub_may_have_a_section_of_a_page(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    hubs = root / "docs/data/hubs.yml"
    hubs.write_text(hubs.read_text("utf-8").replace("places/north.md", "places/north.md#facilities"), "utf-8")
    assert '/#facilities">Neutron source<' in html(root, "places/index.md")
