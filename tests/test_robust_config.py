"""A stranger's mkdocs.yml: nothing that it names is run, nothing in it stalls or breaks a check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import refdesk
from conftest import ROOT
from hostile import run
from refdesk.pages.extensions import NotInstalledError, load_extension

PACKAGES = Path(refdesk.__file__).parent.parent

TRAP = """import pathlib
import markdown
pathlib.Path(__file__).with_name("trapped").write_text("run")
def makeExtension(**options):
    return markdown.extensions.Extension()
class Plugin(markdown.extensions.Extension):
    pass
"""


def site(root: Path, config: str, page: str = "# Home\n") -> Path:
    """A site of one page; its root holds modules that leave a trace when they are run."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text(page, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: Test\n" + config, encoding="utf-8")
    (root / "trap.py").write_text(TRAP, encoding="utf-8")
    (root / "docs" / "trap.py").write_text(TRAP, encoding="utf-8")
    (root / "trap.egg-info").mkdir()
    (root / "trap.egg-info" / "PKG-INFO").write_text("Name: trap\nVersion: 1\n", encoding="utf-8")
    (root / "trap.egg-info" / "entry_points.txt").write_text(
        "[markdown.extensions]\ntrapped_entry = trap:Plugin\n", encoding="utf-8"
    )
    return root


def check_from_within(root: Path) -> subprocess.CompletedProcess[str]:
    """Check a site from its own folder, the way that gives its files the best chance to be imported."""
    return subprocess.run(
        [sys.executable, "-m", "refdesk", "check"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([".", str(root / "docs"), str(PACKAGES)])},
        capture_output=True,
        text=True,
        check=False,
    )


TOUCH = "[touch trapped]"
RUNS = {
    "call": f"extra: !!python/object/apply:os.system {TOUCH}",
    "call in a plugin": f"plugins: [search: {{x: !!python/object/apply:os.system {TOUCH}}}]",
    "call in an option": f"markdown_extensions: [toc: {{slugify: !!python/object/apply:os.system {TOUCH}}}]",
    "call with keywords": "markdown_extensions: [toc: {slugify: !!python/object/apply:os.system {kwds: "
    "{command: touch trapped}}}]",
    "new object": f"markdown_extensions: [toc: {{slugify: !!python/object/new:os.system {TOUCH}}}]",
    "fence": "markdown_extensions: [pymdownx.superfences: {custom_fences: [{name: x, class: x, "
    "format: !!python/name:os.system '' }]}]",
    "name of the checkout": "markdown_extensions: [toc: {slugify: !!python/name:trap.makeExtension '' }]",
    "extension": "markdown_extensions: [trap]",
    "extension with a class": "markdown_extensions: ['trap:Plugin']",
    "extension of an entry point": "markdown_extensions: [trapped_entry]",
    "any function as an extension": "markdown_extensions: ['os:system': {command: touch trapped}]",
    "any class as an extension": "markdown_extensions: ['subprocess:Popen': {args: [touch, trapped]}]",
    "module of the standard library": "markdown_extensions: [this]",
    "hook": "hooks: [trap.py]",
    "plugin": "plugins: [trap]",
}
PAGE = "# Home\n\n```x\ntouch trapped\n```\n"


