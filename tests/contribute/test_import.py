"""Importing sources: what Zotero exports, what the site exports, and files with a mistake."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, append, copy_sample, refdesk
from refdesk.contribute.formats import read_items
from refdesk.contribute.sources import as_source
from refdesk.contribute.writing import Draft
from refdesk.data.library import load_library
from refdesk.data.models import Name
from refdesk.files.yaml_lists import as_yaml
from refdesk.publish.downloads import bibtex, csl

EXPORTS = sorted((Path(__file__).parent / "exports").iterdir())
SOURCES = "docs/data/sources.yml"
BEFORE = (ROOT / "tests/sites/sample" / SOURCES).read_text(encoding="utf-8")
# What the exports hold, as an entry of ours.
ARTICLE = {
    "id": "bornmann-2015-growth-rates",
    "type": "article-journal",
    "title": "Growth rates of modern science: A bibliometric analysis based on the number of publications and cited "
    "references",
    "author": [{"family": "Bornmann", "given": "Lutz"}, {"family": "Mutz", "given": "Rüdiger"}],
    "publisher": "Journal of the Association for Information Science and Technology",
    "container-title": "Journal of the Association for Information Science and Technology",
    "volume": "66",
    "issue": "11",
    "page": "2215-2222",
    "issued": "2015-11",
    "accessed": "2026-11-20",
    "language": "en",
    "URL": "https://asistdl.onlinelibrary.wiley.com/doi/10.1002/asi.23329",
    "DOI": "10.1002/asi.23329",
    "custom": {"kind": "scholarly", "read": "TODO"},
}
OPINION = {
    "id": "gov-2018-01-guo-wu",
    "type": "webpage",
    "title": "国务院关于全面加强基础科学研究的若干意见",
    "author": [{"literal": "国务院"}],
    "publisher": "中国政府网",
    "issued": "2018-01",
    "accessed": "2026-11-20",
    "language": "zh",
    "URL": "http://www.gov.cn/zhengce/content/2018-01/31/content_5262539.htm",
    "custom": {"kind": "TODO", "gloss": "TODO", "read": "TODO"},
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout of a small site, where commands run."""
    root = copy_sample(tmp_path / "site")
    monkeypatch.chdir(root)
    return root


def entries(text: str) -> dict[str, Any]:
    """The entries of a file of sources by id, all scalars as text, in file order."""
    listed = yaml.load(text, Loader=yaml.CBaseLoader)["references"]  # noqa: S506 - it makes nothing but text
    return {entry["id"]: entry for entry in listed}


def new_entries(root: Path) -> dict[str, Any]:
    """The entries that have files of their own, by id."""
    files = sorted((root / "docs/data/sources").glob("*.yml"))
    return {key: one for file in files for key, one in entries(file.read_text(encoding="utf-8")).items()}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: path.suffix)
def test_what_zotero_exports_becomes_files_of_their_own(root: Path, export: Path) -> None:
    result = refdesk("import", export)
    assert result.returncode == 0, result.stderr
    new = new_entries(root)
    new[ARTICLE["id"]]["page"] = new[ARTICLE["id"]]["page"].replace("–", "-")
    assert new == {ARTICLE["id"]: ARTICLE, OPINION["id"]: OPINION}
    assert [*new[ARTICLE["id"]]] == [*ARTICLE], "the fields are in our order"
    assert (root / SOURCES).read_text(encoding="utf-8") == BEFORE
    assert {path.stem for path in (root / "docs/data/sources").iterdir()} == new.keys()
    told = [line.split(": ")[2] for line in result.stdout.splitlines() if line.startswith("docs/data/sources/")]
    assert len(told) == 4, "what only a person knows is reported: kind, twice read, the gloss"
    assert "bornmann-2015-growth-rates has by proposal: kind scholarly" in result.stdout
    again = refdesk("import", export)
    assert again.stdout.count("is there already") == again.stdout.count("\n") == 2
    assert new_entries(root).keys() == new.keys()


