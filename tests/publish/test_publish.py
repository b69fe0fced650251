"""What machines read of the published site: metadata, linked data, cards, feed, plain texts, sitemap."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from conftest import ROOT
from publishing import ADDRESS, REPOSITORY, SAMPLE_NAME, tags
from refdesk.charts.colours import page_sheet, read_palette
from refdesk.charts.svg import text_width
from refdesk.publish.assets import published_files
from refdesk.publish.cards import WIDTH, card
from refdesk.site.generated import CHART_STYLES, generated_files, html_path, joined_into
from refdesk.site.site import Site
from vocabulary import mistakes

# What makes a thing of a type useful to those who read it.
NEEDED = {
    "Article": {"headline", "description", "author", "dateModified", "url"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": {"name", "description", "license", "creator", "url"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "WebSite": {"name", "url"},
}


@pytest.fixture(scope="session")
def pages(built_site: Path, loaded: Site) -> list[Path]:
    """Return the file of every page of the whole site."""
    return [built_site / html_path(loaded, uri) for uri in sorted(loaded.pages)]


def linked_data(html: str) -> list[dict[str, Any]]:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def nodes_in(value: object) -> list[dict[str, Any]]:
    """Every typed node in a structure."""
    match value:
        case dict():
            own = [value] if "@type" in value else []
            return own + [node for item in value.values() for node in nodes_in(item)]
        case list():
            return [node for item in value for node in nodes_in(item)]
    return []


def test_every_page_says_what_it_is(built_site: Path, pages: list[Path]) -> None:
    titles = set()
    for path in pages:
        html = path.read_text(encoding="utf-8")
        url = ADDRESS + path.parent.relative_to(built_site).as_posix().removeprefix(".")
        url = url.rstrip("/") + "/"
        found = tags(html)
        assert found["og:url"] == found["citation_public_url"] == found["DC.identifier"] == [url]
        assert f'<link rel="canonical" href="{url}">' in html
        assert html.count('rel="canonical"') == html.count('name="description"') == 1
        assert html.partition("</head>")[0].count("<title>") == 1
        assert found["og:description"] == found["description"] != [""]
        assert found["og:title"] == found["citation_title"] == found["DC.title"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["DC.date"][0])
        titles.add(found["og:title"][0])
    assert len(titles) == len(pages)


def test_every_page_has_a_card_of_its_own(built_site: Path, pages: list[Path]) -> None:
    seen = set()
    for path in pages:
        [address] = tags(path.read_text(encoding="utf-8"))["og:image"]
        png = (built_site / address.removeprefix(ADDRESS)).read_bytes()
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", png[16:24]) == (1200, 630)
        assert len(png) < 80_000
        seen.add(png)
    assert len(seen) == len(pages)


LIGHT = read_palette((ROOT / "overrides/assets/styles/palette.css").read_text(encoding="utf-8")).light
TITLES = {
    "short": "Funding",
    "long": "Interdisciplinary work and the road from a laboratory to a plant that nobody has yet seen, told at length",
    "Chinese": "从0到1：中国基础研究与原始创新的政策转向，以及山东、北京、上海等地的科技创新中心建设情况和数据说明",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_card_keeps_within_its_frame_and_carries_the_mark(title: str) -> None:
    logo = (ROOT / "docs/assets/logo.svg").read_text(encoding="utf-8")
    drawing = card(logo, "From 0 to 1", title, f"{title} {title} {title} {title}", LIGHT)
    root = etree.fromstring(drawing.encode())
    space = {"s": "http://www.w3.org/2000/svg"}
    [mark] = root.findall("s:svg", space)
    outline = [path.get("d") for path in etree.fromstring(logo.encode()).findall("s:path", space)]
    assert [path.get("d") for path in mark.findall("s:path", space)] == outline
    [rule] = [path for path in root.findall("s:path", space) if "H" in str(path.get("d"))]
    foot = float(re.findall(r"[\d.]+", str(rule.get("d")))[1])
    *lines, _name = root.findall("s:text", space)
    for line in lines:
        size = float(line.get("font-size", ""))
        assert float(line.get("x", "")) + text_width(line.text or "", size) <= WIDTH - 60
        assert float(line.get("y", "")) + size / 4 < foot
    places = [float(line.get("y", "")) for line in lines]
    assert places == sorted(set(places))
    assert (lines[0].text or "").startswith(title[:7])


@pytest.mark.parametrize("name", ["ground", "ink", "muted", "line", "accent"])
def test_cards_take_their_colours_from_the_palette(name: str) -> None:
    logo = '<svg width="1" height="1"></svg>'
    assert "#123456" in card(logo, "From 0 to 1", "Funding", "Who pays", {**LIGHT, name: "#123456"})


def test_linked_data_keeps_to_the_vocabulary(pages: list[Path], sample_root: Path) -> None:
    for path in [*pages, *(sample_root / "site").rglob("index.html")]:
        nodes = linked_data(path.read_text(encoding="utf-8"))
        assert list(mistakes(nodes)) == [], path
        for node in nodes_in(nodes):
            kind = node["@type"]
            assert set(node) >= NEEDED.get(kind, set()), (path, kind)
            assert all(value not in ("", [], None) for value in node.values()), (path, node)


@pytest.mark.parametrize(
    ("node", "mistake"),
    [
        ({"@type": "Artikel"}, "no type Artikel"),
        ({"@type": "Article", "titel": "x"}, "Article has no property titel"),
        ({"@type": "Article", "distribution": "x"}, "Article has no property distribution"),  # a Dataset has
        ({"@type": "Article", "dateModified": "24 November"}, "Article.dateModified is '24 November', not Date"),
        ({"@type": "Article", "dateModified": "https://example.org/"}, "Article.dateModified is 'https"),
        ({"@type": "Article", "author": [{"@type": "Place"}]}, "Article.author is {'@type': 'Place'}, not Organ"),
        ({"@type": "Dataset", "creator": {"@type": "Person", "page": 1}}, "Person has no property page"),
        ({"@type": "Dataset", "isAccessibleForFree": "yes"}, "Dataset.isAccessibleForFree is 'yes', not Boolean"),
    ],
)
def test_a_word_outside_the_vocabulary_is_noticed(node: dict[str, Any], mistake: str) -> None:
    [found] = mistakes([node])
    assert found.startswith(mistake)


def test_linked_data_says_what_the_page_holds(public_sample: Path) -> None:
    def nodes_of(address: str) -> dict[str, dict[str, Any]]:
        html = (public_sample / address / "index.html").read_text(encoding="utf-8")
        return {node["@type"]: node for node in linked_data(html)}

    assert set(nodes_of("")) == {"WebSite"}
    assert set(nodes_of("topics/lenses")) == {"WebSite", "BreadcrumbList", "Article"}
    series = nodes_of("reference/data/national")
    assert series["Dataset"]["temporalCoverage"] == "2000/2024"
    for download in series["Dataset"]["distribution"]:
        assert (public_sample / download["contentUrl"].removeprefix(ADDRESS)).is_file()
    assert [step["name"] for step in series["BreadcrumbList"]["itemListElement"]][:2] == [SAMPLE_NAME, "Data"]


def test_the_sitemap_has_the_dates_of_the_pages(built_site: Path, pages: list[Path]) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = ET.parse(built_site / "sitemap.xml").getroot().findall("s:url", space)  # noqa: S314 - a file of our own
    listed = [entry.findtext("s:loc", "", space).removeprefix(ADDRESS) for entry in entries]
    assert {path.relative_to(built_site).as_posix().removesuffix("index.html") for path in pages} <= {*listed}
    assert len(listed) == len(set(listed))
    for entry in entries:
        address, date = entry.findtext("s:loc", "", space), entry.findtext("s:lastmod", "", space)
        html = (built_site / address.removeprefix(ADDRESS) / "index.html").read_text(encoding="utf-8")
        reviewed = re.findall(r'<p class="rd-review">[^<]*<time datetime="([\d-]+)">', html)[0]
        assert date >= reviewed
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (built_site / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("of", ["built_site", "public_sample"])
def test_the_feed_is_atom_with_ids_of_its_own(of: str, request: pytest.FixtureRequest) -> None:
    site = request.getfixturevalue(of)
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314 - a file of our own
    entries = feed.findall("a:entry", space)
    assert entries
    ids = [entry.findtext("a:id", "", space) for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("urn:uuid:") for name in ids)
    for element in (feed, *entries):
        assert element.findtext("a:title", "", space)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext("a:updated", "", space))
        for link in element.findall("a:link", space):
            assert link.attrib["href"].startswith(ADDRESS)
            assert (site / link.attrib["href"].removeprefix(ADDRESS).partition("#")[0]).exists()


def test_a_feed_without_an_address_has_the_same_ids(public_sample: Path, sample_root: Path) -> None:
    local = (sample_root / "site" / "feed.xml").read_text(encoding="utf-8")
    ids = re.compile(r"<id>.*</id>")
    assert ids.findall(local) == ids.findall((public_sample / "feed.xml").read_text(encoding="utf-8")) != []
    assert not any("://" in href for href in re.findall(r'<link [^>]*href="([^"]*)"', local))


def test_every_page_is_there_as_text_with_its_references(built_site: Path, pages: list[Path]) -> None:
    guide = (built_site / "llms.txt").read_text(encoding="utf-8")
    listed = re.findall(r"\]\(" + re.escape(ADDRESS) + r"([^)]+\.html\.md)\)", guide)
    assert len(listed) == len(set(listed)) == len(pages)
    for path in pages:
        text = path.with_name("index.html.md")
        assert text.relative_to(built_site).as_posix() in listed
        words = text.read_text(encoding="utf-8")
        assert words.startswith("# ")
        assert "<" not in re.sub(r"```.*?```|`[^`]*`|<[A-Z. ]+>", "", words, flags=re.DOTALL) or "about/" in str(path)
        assert 'href="index.html.md"' in path.read_text(encoding="utf-8")


def test_the_text_of_a_page_has_its_table_and_its_references(public_sample: Path) -> None:
    words = (public_sample / "topics/modes/index.html.md").read_text(encoding="utf-8")
    assert "| Feature | Applied research" in words
    assert re.search(r"^\[1\] ", words, re.MULTILINE)
    assert f"]({ADDRESS}" in words
    assert "](../" not in words
    words = (public_sample / "explore/index.html.md").read_text(encoding="utf-8")
    assert "Filter" not in words, "what a script shows stands in no text"
    words = (public_sample / "topics/money/index.html.md").read_text(encoding="utf-8")
    assert re.search(r"\| [\d.]+ \(note 1\) \|", words), "the mark of a note is no digit of its number"
    assert "\n- note 1: " in words


def test_every_file_that_is_announced_is_there(built_site: Path, loaded: Site) -> None:
    missing = [path for path in sorted(generated_files(loaded)) if not (built_site / path).is_file()]
    assert missing == [CHART_STYLES], "only the sheet of the charts is part of another file"
    sheet = (built_site / str(joined_into(CHART_STYLES))).read_text(encoding="utf-8")
    assert published_files({CHART_STYLES: page_sheet()}, [])[CHART_STYLES] in sheet


def test_people_learn_whom_to_write_to(public_sample: Path, sample_root: Path) -> None:
    assert f"Contact: {REPOSITORY}/issues" in (public_sample / "humans.txt").read_text(encoding="utf-8")
    unknown = (sample_root / "site" / "humans.txt").read_text(encoding="utf-8")
    assert "Contact: none is configured" in unknown
    assert "@" not in unknown
    pages = [(root / "topics/money/index.html").read_text("utf-8") for root in (sample_root / "site", public_sample)]
    assert ["This copy names no address for mistakes" in page for page in pages] == [True, False]


def test_without_an_address_none_is_made_up(sample_root: Path) -> None:
    site = sample_root / "site"
    assert not (site / "sitemap.xml").exists()
    assert not (site / "assets" / "cards").exists()
    assert "Sitemap:" not in (site / "robots.txt").read_text(encoding="utf-8")
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if "about" not in path.parts:
            assert "127.0.0.1" not in html
        found = tags(html)
        assert not {"og:url", "og:image", "citation_public_url", "DC.identifier"} & set(found)
        assert 'rel="canonical"' not in html
    for path in site.rglob("index.html.md"):
        if "about" not in path.parts:
            assert "127.0.0.1" not in path.read_text(encoding="utf-8")