@pytest.mark.parametrize("config", RUNS.values(), ids=RUNS)
def test_a_configuration_runs_nothing(config: str, tmp_path: Path) -> None:
    root = site(tmp_path / "site", f"{config}\n", PAGE)
    before = {path.relative_to(root) for path in root.rglob("*")}
    result = check_from_within(root)
    assert "Traceback" not in result.stdout + result.stderr
    assert "Zen of Python" not in result.stdout
    assert result.returncode in {0, 1}
    after = {path.relative_to(root) for path in root.rglob("*") if ".cache" not in path.parts}
    assert after == before


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("markdown_extensions:\n  - toc:\n      slugify: !!python/name:os.system\n", "4:16: not-installed: the Python "
         "object 'os.system' is not one that a check may run"),
        ("markdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify [lower]\n",
         "4:16: configuration: the Python object 'pymdownx.slugs.slugify' cannot be used: slugify() takes 0"),
        ("markdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.superfences.fence_code_format"
         " []\n", "4:16: configuration: the Python object 'pymdownx.superfences.fence_code_format' is not one that a "
         "check may call. Write !!python/name:"),
        ("markdown_extensions:\n  - trap\n", "3:5: not-installed: the Markdown extension 'trap' is not installed"),
        ("markdown_extensions:\n  - this\n", "3:5: not-installed: the Markdown extension 'this' is no Markdown"),
        ("markdown_extensions:\n  - attr_list: {x: y}\n", "3:17: configuration: the Markdown extension 'attr_list' has "
         "no option 'x'"),
        ("markdown_extensions:\n  - toc: {slugify: !!python/name:os.system '' }\n  - trap\n", "4:5: not-installed: "
         "the Markdown extension 'trap' is not installed"),
    ],
)  # fmt: skip
def test_what_is_not_run_and_counts_is_reported(config: str, expected: str, tmp_path: Path) -> None:
    result = run("check", "--root", site(tmp_path / "site", config))
    assert f"mkdocs.yml:{expected}" in result.stdout
    assert result.returncode == ("configuration" in expected)


def test_what_is_not_run_and_does_not_count_is_no_problem(tmp_path: Path) -> None:
    config = (
        "theme: {name: material, x: !!python/name:no.such.thing '' }\n"
        "markdown_extensions:\n"
        "  - pymdownx.superfences:\n"
        "      custom_fences:\n"
        "        - {name: x, class: x, format: !!python/name:no.such.f '', validator: !!python/name:no.such.v '' }\n"
        "        - {name: math, class: arithmatex, format: !!python/object/apply:"
        "pymdownx.arithmatex.arithmatex_fenced_format {kwds: {mode: generic, tag: pre}}}\n"
        "        - {name: mermaid, class: m, format: !!python/name:pymdownx.superfences.fence_code_format '' }\n"
        "  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji '',\n"
        "      emoji_generator: !!python/name:no.such.generator '' }\n"
    )
    page = "# Home\n\n```x\na\n```\n\n```math\na\n```\n\n```mermaid\na\n```\n\n:smile:\n"
    result = run("check", "--root", site(tmp_path / "site", config, page))
    assert result.stdout.startswith("no problems in 1 pages")


def test_the_import_path_holds_nothing_of_the_checkout(tmp_path: Path) -> None:
    root = site(tmp_path / "site", "")
    code = (
        "import sys, pathlib, refdesk.cli\n"
        "refdesk.cli.main(['check'])\n"
        "print([p for p in sys.path if pathlib.Path(p or '.').resolve().is_relative_to(pathlib.Path.cwd())])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "docs"), str(PACKAGES)])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_tool_finds_itself_in_its_own_checkout() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "refdesk", "check", "mkdocs.yml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Error" not in result.stderr
    assert "configuration" not in result.stdout


BROKEN = {
    "alias bomb": "a: &a [x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)),
    "alias bomb in the navigation": "x: &a [index.md, index.md]\n"
    + "".join(f"{b}: &{b} [{{s: *{a}}}, {{s: *{a}}}]\n" for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu",
                                                                   strict=True)) + "nav: *u\n",
    "list in itself": "nav: &a [*a]\n",
    "mapping in itself": "markdown_extensions: &a {toc: *a}\n",
    "deep nesting": "nav: " + "[" * 500 + "]" * 500 + "\n",
    "deeper than the parser": "nav: " + "[" * 50_000 + "\n",
    "inherits itself": "INHERIT: mkdocs.yml\n",
    "inherits a folder": "INHERIT: docs\n",
    "inherits nothing": "INHERIT: nowhere.yml\n",
    "inherits a device": "INHERIT: /dev/zero\n",
    "no such tag": "extra: !!int abc\n",
    "environment that is no YAML": "extra: !ENV [NO_SUCH_VARIABLE_HERE, '[']\n",
    "two documents": "--- a\n---\nb\n",
    "only a text": "",
    "control signs": "x: \x01\n",
    "folder that is not there": "docs_dir: nowhere\n",
    "folder that is a file": "docs_dir: mkdocs.yml\n",
    "folder of a NUL": 'docs_dir: "a\\0b"\n',
    "folder of a list": "docs_dir: [docs]\n",
    "nothing as the folder": "docs_dir:\n",
    "folder above": "docs_dir: ..\n",
    "folder of everything": "docs_dir: /\n",
}  # fmt: skip


