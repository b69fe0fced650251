"""Dated editions: what stands in the way is said at once; what is made is recorded and can be compared."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
import yaml
from jsonschema import Draft7Validator

from conftest import ROOT, append, build, git, refdesk
from publishing import ADDRESS, CONCEPT_DOI, DOI, EDITION, REPOSITORY, tags
from refdesk.publish.edition_files import Release, citation_file


@pytest.fixture
def clone(released: Path, tmp_path: Path) -> Path:
    """Return a clone of the checkout that an edition was made of, without its record."""
    git(tmp_path, "clone", "-q", str(released), "clone")
    return tmp_path / "clone"


def test_everything_that_stands_in_the_way_is_said_at_once(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION", EDITION)
    assert refdesk("edition", "ready", "--root", clone).returncode == 0
    append(clone / "docs" / "topics" / "money.md", "\nSee [this](nowhere.md).\n")
    append(clone / "CHANGELOG.md", "More.\n")
    digests = "".join(f"  {name}: {'a' * 64}\n" for name in ("offline", "pdf", "data"))
    record = f'- id: "2099-12-31"\n  title: Later\n  contents: All.\n{digests}'
    (clone / "docs" / "data" / "editions.yml").write_text(record, encoding="utf-8")
    monkeypatch.setenv("EDITION", "2099-11-04")
    result = refdesk("edition", "write", "--root", clone)
    assert result.returncode == 1
    for said in ("not later than the last edition, 2099-12-31", "no entry with the date 2099-11-04",
                 "not committed", "make check finds 1 problem", "CHANGELOG.md is not up to date"):  # fmt: skip
        assert said in result.stdout + result.stderr
    assert not (clone / "dist").exists()


def test_the_tests_take_nothing_from_a_shell_that_makes_an_edition() -> None:
    settings = set(re.findall(r"!ENV \[(\w+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    told = "import os, conftest; print(*(name for name in os.environ if os.environ[name] == 'of the shell'))"
    environment = {**os.environ, **dict.fromkeys(settings, "of the shell")}
    command = [sys.executable, "-c", told]
    result = subprocess.run(command, cwd=ROOT / "tests", env=environment, capture_output=True, text=True, check=True)
    assert "EDITION" in settings
    assert not result.stdout.split()


@pytest.mark.parametrize(
    ("edition", "said"), [("", "name the day"), ("soon", "'soon'"), ("2031-02-30", "'2031-02-30'")]
)
def test_an_edition_is_a_day(clone: Path, edition: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION", edition)
    result = refdesk("edition", "ready", "--root", clone)
    assert result.returncode in {1, 2}
    assert said in result.stdout + result.stderr


@pytest.mark.parametrize("variable", ["DOI", "CONCEPT_DOI"])
def test_an_identifier_is_a_doi(clone: Path, variable: str) -> None:
    result = refdesk("edition", "ready", "--root", clone, EDITION=EDITION, **{variable: "zenodo.8"})
    assert result.returncode == 2
    assert f"{variable} is a DOI such as" in result.stderr


FILES = {
    "offline": "from-0-to-1-offline.zip",
    "pdf": "from-0-to-1.pdf",
    "data": "from-0-to-1-data.zip",
    "wheels": "from-0-to-1-wheels.zip",
}


def digest(folder: Path, name: str) -> str:
    """Return the digest of a file of an edition."""
    return hashlib.sha256((folder / "dist" / FILES[name]).read_bytes()).hexdigest()


def test_an_edition_is_recorded_and_listed(released: Path, tmp_path: Path) -> None:
    assert f"git tag -a edition-{EDITION}" in (released.parent / "output").read_text(encoding="utf-8")
    (record,) = yaml.safe_load((released / "docs" / "data" / "editions.yml").read_text(encoding="utf-8"))
    assert record["id"] == EDITION
    assert {name: record[name] for name in FILES} == {name: digest(released, name) for name in FILES}
    built = build(released, "--strict", "--site-dir", str(tmp_path), EDITION=EDITION)
    assert built.returncode == 0, built.stdout
    listed = (tmp_path / "about" / "changes" / "index.html").read_text(encoding="utf-8")
    assert (record["doi"], record["concept_doi"]) == (DOI, CONCEPT_DOI)
    for said in (
        f'id="edition-{EDITION}"', f"edition-{EDITION}</code>", record["offline"], f"edition of {EDITION}",
        f'href="https://doi.org/{DOI}"', f'href="https://doi.org/{CONCEPT_DOI}"',
        f'href="{REPOSITORY}/releases/tag/edition-{EDITION}"',
    ):  # fmt: skip
        assert said in listed
    cited = listed.partition("The newest is cited so:")[2].partition("</blockquote>")[0]
    assert f"https://doi.org/{DOI}</a>" in cited


def test_the_digests_of_an_edition_hold(released: Path) -> None:
    listed = (released / "dist/SHA256SUMS").read_text(encoding="utf-8")
    names = {line.split()[1] for line in listed.splitlines()}
    assert names == {*FILES.values(), "CITATION.cff", "codemeta.json"}
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=released / "dist", check=True)


def cff_faults(path: Path) -> list[str]:
    """Return what the schema of the Citation File Format says against a file."""
    schema = json.loads((ROOT / "tests/editions/vendor/cff-1.2.0.schema.json").read_text(encoding="utf-8"))
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    return [fault.message for fault in validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))]


def test_an_edition_is_cited_by_its_day_and_its_identifier(released: Path, tmp_path: Path) -> None:
    path = released / "dist/CITATION.cff"
    assert cff_faults(path) == []
    cited = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (cited["version"], cited["date-released"], cited["doi"]) == (EDITION, EDITION, DOI)
    assert (cited["url"], cited["repository-code"]) == (ADDRESS, REPOSITORY)
    assert cited["license"] == "CC-BY-4.0", "an archive reads one licence"
    for name in ("CITATION.cff", ".zenodo.json", "codemeta.json"):
        assert (released / "dist" / name).read_bytes() == (released / name).read_bytes()
    wrong = tmp_path / "CITATION.cff"
    wrong.write_text(path.read_text(encoding="utf-8").replace(f"doi: {DOI}", "doi: soon"), encoding="utf-8")
    assert cff_faults(wrong) != []


def test_what_the_checkout_says_of_its_citation_is_valid() -> None:
    assert cff_faults(ROOT / "CITATION.cff") == []


def test_the_next_edition_takes_the_place_of_the_last_in_a_citation(released: Path) -> None:
    last = (released / "CITATION.cff").read_text(encoding="utf-8")
    cited = yaml.safe_load(citation_file(last, Release("2100-01-01", "", "", "")))
    assert (cited["version"], cited["date-released"]) == ("2100-01-01", "2100-01-01")
    assert not {"doi", "url", "repository-code"} & set(cited)
    assert cited["references"][0]["license"] == "MIT"


def test_an_archive_and_a_catalogue_are_told_the_same(released: Path) -> None:
    cited = yaml.safe_load((released / "dist/CITATION.cff").read_text(encoding="utf-8"))
    deposit = json.loads((released / "dist/.zenodo.json").read_text(encoding="utf-8"))
    software = json.loads((released / "dist/codemeta.json").read_text(encoding="utf-8"))
    authors = [author["name"] for author in cited["authors"]]
    assert (deposit["upload_type"], deposit["license"], deposit["version"]) == ("dataset", "cc-by-4.0", EDITION)
    assert [one["name"] for one in deposit["creators"]] == authors
    related = {one["relation"]: one["identifier"] for one in deposit["related_identifiers"]}
    tag = f"{REPOSITORY}/tree/edition-{EDITION}"
    assert related == {"isDerivedFrom": tag, "isVariantFormOf": ADDRESS}
    assert [one["name"] for one in software["author"]] == authors
    assert (software["version"], software["identifier"]) == (EDITION, f"https://doi.org/{DOI}")
    assert {deposit["title"], software["name"]} == {cited["title"]}


def test_the_identifier_stands_where_an_edition_is_cited(released: Path, disk_site: Path, public_sample: Path) -> None:
    identified = f"https://doi.org/{DOI}"
    for path in public_sample.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        foot = html.partition('<section class="rd-foot"')[2].partition("</section>")[0]
        assert foot.count(identified) > 1, path
        is_home = path.parent == public_sample
        assert tags(html).get("citation_doi", []) == ([DOI] if is_home else []), "it identifies the whole"
        [graph] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        [site] = [node for node in json.loads(graph)["@graph"] if node["@type"] == "WebSite"]
        assert (site["version"], site["identifier"]) == (EDITION, identified)
    package = json.loads((public_sample / "data/datapackage.json").read_text(encoding="utf-8"))
    assert (package["version"], package["id"]) == (EDITION, identified)
    assert [one["role"] for one in package["contributors"]] == ["author"]
    assert identified in (disk_site / "EDITION.txt").read_text(encoding="utf-8")
    with closing(pypdfium2.PdfDocument(released / "dist" / FILES["pdf"])) as document:
        assert identified in document[0].get_textpage().get_text_range()


def test_without_an_identifier_nothing_is_said_of_one(sample_root: Path) -> None:
    home = (sample_root / "site/index.html").read_text(encoding="utf-8")
    assert "doi.org/10.5072" not in home
    assert "citation_doi" not in tags(home)
    assert "DOI of the edition" not in home


def test_an_edition_can_be_made_again_and_not_twice(
    released: Path, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"EDITION": EDITION, "DOI": DOI, "SITE_URL": ADDRESS, "REPO_URL": REPOSITORY}.items():
        monkeypatch.setenv(name, value)
    for command in ("offline", "pdf"):
        made = refdesk(command, "--root", clone, "--out", clone / "dist")
        assert made.returncode == 0, made.stdout + made.stderr
        assert digest(clone, command) == digest(released, command)
    shutil.copy(released / "docs" / "data" / "editions.yml", clone / "docs" / "data")
    git(clone, "commit", "-qam", "Record")
    assert "not later" in refdesk("edition", "ready", "--root", clone).stdout