# Of the same two works, written by pandoc 3.1.11 and bibutils 7.2, which carry over some fields and not others.
WRITTEN = sorted((Path(__file__).parent / "programs").iterdir())


@pytest.mark.parametrize("export", WRITTEN, ids=lambda path: path.name)
def test_what_other_programs_export_becomes_entries(root: Path, export: Path) -> None:
    assert refdesk("import", export).returncode == 0
    new = {entry["URL"]: entry for entry in new_entries(root).values()}
    assert new.keys() == {ARTICLE["URL"], OPINION["URL"]}
    for work, fields in (
        (ARTICLE, ("type", "author", "volume", "issue", "page", "DOI")),
        (OPINION, ("title", "author")),
    ):
        entry = new[work["URL"]]
        assert {name: entry[name] for name in (*fields, "issued", "language")} == {
            name: work[name] for name in (*fields, "issued", "language")
        }
    assert new[ARTICLE["URL"]]["title"].casefold() == str(ARTICLE["title"]).casefold()


def test_an_entry_that_is_filled_in_and_cited_is_clean(root: Path) -> None:
    assert refdesk("import", EXPORTS[0]).returncode == 0
    for path in (root / "docs/data/sources").iterdir():
        text = path.read_text(encoding="utf-8")
        text = text.replace("kind: TODO", "kind: scholarly").replace("gloss: TODO", "gloss: Opinions on basic research")
        path.write_text(text.replace("read: TODO", "read: excerpt"), encoding="utf-8")
    append(root / "docs/topics/money.md", f"\nMore was written on it [@{ARTICLE['id']}; @{OPINION['id']}].\n")
    result = refdesk("check")
    assert result.returncode == 0, result.stdout


def test_what_the_site_exports_is_imported_unchanged(tmp_path: Path) -> None:
    before = entries((ROOT / SOURCES).read_text(encoding="utf-8"))
    sources = load_library(ROOT / "docs").sources.values()
    (tmp_path / "own.json").write_text(json.dumps([csl(source) for source in sources]), encoding="utf-8")
    (tmp_path / "own.bib").write_text("\n".join(bibtex(source) for source in sources), encoding="utf-8")
    again = [as_source(item) for item in read_items(tmp_path / "own.json")]
    (tmp_path / "own.yml").write_text("references:\n", encoding="utf-8")
    draft = Draft(tmp_path)
    draft.insert("own.yml", [(entry["id"], as_yaml(entry)) for entry in reversed(again)], "id")
    draft.write()
    found = entries((tmp_path / "own.yml").read_text(encoding="utf-8"))
    assert found == before
    assert list(found) == sorted(found)
    fields = ("id", "title", "author", "publisher", "issued", "accessed", "language", "volume", "issue", "page", "DOI")
    for entry in map(as_source, read_items(tmp_path / "own.bib")):
        there = before[entry["id"]]
        assert [entry.get(field) for field in fields] == [there.get(field) for field in fields]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "date-parts", "year", "raw"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([*ARTICLE, "container-title", "note"]), ANYTHING))
def test_an_item_of_any_form_becomes_an_entry(item: dict[str, Any]) -> None:
    entry = as_source(item)
    assert entry["id"]
    assert yaml.safe_load(as_yaml(entry)) == [entry]


def test_a_source_that_is_there_is_told(root: Path) -> None:
    (root / "own.bib").write_text(
        "\n".join(map(bibtex, load_library(root / "docs").sources.values())), encoding="utf-8"
    )
    result = refdesk("import", "own.bib")
    assert result.stdout.count("is there already") == len(entries(BEFORE))
    assert (root / SOURCES).read_text(encoding="utf-8") == BEFORE


