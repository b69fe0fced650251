"""What programs read: statements, claims, Croissant, OpenSearch, a citation file; and the page that lists all files."""

from __future__ import annotations

import csv
import hashlib
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
from refdesk.site.site import load_site


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
    [claim, *_] = lines(public_sample / "data/claims.jsonl")
    fragment = claim["page"].partition("#")[2]
    assert f'id="{fragment}"' in page_at(public_sample, claim["page"]).read_text(encoding="utf-8")


def test_every_statement_names_what_there_is(public_site: Path) -> None:
    library = load_site(ROOT).library
    stated = lines(public_site / "data/statements.jsonl")
    assert stated
    for one in stated:
        assert set(one["sources"]) <= set(library.sources), one
        assert all(isinstance(find_value(library, path), Value) for path in one["values"]), one
        assert not re.search(r"\[@|\]\(|^\s*[-|]|[A-Z]{2}\. [A-Z]", one["sentence"]), one
    assert all(page_at(public_site, address).is_file() for address in {one["page"] for one in stated})


def test_croissant_describes_the_tables_as_they_are(public_sample: Path) -> None:
    data = public_sample / "data"
    about = json.loads((data / "croissant.json").read_text(encoding="utf-8"))
    assert about["@type"] == "sc:Dataset"
    assert about["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert {"name", "description", "license", "url", "creator", "datePublished"} <= set(about)
    terms = about["@context"]
    files = {file["@id"]: file for file in about["distribution"]}
    assert set(files) == {path.relative_to(data).as_posix() for path in data.rglob("*.csv")}
    for file in files.values():
        content = (data / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    for records in about["recordSet"]:
        [of_file] = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        with (data / of_file).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert [field["source"]["extract"]["column"] for field in records["field"]] == header
        assert {key["@id"] for key in records.get("key", ())} <= {field["@id"] for field in records["field"]}
        for field in records["field"]:
            kind = {"sc:Text": str, "sc:Float": float, "sc:Integer": int}[field["dataType"]]
            column = header.index(field["name"])
            assert all(kind(row[column]) is not None for row in rows if row[column])
    used = {key for node in nodes(about) for key in node if not key.startswith("@")}
    schema = {"name", "description", "license", "url", "alternateName", "creator", "datePublished", "version",
              "distribution", "contentUrl", "contentSize", "encodingFormat", "sha256"}  # fmt: skip
    assert used - schema <= set(terms), "a term is of schema.org or declared"


def nodes(value: object) -> list[dict[str, Any]]:
    """Every mapping in a structure, but for the declaration of terms."""
    match value:
        case dict():
            return [value, *(node for key, one in value.items() if key != "@context" for node in nodes(one))]
        case list():
            return [node for one in value for node in nodes(one)]
    return []


def test_a_browser_learns_how_to_search(public_sample: Path) -> None:
    html = (public_sample / "topics/lenses/index.html").read_text(encoding="utf-8")
    [href] = re.findall(r'<link rel="search" type="application/opensearchdescription\+xml"[^>]* href="([^"]+)"', html)
    described = page_at(public_sample, ADDRESS).parent / urljoin("/topics/lenses/", href).lstrip("/")
    root = ET.parse(described).getroot()  # noqa: S314 - a file of our own
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    [url] = root.findall(f"{space}Url")
    assert url.get("template") == f"{ADDRESS}?q={{searchTerms}}"
    assert len(root.findtext(f"{space}ShortName", "")) <= 16


def test_every_link_of_a_page_leads_to_a_file(public_site: Path) -> None:
    lost: set[str] = set()
    for page in public_site.rglob("index.html"):
        here = f"/{page.parent.relative_to(public_site).as_posix()}/".replace("/./", "/")
        links = (urljoin(here, unescape(href)) for href in re.findall(r'href="([^"]+)"', page.read_text("utf-8")))
        paths = {unquote(re.split("[?#]", link)[0].lstrip("/")) for link in links if link.startswith("/")}
        lost |= {path for path in paths if not (public_site / path).exists()}
    assert lost == set()


def test_the_page_for_programs_leads_to_every_file_of_the_data(public_site: Path) -> None:
    html = unescape((public_site / "about/programs/index.html").read_text(encoding="utf-8"))
    linked = {urljoin("/about/programs/", href).lstrip("/") for href in re.findall(r'href="([^"]+)"', html)}
    wanted = {path for path in files_of_data(load_site(ROOT)) if path.startswith("data/")}
    assert {path for path in wanted - linked if not path.startswith(("data/schemas/", "data/diagrams/"))} == set()


def test_the_repository_says_how_to_cite_it() -> None:
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(about)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"site_name: {about['title']}" in settings
    assert about["abstract"] in settings
