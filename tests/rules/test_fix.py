"""``refdesk check --fix``: what leaves no choice is changed and shown, everything else stays as it was."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from conftest import HOUSE
from refdesk.check import check
from refdesk.cli import main
from refdesk.fix import fix_root, replacements
from refdesk.problems.problem import Problem, Replacement
from refdesk.site.site import load_site

PAGE = "docs/guide/tabs.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return shutil.copytree(HOUSE, tmp_path / "site")


def append(root: Path, path: str, text: str) -> str:
    """Add text to a file; the text that stood there before."""
    before = (root / path).read_bytes().decode()
    (root / path).write_bytes((before + text).encode())
    return before


CERTAIN = {
    # links
    "[a](Lists.md)": "[a](lists.md)",
    "[a](lists)": "[a](lists.md)",
    "[a](lists.md.md)": "[a](lists.md)",
    "[a](lists.md%20)": "[a](lists.md)",
    "[a](lists.html#nested)": "[a](lists.md#nested)",
    "[a](<Lists.md>)": "[a](<lists.md>)",
    "[a](/guide/lists.md)": "[a](lists.md)",
    "[a](..\\hubs\\beijing.md)": "[a](../hubs/beijing.md)",
    "[a](../hubs/beijing/index.html)": "[a](../hubs/beijing.md)",
    "[a](../../hubs/beijing.md)": "[a](../hubs/beijing.md)",
    '[a](../Hubs/Beijing.md "Title")': '[a](../hubs/beijing.md "Title")',
    "[a](../old.md)": "[a](lists.md)",
    "[a](../moved/page.md)": "[a](../hubs/shandong.md#laboratories)",
    "[a](shandong.md)": "[a](../hubs/shandong.md)",
    "![a](../images/Map.SVG)": "![a](../images/map.svg)",
    "[a](lists.md#Nested)": "[a](lists.md#nested)",
    "[a](Lists.md#Nested)": "[a](lists.md#nested)",  # the anchor is seen once the path is right
    "[a](../nowhere/shandong/)": "[a](../hubs/shandong.md)",
    "[a](..\\nowhere\\shandong.md)": "[a](../hubs/shandong.md)",
    "[a](#Tab-Signs)": "[a](#tab-signs)",
    "[a](#tab%20signs)": "[a](#tab-signs)",
    # addresses
    "[a](www.example.org/b)": "[a](https://www.example.org/b)",
    "[a](https:example.org)": "[a](https://example.org)",
    "[a](who@example.org)": "[a](mailto:who@example.org)",
    "[a](http://https://example.org)": "[a](https://example.org)",
    "[a](WWW.example.org)": "[a](https://WWW.example.org)",
    # forms
    "[a] (lists.md)": "[a](lists.md)",
    "![a] (../images/map.svg)": "![a](../images/map.svg)",
    "(a)[lists.md]": "[a](lists.md)",
    "[a] (lists.md#nested)": "[a](lists.md#nested)",
    "(a b)[https://example.org/]": "[a b](https://example.org/)",
    "A text @nbs-2024-bulletin": "A text [@nbs-2024-bulletin]",
    # names
    "A text [@NBS_2024_bulletin].": "A text [@nbs-2024-bulletin].",
    "[@nbs-2024-bulletin; @Xinhua-2024-Report, p. 4]": "[@nbs-2024-bulletin; @xinhua-2024-report, p. 4]",
    "[a](term:Basic-Research)": "[a](term:basic-research)",
    "[a](term:basic_research)": "[a](term:basic-research)",
    "[a](term:Fundamental%20research)": "[a](term:basic-research)",
    "[a](term:基础研究)": "[a](term:basic-research)",
    "[10.5](value:spending/2023-/total)": "[10.5](value:spending/2023/total)",
    "[10.5](value:Spending/2023/total)": "[10.5](value:spending/2023/total)",
    "[10.5](value:spending/2023/Total)": "[10.5](value:spending/2023/total)",
    "<!-- table: Paradigms -->": "<!-- table: paradigms -->",
    "<!-- Table: paradigms -->": "<!-- table: paradigms -->",
    "<!-- table：paradigms -->": "<!-- table: paradigms -->",
    "<!-- tab-le: paradigms -->": "<!-- table: paradigms -->",
    "<!-- table = paradigms-->": "<!-- table: paradigms-->",
    "<!-- TABLE  :  paradigms  -->": "<!-- table: paradigms  -->",
}

# Likely, and yet another thing may be meant.
UNCERTAIN = [
    "[a](tabels.md)",
    "[a](../nowhere/index.md)",
    "[a](lists.html?plain=1)",
    "[a](lists.md#nestd)",
    "[a](htp://example.org)",
    "[a](example.org)",
    "A text [@nbs-2024-buletin].",
    "A text [@nbs-20-24-bulletin].",
    "A text @nobody",
    "A text @nobody-of-2024",
    "[a](term:basic-reserch)",
    "[a](term：basic-research)",
    "[10.5](value：spending/2023/total)",
    "[10.5](value:spending/2032/total)",
    "[10.9](value:spending/2023/total)",
    "[2.7%](value:spending/2023/intensity)",
    "[2.53%](value:spending/2023/intensity)",
    "[9.8](value:spending/2022/total) million",
    "`[a](Lists.md)` and nothing else",
    "<!-- tabel: paradigms -->",
    "<!-- table: paradigm -->",
    "<!-- Table: paradigms, report-rows -->",
]


def pages_with(root: Path, texts: Iterable[str]) -> dict[str, tuple[Path, str]]:
    """Put each text on a copy of the page; by text: the copy, and what it held before the text."""
    before = (root / PAGE).read_text(encoding="utf-8")
    copies: dict[str, tuple[Path, str]] = {}
    for number, text in enumerate(texts):
        path = root / f"docs/guide/copy-{number}.md"
        own = re.sub(r"(?m)^title: .*", f"title: Copy {number}", before, count=1)
        path.write_text(f"{own}\n{text}\n", encoding="utf-8")
        append(root, "mkdocs.yml", f"  - guide/copy-{number}.md\n")
        copies[text] = (path, own)
    return copies


@pytest.fixture(scope="session")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[Path, str]], str]:
    """The pages of the certain fixes after ``check --fix``, and what the command said."""
    root = shutil.copytree(HOUSE, tmp_path_factory.mktemp("certain") / "site")
    copies = pages_with(root, CERTAIN)
    output = StringIO()
    with redirect_stdout(output):
        assert main(["check", "--root", str(root), "--fix"]) == 0
    return copies, output.getvalue()


@pytest.mark.parametrize("text", CERTAIN)
def test_a_certain_fix_is_made_and_shown(fixed: tuple[dict[str, tuple[Path, str]], str], text: str) -> None:
    copies, output = fixed
    path, before = copies[text]
    assert path.read_text(encoding="utf-8") == f"{before}\n{CERTAIN[text]}\n"
    assert re.search(rf"/{path.name}:\d+:\d+: .* -> ", output)


def test_what_leaves_a_choice_is_left_alone(root: Path) -> None:
    copies = pages_with(root, UNCERTAIN)
    assert fix_root(root) == []
    for text, (path, before) in copies.items():
        assert path.read_text(encoding="utf-8") == f"{before}\n{text}\n"


def test_two_pages_that_could_be_meant_are_a_choice(root: Path) -> None:
    (root / "docs/hubs/lists.md").write_text("---\ntitle: L\ndescription: D\nreviewed: 2026-01-01\n---\n# L\n")
    append(root, PAGE, "\n[a](../lists.md)\n")
    append(root, "docs/hubs/beijing.md", "\n[a](lists.md)\n")
    assert fix_root(root) == []


def test_navigation_redirects_and_data_are_fixed(root: Path) -> None:
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("Lists: guide/lists.md", 'Lists: "guide/Lists.md"').replace(
        "old.md: guide/lists.md", "old.md: guide/lists.html"
    )
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    tables = root / "docs/data/tables.yml"
    text = tables.read_text(encoding="utf-8")
    tables.write_text(text.replace("data: paradigms", "data: Paradigms", 1), encoding="utf-8")
    glossary = root / "docs/data/glossary.yml"
    text = glossary.read_text(encoding="utf-8")
    glossary.write_text(
        text.replace(
            "@nbs-2024-bulletin]. See [the guide](guide/index.md)", "@NBS-2024-bulletin]. See [it](guide/Lists.md)"
        ).replace("  aliases:", "  Aliases:"),
        encoding="utf-8",
    )
    sources = root / "docs/data/sources.yml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace('issued: "2024"', "issued: 2024").replace("kind: media", "kind: Media"), "utf-8")
    rows = root / "docs/data/series/spending.csv"
    text = rows.read_text(encoding="utf-8")
    text = text.replace("11.25,,xinhua-2024-report", '11.25,,"Xinhua-2024-report"')
    rows.write_text(text.replace("year,total,", "year,Total,"), encoding="utf-8")
    assert [str(fix) for fix in fix_root(root)]
    assert check(load_site(root)).problems == ()
    assert 'Lists: "guide/lists.md"' in (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert 'issued: "2024"' in sources.read_text(encoding="utf-8")
    assert '"xinhua-2024-report"' in rows.read_text(encoding="utf-8")
    assert rows.read_text(encoding="utf-8").startswith("year,total,")
    assert "data: paradigms" in tables.read_text(encoding="utf-8")


def test_anchors_in_settings_and_data_are_fixed(root: Path) -> None:
    changes = {
        "mkdocs.yml": ("Outside: https://example.org/", "Outside: 'hubs/shandong.md#Laboratories'"),
        "docs/data/glossary.yml": ("[the guide](guide/index.md)", "[the guide](guide/lists.md#Nested)"),
    }
    for path, (old, new) in changes.items():
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace(old, new), encoding="utf-8")
    assert len(fix_root(root)) == 2
    assert check(load_site(root)).problems == ()
    assert "'hubs/shandong.md#laboratories'" in (root / "mkdocs.yml").read_text(encoding="utf-8")


def test_a_row_named_by_two_columns_is_fixed(root: Path) -> None:
    folder = root / "docs/data/series"
    text = (folder / "spending.yml").read_text(encoding="utf-8").replace("id: spending", "id: regions")
    region = "    region:\n      title: Region\n      unit: text\n"
    text = text.replace("key: [year]", "key: [year, region]").replace("    total:\n", f"{region}    total:\n")
    (folder / "regions.yml").write_text(text, encoding="utf-8")
    rows = "year,region,total,intensity,source,note\n2023,North,1.5,2.1,nbs-2024-bulletin,\n"
    (folder / "regions.csv").write_text(rows, encoding="utf-8")
    append(root, PAGE, "\n[1.5](value:regions/2023/north/total) [1.5](value:regions/2023/North/Total)\n")
    fix_root(root)
    wanted = "[1.5](value:regions/2023/North/total)"
    assert f"{wanted} {wanted}" in (root / PAGE).read_text(encoding="utf-8")


def test_an_absolute_path_is_read_from_the_root(root: Path) -> None:
    page = (root / "docs/guide/lists.md").read_text(encoding="utf-8")
    (root / "docs/guide/hubs").mkdir()
    (root / "docs/guide/hubs/beijing.md").write_text(page, encoding="utf-8")
    append(root, PAGE, "\n[a](/hubs/beijing.md) [b](hubs/beijing.md)\n")
    fix_root(root)
    assert "[a](../hubs/beijing.md) [b](hubs/beijing.md)" in (root / PAGE).read_text(encoding="utf-8")


def test_a_field_is_not_renamed_to_one_that_stands_there(root: Path) -> None:
    sources = root / "docs/data/sources.yml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace('  issued: "2024"\n', '  issued: "2024"\n  Issued: "2023"\n'), "utf-8")
    assert fix_root(root) == []


def test_line_endings_and_byte_order_mark_stay(root: Path) -> None:
    path = root / PAGE
    text = path.read_text(encoding="utf-8") + "\n中文 [a](Lists.md), [b](Tables.md)\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert len(fix_root(root)) == 2
    wanted = text.replace("Lists.md", "lists.md").replace("Tables.md", "tables.md").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted.encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_only_the_files_asked_for_are_changed(root: Path) -> None:
    append(root, PAGE, "\n[a](Lists.md)\n")
    append(root, "docs/hubs/beijing.md", "\n[a](Shandong.md)\n")
    main(["check", "--root", str(root), "--fix", PAGE])
    assert "[a](lists.md)" in (root / PAGE).read_text(encoding="utf-8")
    assert "[a](Shandong.md)" in (root / "docs/hubs/beijing.md").read_text(encoding="utf-8")


def test_nothing_outside_the_checkout_is_changed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text((root / PAGE).read_text(encoding="utf-8") + "\n[a](Lists.md)\n", encoding="utf-8")
    (root / PAGE).unlink()
    (root / PAGE).symlink_to(outside)
    assert fix_root(root) == []
    assert "Lists.md" in outside.read_text(encoding="utf-8")
    wanted = Problem("../outside.md", 1, 1, "missing-page", "", replace=Replacement(0, "-", "+"))
    assert replacements(root, [wanted]) == ([], {})


def test_a_file_that_changed_meanwhile_is_left_alone(root: Path) -> None:
    found = (Replacement(0, "-", "+"), Replacement(2, "no longer there", "x"))
    for path in (PAGE, "docs/no-such-file.md"):
        assert replacements(root, [Problem(path, 1, 1, "missing-page", "", replace=one) for one in found]) == ([], {})


def test_replacements_that_disagree_are_not_made(root: Path) -> None:
    found = (Replacement(0, "-", "+"), Replacement(0, "--", "="), Replacement(2, "-", "x"), Replacement(2, "-", "x"))
    problems = [Problem(PAGE, 1, 1, "missing-page", "", replace=one) for one in found]
    made, _ = replacements(root, problems)
    assert [str(fix) for fix in made] == [f"{PAGE}:1:3: - -> x"]


def test_json_stays_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(root, PAGE, "\n[a](Lists.md)\n")
    main(["check", "--root", str(root), "--fix", "--format", "json"])
    captured = capsys.readouterr()
    assert json.loads(captured.out)["problems"] == []
    assert captured.err.count("\n") == 1


# As it is written, and as `refdesk fix --values` writes it.
STALE = {
    "[2.7%](value:spending/2023/intensity)": "[2.6%](value:spending/2023/intensity)",
    "[**2.7** per cent](value:spending/2023/intensity)": "[**2.6** per cent](value:spending/2023/intensity)",
    "[9 billion yuan](value:spending/2022/total)": "[10 billion yuan](value:spending/2022/total)",
    "[2.7](value:spending/2023/intensity) per cent": "[2.6](value:spending/2023/intensity) per cent",
    "RMB [98.1](value:spending/2022/total)亿元": "RMB [98.0](value:spending/2022/total)亿元",
}


def test_every_sentence_follows_its_cell(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = append(root, PAGE, "\n" + "\n\n".join(STALE) + "\n")
    append(root, "docs/data/claims.yml", "# [2.7%](value:spending/2023/intensity) stays in a comment\n")
    assert main(["fix", "--root", str(root), "--values", "spending"]) == 0
    assert (root / PAGE).read_text(encoding="utf-8") == before + "\n" + "\n\n".join(STALE.values()) + "\n"
    assert "RMB [98.0](value:spending/2022/total)亿元" in capsys.readouterr().out
    rows = root / "docs/data/series/spending.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace("2023,10.5,2.64", "2023,10.5,3.14"), encoding="utf-8")
    assert {problem.code for problem in check(load_site(root)).problems} == {"value-mismatch"}
    assert main(["fix", "--root", str(root), "--values", "spending/2023/intensity/"]) == 0
    assert check(load_site(root)).problems == ()


def test_no_sentence_follows_where_one_cannot(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(root, PAGE, "\n[2.7%](value:spending/2023/intensity)\n")
    append(root, "docs/hubs/beijing.md", "\nIt is [much](value:spending/2023/intensity).\n")
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    assert main(["fix", "--root", str(root), "--values", "spending/2023"]) == 1
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before
    assert "docs/hubs/beijing.md" in capsys.readouterr().out
    assert main(["fix", "--root", str(root), "--values", "spendin/2023"]) == 2


def test_no_sentence_follows_while_the_data_contradict_themselves(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec, rows = root / "docs/data/series/spending.yml", root / "docs/data/series/spending.csv"
    text = spec.read_text(encoding="utf-8").replace("  notes:\n", "  holds:\n  - 0 < intensity <= 10\n  notes:\n")
    spec.write_text(text, encoding="utf-8")
    rows.write_text(rows.read_text(encoding="utf-8").replace("2023,10.5,2.64", "2023,10.5,26.4"), encoding="utf-8")
    before = append(root, PAGE, "\n[2.64%](value:spending/2023/intensity)\n")
    assert main(["fix", "--root", str(root), "--values", "spending"]) == 1
    assert (root / PAGE).read_text(encoding="utf-8") == before + "\n[2.64%](value:spending/2023/intensity)\n"
    [problem] = [one for one in check(load_site(root)).problems if one.code == "does-not-hold"]
    assert any(place.path == PAGE for place in problem.followers), "the sentence follows from the cell"
    assert "does-not-hold" in capsys.readouterr().out
