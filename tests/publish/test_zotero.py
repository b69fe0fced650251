"""A page saved with Zotero is a web page of this site, by its contributors, of the edition that was read.

The mapping is that of Zotero's translators "Embedded Metadata" (of April 2026) and "RDF", to which it hands everything
that is not of Highwire: field of the saved item -> the tags that it is taken from, the first that is there wins.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publishing import ADDRESS, DOI, EDITION, SAMPLE_NAME, tags
from refdesk.publish.publication import AUTHOR

FIELDS = {
    "itemType": ("z:itemType", "og:type"),
    "title": ("citation_title", "DC.title", "og:title"),
    "date": ("citation_publication_date", "article:published_time", "DC.date"),
    "DOI": ("citation_doi",),
    "url": ("citation_public_url", "og:url"),
    "language": ("citation_language", "DC.language"),
    "websiteTitle": ("DC.source", "og:site_name"),
    "abstractNote": ("citation_abstract", "og:description", "description"),
    "rights": ("DC.rights",),
    "websiteType": ("DC.type",),
    "extra": ("DC.description",),
}
# Tags of the Highwire family that make a page something else than a web page.
OTHER_KINDS = re.compile(r"citation_(journal|technical_report|conference|book|inbook|dissertation|isbn)")


def saved(found: dict[str, list[str]]) -> dict[str, object]:
    """The item that Zotero makes of the tags of a page."""
    item: dict[str, object] = {
        field: value
        for field, names in FIELDS.items()
        if (value := next((found[n][0] for n in names if n in found), ""))
    }
    return item | {"creators": [creator(name) for name in found.get("citation_author", found.get("DC.creator", []))]}


def creator(name: str) -> tuple[str, str]:
    """Given and family name: what stands before a comma is the family name; without a comma, the last word is."""
    if "," in name:
        family, _, given = name.strip(" ,").partition(",")
        return given.strip(), family
    given, _, family = name.rpartition(" ")
    return given, family


def test_a_saved_page_has_what_a_citation_needs(public_sample: Path) -> None:
    for path in public_sample.rglob("index.html"):
        found = tags(path.read_text(encoding="utf-8"))
        item = saved(found)
        address = path.parent.relative_to(public_sample).as_posix().removeprefix(".")
        assert item.pop("DOI", "") == ("" if address else DOI), "that of the edition is that of no single page"
        assert item == {
            "itemType": "webpage",
            "title": found["og:title"][0],
            "creators": [("", AUTHOR)],  # one name: an institution
            "date": EDITION.replace("-", "/"),
            "url": f"{ADDRESS}{address}/".replace("sub//", "sub/"),
            "language": "en",
            "websiteTitle": SAMPLE_NAME,
            "abstractNote": found["description"][0],
            "rights": "https://creativecommons.org/licenses/by/4.0/",
        }
        assert not any(OTHER_KINDS.match(name) for name in found)


def test_a_page_without_an_address_names_its_site(sample_root: Path) -> None:
    item = saved(tags((sample_root / "site/index.html").read_text(encoding="utf-8")))
    assert item["itemType"] == "webpage"
    assert item["websiteTitle"] == SAMPLE_NAME
    assert "url" not in item, "Zotero takes the address that the page was read at"


@pytest.mark.parametrize(
    ("name", "parts"), [("Li Hua", ("Li", "Hua")), ("Hua, Li", ("Li", "Hua")), ("A b,", ("", "A b"))]
)
def test_a_name_is_split_as_zotero_splits_it(name: str, parts: tuple[str, str]) -> None:
    assert creator(name) == parts