@pytest.mark.parametrize("config", BROKEN.values(), ids=BROKEN)
def test_an_unusable_configuration_is_one_line(config: str, tmp_path: Path) -> None:
    root = site(tmp_path / "site", config)
    if not config:
        (root / "mkdocs.yml").write_text("only a text\n", encoding="utf-8")
    result = run("check", "--root", root)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("refdesk: ")
    assert result.stderr.count("\n") == 1


ODD = {
    "aliases": "x: &a [index.md]\nnav: [{One: *a}]\n",
    "aliases in extensions": "x: &a {permalink: true}\nmarkdown_extensions: [{toc: *a}, {footnotes: {}}]\n",
    "merge keys": "x: &a {permalink: true}\ny: &b {title: T}\nmarkdown_extensions: [toc: {<<: [*a, *b]}]\n",
    "extensions of no list": "markdown_extensions: 3\n",
    "extensions without names": "markdown_extensions: [3, [], {}, {1: 2}, null]\n",
    "everything a list": "".join(f"{key}: [1]\n" for key in (
        "site_url", "use_directory_urls", "plugins", "exclude_docs", "draft_docs", "not_in_nav", "theme", "hooks",
        "extra_css", "extra_javascript", "validation", "nav")),
    "everything a mapping": "".join(f"{key}: {{a: b}}\n" for key in (
        "site_url", "use_directory_urls", "plugins", "exclude_docs", "draft_docs", "not_in_nav", "theme", "hooks",
        "extra_css", "extra_javascript", "validation", "nav")),
    "everything empty": "".join(f"{key}:\n" for key in (
        "site_url", "use_directory_urls", "plugins", "exclude_docs", "draft_docs", "not_in_nav", "theme", "hooks",
        "extra_css", "extra_javascript", "validation", "nav", "markdown_extensions")),
    "a theme elsewhere": "theme: {name: material, custom_dir: /}\n",
    "a theme in a loop": "theme: {name: material, custom_dir: ..}\n",
    "snippets of everything": "markdown_extensions: [pymdownx.snippets: {base_path: [/, ..], auto_append: [/dev/zero, "
    "docs, nowhere.md], restrict_base_path: false}]\n",
    "snippets of no paths": "markdown_extensions: [pymdownx.snippets: {base_path: [[], 3, null], auto_append: 3}]\n",
    "patterns that are none": 'exclude_docs: "!\\n[\\n\\\\\\n**a**b**\\n"\ndraft_docs: "!"\nnot_in_nav: "["\n',
    "globs that are none": "plugins: [exclude: {glob: ['[', 3, null]}]\n",
    "redirects to nothing": "plugins: [redirects: {redirect_maps: {a.md: [b], b.md: b.md, 'c\\0': '\\0', '': ''}}]\n",
    "keys of all kinds": "1: 2\n? [a, b]\n: c\n? {a: b}\n: d\nnull: e\n",
    "icons of everything": "markdown_extensions: [pymdownx.emoji: {emoji_index: "
    "!!python/name:material.extensions.emoji.twemoji '', options: {custom_icons: [/proc]}}]\n",
}  # fmt: skip


@pytest.mark.parametrize("config", ODD.values(), ids=ODD)
def test_an_odd_configuration_is_checked(config: str, tmp_path: Path) -> None:
    result = run("check", "--root", site(tmp_path / "site", config))
    assert result.stderr == ""
    assert result.returncode in {0, 1}
    assert " in 1 pages, " in result.stdout


def test_an_extension_on_the_import_path_is_still_a_file_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(tmp_path / "site", "")
    monkeypatch.syspath_prepend(str(root))
    with pytest.raises(NotInstalledError, match="a file of this checkout"):
        load_extension("trap", {}, root)
    assert not (root / "trapped").exists()


def test_only_extensions_are_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    monkeypatch.setattr("refdesk.pages.collector.outline", lambda **options: called.append(options))
    with pytest.raises(NotInstalledError, match="no Markdown extension"):
        load_extension("refdesk.pages.collector:outline", {"block": "x"}, tmp_path)
    assert called == []
