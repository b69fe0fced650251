"""Slips in mkdocs.yml: one line where nothing can be checked, else a problem with its place; never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import refdesk

GOOD = "site_name: Test\nplugins: []\ntheme: {name: material}\n"  # three lines


def check(root: Path, config: str) -> tuple[int, str, str]:
    """Check a site of one page with this mkdocs.yml: exit status, output, errors."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    result = refdesk("check", "--root", root)
    return result.returncode, result.stdout, result.stderr


UNUSABLE = {
    "nothing": "",
    "only a text": "only a text\n",
    "a list": "- site_name: Test\n",
    "two documents": "--- a\n---\nb\n",
    "indented with a tab": "site_name: Test\ntheme:\n\tname: material\n",
    "quotation mark never closed": f'{GOOD}site_description: "x\n',
    "nested too deeply": "nav: " + "[" * 990 + "]" * 990 + "\n",  # the parser still reads a thousand
    "nested beyond the parser": "nav: " + "[" * 50_000 + "\n",
    "folder that is not there": f"{GOOD}docs_dir: nowhere\n",
    "folder that is a file": f"{GOOD}docs_dir: mkdocs.yml\n",
    "folder that no file system has": f'{GOOD}docs_dir: "a\\0b"\n',
    "alias": f"{GOOD}extra: &a {{b: c}}\nvalidation: *a\n",
    "folder of the checkout": f"{GOOD}docs_dir: .\n",
    "folder above": f"{GOOD}docs_dir: ..\n",
}


@pytest.mark.parametrize("config", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_configuration_is_one_line(config: str, tmp_path: Path) -> None:
    code, out, errors = check(tmp_path, config)
    assert (code, out) == (2, "")
    assert errors.startswith("refdesk: mkdocs.yml:")
    assert errors.count("\n") == 1
    annotated = refdesk("check", "--root", tmp_path, "--format", "github").stdout
    assert re.match(r"::error file=mkdocs\.yml,line=\d+,col=\d+,title=configuration::", annotated)


SLIPS = {
    "control sign": (
        "copyright: x\x01y\n",
        "4:13: invisible-character: a sign that nobody can see stands here: U+0001",
    ),
    "key twice": ("site_name: Again\n", "4:1: configuration: the key 'site_name' stands twice"),
    "a list for a text": ("site_url: [x]\n", "4:11: configuration: 'site_url' must be a text"),
    "a text for a list": ("nav: index.md\n", "4:6: configuration: 'nav' must be a list"),
    "a text for a switch": ("strict: yess\n", "4:9: configuration: 'strict' must be true or false"),
    "a list for a mapping": ("extra: []\n", "4:8: configuration: 'extra' must be a mapping"),
    "a number for an extension": ("markdown_extensions: [3]\n", "4:23: configuration: an entry of 'markdown_ext"),
    "a list for options": ("markdown_extensions: [toc: []]\n", "4:23: configuration: an entry of 'markdown_ext"),
    "a number for a style sheet": ("extra_css: [3]\n", "4:13: configuration: an entry of 'extra_css'"),
    "unknown tag": ("repo_name: !ENVV X\n", "4:12: configuration: the tag '!ENVV' is none that this site uses"),
    "unknown function": ("extra: !!python/object/new:os.system [ls]\n", "4:8: configuration: the tag "),
    "function of an option": (
        "markdown_extensions: [toc: {slugify: !!python/name:os.system ''}]\n",
        "4:38: configuration: the tag ",
    ),
    "function with a value": (
        "markdown_extensions: [toc: {slugify: !!python/name:refdesk.files.mkdocs_yml.heading_id [lower]}]\n",
        "4:38: configuration: the tag ",
    ),
    "module that is no extension": ("markdown_extensions: [os]\n", "4:23: configuration: the Markdown extension 'os'"),
    "class that is no extension": ("markdown_extensions: ['os:name']\n", "4:23: configuration: the Markdown ext"),
    "extension that is not installed": (
        "markdown_extensions: [footnote]\n",
        "4:23: configuration: the Markdown extension 'footnote' cannot be loaded",
    ),
    "option of an extension": (
        "markdown_extensions: [toc: {permalinks: true}]\n",
        "4:23: configuration: the Markdown extension 'toc' cannot be loaded: 'permalinks'",
    ),
    "value of an option": (
        "markdown_extensions: [toc: {toc_depth: {}}]\n",
        "4:23: configuration: the Markdown extension 'toc' cannot be loaded",
    ),
    "pattern that is none": ('exclude_docs: "!"\n', "4:15: configuration: exclude_docs: "),
    "another file": ("INHERIT: base.yml\n", "4:1: configuration: unknown setting 'INHERIT'"),
}


@pytest.mark.parametrize(("config", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_slip_has_its_place(config: str, expected: str, tmp_path: Path) -> None:
    code, out, errors = check(tmp_path, GOOD + config)
    assert (code, errors) == (1, "")
    assert f"mkdocs.yml:{expected}" in out


def test_a_theme_of_odd_values_is_no_hindrance(tmp_path: Path) -> None:
    names = ("name", "custom_dir", "language", "features", "palette", "logo", "favicon", "icon")
    theme = "".join(f"  {name}: [[1], {{a: b}}]\n" for name in names)
    code, out, errors = check(tmp_path, f"site_name: Test\nplugins: []\ntheme:\n{theme}")
    assert (code, errors) == (1, ""), out
    assert f"mkdocs.yml:{names.index('custom_dir') + 4}:" in out


def test_a_text_that_is_not_utf8_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: caf\xe9\n")
    result = refdesk("check", "--root", tmp_path)
    assert "mkdocs.yml:1:15: encoding: " in result.stdout
