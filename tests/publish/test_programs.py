"""What programs read: statements, claims, OpenSearch, a citation file; and the page that lists all files."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import yaml

from conftest import ROOT
from publishing import ADDRESS
from refdesk.data.values import Value, find_value
from refdesk.site.generated import files_of_data
from refdesk.site.site import Site


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def page_at(site: Path, address: str) -> Path:
    """The file of a page at an address."""
    assert address.startswith(ADDRESS)
    return site / address.removeprefix(ADDRESS).partition("#")[0] / "index.html"


def test_a_statement_has_its_page_sources_and_values(public_sample: Path) -> None:
    stated = {one["sentence"]: one for one in lines(public_sample / "data/statements.jsonl")}
    lenses = stated["Photoresist and lithography depend on them."]
    assert lenses["sources"] == ["courier-2026-05-01-symposium"]
    assert "Lenses are a bottleneck" in " ".join(stated), "a term stands as a reader sees it"
    assert "Photoresist" in page_at(public_sample, lenses["page"]).read_text(encoding="utf-8")


def test_every_statement_names_what_there_is(built_site: Path, loaded: Site) -> None:
    library = loaded.library
    stated = lines(built_site / "data/statements.jsonl")
    assert stated
    for one in stated:
        assert set(one["sources"]) <= set(library.sources), one
        assert all(isinstance(find_value(library, path), Value) for path in one["values"]), one
        assert not re.search(r"\[@|\]\(|^\s*[-|]|[A-Z]{2}\. [A-Z]", one["sentence"]), one
    assert all(page_at(built_site, address).is_file() for address in {one["page"] for one in stated})


def test_a_browser_learns_how_to_search(public_sample: Path) -> None:
    html = (public_sample / "topics/lenses/index.html").read_text(encoding="utf-8")
    [href] = re.findall(r'<link rel="search" type="application/opensearchdescription\+xml"[^>]* href="([^"]+)"', html)
    described = page_at(public_sample, ADDRESS).parent / urljoin("/topics/lenses/", href).lstrip("/")
    root = ET.parse(described).getroot()  # noqa: S314 - a file of our own
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    [url] = root.findall(f"{space}Url")
    assert url.get("template") == f"{ADDRESS}?q={{searchTerms}}"
    assert len(root.findtext(f"{space}ShortName", "")) <= 16


def test_the_pages_lead_to_files_that_exist_and_to_every_file_of_the_data(built_site: Path, loaded: Site) -> None:
    linked: set[str] = set()
    for page in built_site.rglob("index.html"):
        here = f"/{page.parent.relative_to(built_site).as_posix()}/".replace("/./", "/")
        links = (urljoin(here, unescape(href)) for href in re.findall(r'href="([^"]+)"', page.read_text("utf-8")))
        linked |= {unquote(re.split("[?#]", link)[0].lstrip("/")) for link in links if link.startswith("/")}
    assert {path for path in linked if not (built_site / path).exists()} == set()
    assert set(files_of_data(loaded)) - linked == set()


def test_the_repository_says_how_to_cite_it() -> None:
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(about)
    assert isinstance(about["license"], str), "archives import no list of licences"
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"site_name: {about['title']}" in settings, "CITATION.cff names the site otherwise than mkdocs.yml"