SHAPES = yaml.safe_load((Path(__file__).parent / "shapes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: ", ".join(shape["becomes"]))
def test_what_others_write_is_understood(tmp_path: Path, shape: dict[str, Any]) -> None:
    (form, text), (_, expected) = shape.items()
    (tmp_path / f"a.{form}").write_text(text, encoding="utf-8")
    (entry,) = map(as_source, read_items(tmp_path / f"a.{form}"))
    entry["author"] = [str(Name(**one)) for one in entry.get("author", [])]
    assert {field: entry.get(field) for field in expected} == expected


def test_what_is_not_the_same_is_kept(root: Path) -> None:
    chapters = [
        f"@incollection{{, title = {{{title}}}, url = {{https://a.example/book}}}}" for title in ("Ice", "Fire")
    ]
    issues = [f"@article{{key, title = {{Of sand, {number}}}, author = {{Doe, J}}}}" for number in (1, 2, 2)]
    (root / "a.bib").write_text("\n".join([*chapters, *issues]), encoding="utf-8")
    result = refdesk("import", "a.bib")
    assert new_entries(root).keys() == {"a-ice", "a-fire", "doe-sand-1", "doe-sand-2"}
    assert "a.bib: 'Of sand, 2' is there already: doe-sand-2 has the same title and date" in result.stdout
    asked = set(re.findall("'(.+)' is still to be written", result.stdout))
    assert asked == {"publisher", "accessed", "language", "kind", "gloss", "read"}


# Sources as they come in, and what is proposed, said or left out of their titles. The host example.org/bureau has ten
# sources of the sample, of which most are of one kind.
KNOWN = """- id: ice-2024-bulletin
  type: report
  title: 关于加强冰雪研究的若干措施
  publisher: Bureau of Ice
  issued: "2024-01-05"
  accessed: "2026-02-01"
  language: zh
  URL: https://www.ice.example/1
  custom: {kind: official, gloss: On ice, read: original}
- id: ice-2024-report
  type: report
  title: A report
  publisher: Bureau of Ice
  issued: "2024-02-05"
  accessed: "2026-02-01"
  language: en
  URL: https://ice.example/2
  custom: {kind: official, read: original}
"""
PROPOSED = [
    ({"title": "Snow", "URL": "https://ice.example/3"}, {"kind": "official", "publisher": "Bureau of Ice"}),
    ({"title": "Snow", "URL": "https://ice.example/3", "publisher": "Xinhua"}, {"publisher": "Bureau of Ice"}),
    ({"title": "Snow", "URL": "https://ice.example/3", "publisher": "A. Poet"}, {"publisher": "A. Poet"}),
    ({"title": "Snow", "URL": "https://snow.example/3"}, {"kind": "TODO", "publisher": "TODO"}),
    ({"title": "2024年研究与试验发展统计公报"}, {"kind": "statistics"}),
    ({"title": "促进冰雪研究的意见"}, {"kind": "official"}),
    ({"title": "国务院印发《促进冰雪研究的意见》"}, {"kind": "TODO"}),
    ({"title": "冰雪研究进展_新闻频道_央视网"}, {"title": "冰雪研究进展"}),
    ({"title": "冰雪研究-新华网"}, {"title": "冰雪研究"}),
    ({"title": "Of ice | The Ice Times", "container-title": "The Ice Times"}, {"title": "Of ice"}),
    ({"title": "Of ice - and snow", "publisher": "The Ice Times"}, {"title": "Of ice - and snow"}),
    ({"title": "印发《关于加强冰雪研究的若干措施》"}, "may be another name of ice-2024-bulletin"),
    ({"title": "关于加强冰雪研究的若干措施（全文）_新华网"}, "may be another name of ice-2024-bulletin"),
    ({"title": "关于加强冰雪研究的若干措施", "issued": "2025-09-09"}, ""),
]


@pytest.mark.parametrize(("item", "expected"), PROPOSED)
def test_what_known_sources_tell_is_proposed(root: Path, item: dict[str, str], expected: Any) -> None:
    append(root / SOURCES, KNOWN)
    (root / "a.json").write_text(json.dumps([{"type": "webpage", **item}]), encoding="utf-8")
    result = refdesk("import", "a.json")
    assert result.returncode == 0, result.stderr
    [entry] = new_entries(root).values()
    if isinstance(expected, str):
        assert ("may be another name" in result.stdout) == bool(expected)
        assert expected in result.stdout
    else:
        fields = {**entry, **entry["custom"]}
        assert {name: fields.get(name) for name in expected} == expected
    named = re.findall("by proposal: (.*)", result.stdout)
    assert bool(named) == (entry["custom"]["kind"] != "TODO"), "what is proposed is named"


def test_a_paper_has_one_id_whatever_its_export_says_of_the_day(root: Path) -> None:
    for number, date in enumerate(["year = 2015", "date = {2015-11}", "date = {2015-11-02}"]):
        path = root / f"{number}.bib"
        path.write_text(f"@article{{k, author = {{Doe, J}}, title = {{Of sand}}, {date}}}", encoding="utf-8")
        (entry,) = map(as_source, read_items(path))
        assert entry["id"] == "doe-2015-sand"


def test_what_a_source_has_no_field_for_is_told(root: Path) -> None:
    entry = "@article{a, doi = {10.1000/182}, title = {One \\unheard of}, abstract = {It rains}, keywords = {one, of}}"
    same = "@article{b, doi = {10.1000/182}, title = {Another title}}"
    (root / "a.bib").write_text(f"{entry}\n{same}", encoding="utf-8")
    result = refdesk("import", "--kind", "scholarly", "--read", "excerpt", "--accessed", "2026-11-20", "a.bib")
    assert "a.bib: doi-one has no field for all that stands in abstract, \\unheard\n" in result.stdout
    assert "a.bib: 'Another title' is there already: doi-one has the same DOI" in result.stdout
    new = new_entries(root)["doi-one"]
    assert new["custom"] == {"kind": "scholarly", "read": "excerpt"}
    assert new["accessed"] == "2026-11-20"


FORMS = {
    "EndNote": "%0 Journal Article\n%T One\n",
    "PubMed": "\nPMID- 350\nTI  - One\n",
    "NoteExpress": "{Reference Type}: Journal Article\n{Title}: 论基础研究\n",
    "CNKI": "SrcDatabase-来源库: 期刊\nTitle-题名: 论基础研究\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_not_read_is_named_with_the_way(root: Path, form: str) -> None:
    (root / "a.txt").write_text(FORMS[form], encoding="utf-8")
    result = refdesk("import", "a.txt")
    assert result.returncode == 2
    assert form in result.stderr
    assert "Zotero" in result.stderr
    (root / "a.txt").write_bytes("@book{a, title = {论基础研究}}".encode("gbk"))
    assert "GBK" in refdesk("import", "a.txt").stderr


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.bib", "\n@article{key,\n  title = {Open\n", "2:1"),
        ("a.bib", "no entry at all", "1:1"),
        ("a.ris", "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\n", "4:1"),
        ("a.ris", "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\n  and no field\nER  - \n", "1:1"),
        ("a.json", '[\n{"id": 1,]', "2:10"),
        ("a.json", '{"title": "One"}', "1:1"),
        ("a.json", "[" * 100_000, "1:1"),
        ("a.yaml", "references:\n- id: a\n id: b\n", "3:2"),
        ("a.yaml", "- 1\n- 2\n", "1:1"),
        ("a.txt", "", "1:1"),
        ("missing.bib", None, "1:1"),
    ],
)
def test_a_file_with_a_mistake_stops_the_import(root: Path, name: str, text: str | None, place: str) -> None:
    if text is not None:
        (root / name).write_text(text, encoding="utf-8")
    result = refdesk("import", EXPORTS[0], name)
    assert result.returncode == 2
    assert result.stderr.startswith(f"refdesk: {name}:{place}: ")
    assert result.stderr.count("\n") == 1
    assert (root / SOURCES).read_text(encoding="utf-8") == BEFORE
