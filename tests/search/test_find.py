"""A source is found by words of what it says of itself, for the command and for the hint at an unknown key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import append, copy_sample, refdesk


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the sample site with one source in Chinese, where commands run."""
    root = copy_sample(tmp_path / "site")
    append(
        root / "docs/data/sources.yml",
        """\
- id: zhang-2019-original-ideas
  type: article-journal
  title: 论基础研究的组织
  publisher: Études of Science
  issued: "2019"
  accessed: "2026-11-20"
  language: zh
  custom:
    kind: scholarly
    gloss: On the organisation of basic research
    read: original
""",
    )
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    "words", ["基础研究", "基礎研究", "jichu yanjiu", "organisation 2019", "etudes", "zhang ideas"]
)
@pytest.mark.usefixtures("root")
def test_a_source_is_found_in_any_script(words: str) -> None:
    result = refdesk("find", *words.split())
    assert result.returncode == 0
    assert "[@zhang-2019-original-ideas]  Études of Science, 2019: 论基础研究的组织 [On the" in result.stdout
    assert result.stdout.count("[@") == 1


def test_an_editor_is_given_what_it_can_complete(root: Path) -> None:
    assert refdesk("snippets").returncode == 0
    snippets = json.loads((root / ".vscode/refdesk.code-snippets").read_text(encoding="utf-8"))
    assert snippets["[@zhang-2019-original-ideas]"]["prefix"] == ["[@zhang-2019-original-ideas]", "[@论基础研究的组织]"]
    assert "(term:basic-research)" in snippets
    assert snippets["(value:national/2024/total)"]["description"].endswith("billion yuan")


@pytest.mark.usefixtures("root")
def test_what_no_source_holds_is_said() -> None:
    result = refdesk("find", "zeppelin")
    assert (result.returncode, result.stdout) == (1, "no source has any of these words\n")


def test_an_unknown_key_leads_to_the_source_whose_words_it_has(root: Path) -> None:
    append(root / "docs/topics/money.md", "\nIdeas are organised [@zhang-organisation; @nobody].\n")
    told = refdesk("check").stdout
    assert "'zhang-organisation'. Perhaps 'zhang-2019-original-ideas'; 'refdesk find WORDS' looks for" in told
    assert "no source 'nobody'. 'refdesk find WORDS' looks for a source" in told
