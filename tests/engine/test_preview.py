"""The preview: mistakes show on every page, and what is built again after a change is all that the change touches."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from conftest import append, copy_sample
from site_server import served

# Builds as `mkdocs serve --dirty` does: once for each line that it reads, into the folder that the line names. With
# `anew` before the folder a child does it, which no build came before. When the pages in English are made, what waits
# in the folder `saved` takes the place of what was read, as if somebody saved it then.
_BUILDER = """
import os, sys
from pathlib import Path
from mkdocs import config, plugins
from mkdocs.commands import build
from refdesk.rules.run import load_rules
load_rules()

def save(config):
    for path in Path("saved").glob("*"):
        path.replace(Path("docs/data") / path.name)

config.load_config("mkdocs.yml")
for line in sys.stdin:
    child = os.fork() if line.startswith("anew ") else 0
    if child:
        os.waitpid(child, 0)
    else:
        cfg = config.load_config("mkdocs.yml", site_dir=line.strip().removeprefix("anew "))
        cfg.plugins.on_startup(command="serve", dirty=True)
        cfg.plugins.events["post_build"].insert(0, save)
        build.build(cfg, serve_url="http://127.0.0.1:8000/", dirty=True)
        if line.startswith("anew "):
            os._exit(0)
    print("built", flush=True)
"""


@contextmanager
def builder(root: Path) -> Iterator[Callable[[str], None]]:
    """Yield what builds a site as it is now into a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", _BUILDER],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        pipe, answers = process.stdin, process.stdout

        def build(into: str) -> None:
            pipe.write(f"{into}\n")
            pipe.flush()
            assert answers.readline() == "built\n"

        yield build
        pipe.close()


def pages_of(site: Path) -> dict[str, str]:
    """The pages of a site and the script of its problems, but for the mark of the search index."""
    paths = [*site.rglob("*.html"), site / "problems.js"]
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {path: re.sub(r"search-index\.\w+\.", "search-index.", text) for path, text in texts.items()}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _: None,
    "a sentence": lambda root: append(root / "docs/topics/lenses.md", "\nLenses are ground.\n"),
    "a citation, a term and a number": lambda root: append(  # each is told on a page of its own
        root / "docs/topics/lenses.md",
        "\n[It](term:basic-research) took [67.77 billion yuan](value:national/2024/basic) [@ministry-2021-report].\n",
    ),
    "a term": lambda root: replace(root / "docs/data/glossary.yml", "others can withhold", "some can withhold"),
    "a number": lambda root: replace(root / "docs/data/series/fund.csv", "25000,25.0", "24000,24.0"),
    "a chart": lambda root: replace(root / "docs/data/charts.yml", "label: ", "label: The "),
    "a title": lambda root: replace(root / "docs/topics/lenses.md", "title: Lenses", "title: Of lenses"),
    "a template": lambda root: append(root / "overrides/main.html", "\n<!-- changed -->\n"),
    "a style": lambda root: append(root / "overrides/assets/styles/page.css", "\n.changed { color: red }\n"),
    "a translation": lambda root: replace(root / "docs/locale/zh/topics/money.po", "经费", "钱"),
    "a label": lambda root: replace(root / "docs/locale/zh/labels.po", "主题", "题目"),
    "a label of charts": lambda root: replace(root / "docs/locale/zh/labels.po", "{at}年的", "{at}年"),
    "a mistake in the data": lambda root: append(root / "docs/data/glossary.yml", "- id: lost\n  en: Lost\n"),
    "its correction": lambda root: replace(root / "docs/data/glossary.yml", "- id: lost\n  en: Lost\n", ""),
}

LABELS = """
msgid "Topics"
msgstr "主题"

msgid "{name}, {at}: {value}"
msgstr "{at}年的{name}：{value}"
"""


def test_after_a_change_the_preview_is_as_if_built_anew(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "checkout")
    for path, message in (
        ("topics/money.po", 'msgid "Money"\nmsgstr "经费"\n'),
        ("labels.po", LABELS),
    ):
        (root / "docs/locale/zh" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs/locale/zh" / path).write_text(message, encoding="utf-8")
    site = tmp_path / "served"
    with builder(root) as build, builder(root) as other:
        build(f"{site}")
        for change, make in CHANGES.items():
            before = {path: path.stat().st_mtime_ns for path in site.rglob("index.html")}
            make(root)
            build(f"{site}")
            other(f"anew {tmp_path / change}")
            assert pages_of(site) == pages_of(tmp_path / change), change
            if change == "a sentence":
                built = [path for path in before if path.stat().st_mtime_ns != before[path]]
                assert built == [site / "topics/lenses/index.html"]


def test_what_is_saved_while_a_site_is_built_waits_for_the_next_build(tmp_path: Path) -> None:
    """All languages show what was read at the beginning; units that differ in Chinese words alone are no mistake."""
    root, site = copy_sample(tmp_path / "checkout"), tmp_path / "served"
    translations = root / "docs/locale/zh"
    (translations / "topics").mkdir(parents=True)
    (root / "saved").mkdir()
    (translations / "topics/money.po").write_text('msgid "Money"\nmsgstr "经费"\n', encoding="utf-8")
    (translations / "labels.po").write_text('msgid "% of output"\nmsgstr "占产出%"\n', encoding="utf-8")
    charts = root / "docs/data/charts.yml"
    replace(charts, "series: early, column: share, style", "series: national, column: intensity, style")
    text = charts.read_text(encoding="utf-8")

    def shown(label: str) -> list[int]:
        paths = (site / part / "topics/money/index.html" for part in ("", "zh"))
        return [path.read_text(encoding="utf-8").count(label) for path in paths]

    with builder(root) as build:
        for label in ("First label", "Second label", "Third label"):
            saved = text.replace("label: Final,", f"label: {label},")
            (root / "saved/charts.yml").write_text(saved, encoding="utf-8")
            before = charts.read_text(encoding="utf-8")
            build(f"{site}")
            assert charts.read_text(encoding="utf-8") == saved != before
            assert shown(label) == [0, 0]
            assert '"path": "docs/data/' not in (site / "problems.js").read_text(encoding="utf-8")
        build(f"{site}")
        english, chinese = shown("Third label")
        assert english == chinese > 0
        assert '"path": "docs/data/' not in (site / "problems.js").read_text(encoding="utf-8")


def test_every_page_shows_the_mistakes_of_all_files(tmp_path: Path, page: Page) -> None:
    root = copy_sample(tmp_path / "checkout")
    CHANGES["a mistake in the data"](root)
    append(root / "docs/topics/lenses.md", "\nSee [@no-such-<b>source].\n\nSee [@no-such-source].\n")
    with builder(root) as build:
        build(f"{tmp_path / 'served'}")
    with served(tmp_path / "served") as address:
        page.goto(address + "topics/lenses/")
        shown = page.get_by_role("alert").locator("li")
        expect(shown.nth(2)).to_be_visible()
        assert "docs/topics/lenses.md" in shown.first.inner_text(), "those of the page itself come first"
        page.goto(address)
        expect(shown.first).to_be_visible()
        told = [text for text in shown.all_inner_texts() if "docs/data/glossary.yml" in text]
        assert told
        [line] = {text.split(":")[1] for text in told}
        lines = (root / "docs/data/glossary.yml").read_text(encoding="utf-8").splitlines()
        assert lines[int(line) - 1] == "- id: lost"
        assert str(page.get_by_role("alert").locator("a").first.get_attribute("href")).startswith(address)
