"""Every problem code is explained to writers: what it means, an example, how to fix it; and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from refdesk.check import examine
from refdesk.problems.problem import CATALOGUE
from refdesk.site.site import Site, load_site

PAGE = "about/problems.md"
SECTION = re.compile(r"^### (?P<code>\S+)\n(?P<body>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^(`{3,})\w+\n.+?\n\1$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(ROOT)


@pytest.fixture(scope="module")
def sections(site: Site) -> dict[str, str]:
    """Code -> text of its section (headings in examples do not count)."""
    text = site.pages[PAGE].text
    masked = FENCE.sub(lambda match: re.sub("(?m)^#", "-", match.group()), text)
    return {match["code"]: match["body"].strip() for match in SECTION.finditer(masked)}


def test_catalogue_and_page_name_the_same_codes(sections: dict[str, str]) -> None:
    assert sorted(sections) == sorted(CATALOGUE)


def test_every_code_is_an_anchor_of_the_page(site: Site) -> None:
    rendered = examine(site).rendered
    assert set(CATALOGUE) <= set(rendered[PAGE].ids)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_section_explains_shows_and_helps(sections: dict[str, str], code: str) -> None:
    body = sections[code]
    example = FENCE.search(body)
    assert example is not None, "no example"
    assert len(body[: example.start()].split()) >= 6, "no explanation"
    assert re.match(r"To fix it, \w+(?: \S+){2,}", body[example.end() :].strip()), "no help"


@pytest.mark.parametrize("code", [code for code, rule in CATALOGUE.items() if rule.severity == "notice"])
def test_a_notice_is_called_one(sections: dict[str, str], code: str) -> None:
    assert sections[code].startswith("A notice.")


def test_the_number_of_notices_is_as_the_page_says(site: Site) -> None:
    assert "the three that are [notices]" in site.pages[PAGE].text
    assert sum(rule.severity == "notice" for rule in CATALOGUE.values()) == 3


def test_links_to_sections_name_codes_that_exist() -> None:
    text = (ROOT / "docs/about/contributing.md").read_text(encoding="utf-8")
    linked = re.findall(r"\[`([\w-]+)`\]\(problems\.md#([\w-]+)\)", text)
    assert len(linked) >= 5
    assert all(code == anchor and code in CATALOGUE for code, anchor in linked)


def test_golden_cases_name_codes_that_exist() -> None:
    for path in sorted((Path(__file__).parent / "golden").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        marked = set(re.findall(r"«([a-z-]+)(?:\|[^»]*)?»", text))
        cases = yaml.safe_load(text).get("cases", ())
        listed = {line.split("|")[0].rsplit(": ", 1)[1].strip() for case in cases for line in case.get("expect", ())}
        assert marked | listed <= set(CATALOGUE), path.name
