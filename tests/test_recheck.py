"""A check after a change, helped by its cache, gives the report of a check without one, line for line."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pymdownx.slugs import _uslugify  # type: ignore[import-untyped]

from refdesk.cache import Store, state_of
from refdesk.check import check
from refdesk.cli import main
from refdesk.config import SiteConfig, load_config
from refdesk.config_tags import NotKnownError, as_noted, from_noted
from refdesk.known import Doubt, KnownSite
from refdesk.notes import Notes
from refdesk.recheck import recheck
from refdesk.rendering import begin_rendering
from refdesk.report import as_json
from refdesk.site import load_site

HOUSE = Path(__file__).parent / "sites" / "house"
Edit = Callable[[Path], object]


def with_snippets(tmp_path: Path) -> Path:
    return shutil.copytree(HOUSE, tmp_path / "site")


def without_snippets(tmp_path: Path) -> Path:
    """The house site without the extension that reads other files: only then a report is kept."""
    root = with_snippets(tmp_path)
    put("mkdocs.yml", "  - pymdownx.snippets:\n      base_path: includes\n", "")(root)
    put("mkdocs.yml", "      - guide/included.md\n", "")(root)
    (root / "docs/guide/included.md").unlink()
    return root


def put(path: str, old: str, new: str) -> Edit:
    """One text for another, which stands there."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {path}"
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add(path: str, text: str) -> Edit:
    """Text at the end of a file."""

    def edit(root: Path) -> None:
        before = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
        (root / path).write_text(before + text, encoding="utf-8")

    return edit


def both(*edits: Edit) -> Edit:
    return lambda root: [edit(root) for edit in edits]


LISTS, LINKS, HOME, SHANDONG = "docs/guide/lists.md", "docs/guide/links.md", "docs/index.md", "docs/hubs/shandong.md"
NEW = '---\ntitle: "New"\ndescription: A page.\nreviewed: 2024-01-01\nreview_days: 36500\n---\n\n# New\n\nText.\n'

# Of these, every text edit is checked alone; the others make the whole site be checked again.
ALONE: dict[str, Edit] = {
    "a line more": add(LISTS, "\nA line more.\n"),
    "a word": put(HOME, "on science in 2023", "on all science in 2023"),
    "a line above": put(SHANDONG, "\n\n", "\n\nA line above all others.\n\n"),
    "a link that is right": add(LISTS, "\nSee [tables](tables.md).\n"),
    "a link that is wrong": add(LISTS, "\nSee [tables](table.md).\n"),
    "an anchor that is wrong, here": add(LISTS, "\nSee [there](#nestd).\n"),
    "an anchor that is wrong, elsewhere": add(LINKS, "\nSee [there](lists.md#nestd).\n"),
    "an image that is missing": add(LISTS, "\n![A map](../images/mapp.svg)\n"),
    "an image without words": add(LISTS, "\n![](../images/map.svg)\n"),
    "a link twice, once in code": add(LISTS, "\n`[x](gone.md)` [x](gone.md) [y](gone.md)\n"),
    "a lost list": add(LISTS, "\nAs follows:\n- one\n- two\n"),
    "a ragged table": add(LISTS, "\n| a | b |\n|---|---|\n| 1 |\n"),
    "an open fence": add(LISTS, "\n```\nx\n"),
    "a mark never closed": add(LISTS, "\nA **bold word and a `piece of code.\n"),
    "an element never closed": add(LISTS, "\nA <b>bold word and <www.example.org>.\n"),
    "a link within a link": add(LISTS, "\nA [link to [tables](tables.md)](lists.md).\n"),
    "a link in signs of Chinese text": add(LISTS, "\n见 【表格】（tables.md）。\n"),
    "a figure without a source": add(LISTS, "\nIn 2021 it rose to 12 per cent.\n"),
    "a malformed citation": add(LISTS, "\nSee @nbs-2024-bulletin.\n"),
    "the fence closed again": add(LISTS, "```\n"),
    "two pages at once": both(add(LISTS, "\nMore.\n"), add(SHANDONG, "\nMore.\n")),
}
WHOLE: dict[str, Edit] = {
    "a heading more": add(LISTS, "\n## Nestd\n"),
    "a heading renamed": put(SHANDONG, "Laboratories", "Institutes"),
    "a title": put(SHANDONG, 'title: "', 'title: "The '),
    "the title of another page": put("docs/hubs/beijing.md", "title: ", 'title: "Tables" # '),
    "a citation more": add(LISTS, "\nIt rose in 2021 [@xinhua-2024-report].\n"),
    "a citation that is nearly right": put(LISTS, "[@xinhua-2024-report]", "[@xinhua-2024-reprt]"),
    "a term that is nearly right": add(LISTS, "\nA [centre](term:inovation-centre).\n"),
    "a mark in the data": put("docs/data/claims.yml", "It did", "It **did"),
    "a field misspelled": put("docs/data/claims.yml", "section: ", "secton: "),
    "a citation that names nothing": add(LISTS, "\nIt rose in 2020 [@nobody].\n"),
    "a value that is wrong": add(LISTS, "\nIt was [9.9](value:spending/2022/total) in all.\n"),
    "a number typed beside its source": add(LISTS, "\nIn 2023 it was 10.5 billion yuan [@nbs-2024-bulletin].\n"),
    "a term that names nothing": add(LISTS, "\nA [term](term:nothing).\n"),
    "a marker more": add(LISTS, "\n<!-- table: paradigms -->\n"),
    "a marker that names nothing": add(LISTS, "\n<!-- table: nothing -->\n"),
    "front matter broken": put(LINKS, "reviewed: ", "revewed: "),
    "a data cell": put("docs/data/series/spending.csv", "10.5", "10.6"),
    "a source renamed": put("docs/data/sources.yml", "- id: xinhua-2024-report", "- id: xinhua-2024"),
    "a page more": add("docs/guide/new.md", NEW),
    "a link to it": add(LISTS, "\nSee [new](new.md).\n"),
    "and none any more": put(LISTS, "[new](new.md)", "new"),
    "a page removed": lambda root: (root / "docs/hubs/beijing.md").unlink(),
    "an image removed": lambda root: (root / "docs/images/photo.svg").unlink(),
    "an image more": add("docs/images/mapp.svg", "<svg/>"),
    "the configuration": put("mkdocs.yml", "      - guide/notes.md\n", ""),
    "an extension": put("mkdocs.yml", "  - footnotes\n", ""),
    "what version control leaves out": add(".gitignore", "table.md\n"),
    "an exception": add(
        "refdesk-exceptions.yml",
        "- {code: missing-page, path: docs/guide/lists.md, target: gone.md, reason: x, expires: '2999-01-01'}\n",
    ),
    "a line where an exception is": put(LISTS, "[x](gone.md) [y]", "[x](gone.md), [y]"),
    "a file that is no text": lambda root: (root / "docs/guide/tabs.md").write_bytes(b"\xff\xfe\x00"),
    "an empty page": lambda root: (root / "docs/guide/notes.md").write_bytes(b""),
}


def cached(root: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """The report of the command, with the cache as it stands."""
    main(["check", "--root", str(root), "--format", "json"])
    return json.loads(capsys.readouterr().out)


def fresh(root: Path) -> object:
    """The report without any cache."""
    report = check(load_site(root))
    return json.loads(as_json(report.problems, report.pages, report.references))


@pytest.mark.parametrize(
    ("start", "backwards"),
    [(without_snippets, False), (without_snippets, True), (with_snippets, False)],
    ids=["onwards", "backwards", "with snippets"],
)
def test_every_edit_is_reported_as_without_a_cache(
    start: Callable[[Path], Path], backwards: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = start(tmp_path)
    report = fresh(root)
    assert cached(root, capsys) == report
    edits = [*ALONE.items(), ("a snippet", add("includes/notice.md", "\n[x](gone.md)\n")), *WHOLE.items()]
    for name, edit in reversed(edits) if backwards else edits:
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}
        try:
            edit(root)
        except (AssertionError, FileNotFoundError):
            if not backwards:
                raise
            continue  # it builds on an edit that comes later in this order
        last, report = report, fresh(root)
        assert cached(root, capsys) == report, name
        if len(name) % 3 == 0:
            revert(root, before)
            assert cached(root, capsys) == last, f"{name}, taken back"
            edit(root)
            assert cached(root, capsys) == report, f"{name}, made again"


def revert(root: Path, before: dict[Path, bytes]) -> None:
    """Make every file what it was; files that were not there go."""
    for path in list(root.rglob("*")):
        if path.is_file() and ".cache" not in path.parts and path not in before:
            path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


@pytest.mark.parametrize("name", ALONE)
def test_a_page_is_checked_alone(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = without_snippets(tmp_path)
    add(LISTS, "\n```\nx\n")(root) if name == "the fence closed again" else None
    cached(root, capsys)
    ALONE[name](root)
    kept = Store(root).load()
    assert kept is not None
    changed = kept.changed(state_of(kept.inputs))
    assert changed
    rendering = begin_rendering(root, kept.settings)
    for helper in (None, rendering):
        report, _ = recheck(root, kept, changed, helper)
        assert json.loads(as_json(report.problems, report.pages, report.references)) == fresh(root)
    if rendering is not None:
        rendering.end()


_WITHOUT = """
import os, sys
from refdesk.__main__ import run
leave = os._exit
def tell(status):
    print(*sorted({"yaml", "pydantic", "markdown", "lxml", "_hashlib"} & sys.modules.keys()), file=sys.stderr)
    leave(status)
os._exit = tell
sys.argv = ["refdesk", "check", "--root", sys.argv[1]]
run()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there a helper renders the page")
def test_to_check_a_page_alone_no_parser_and_no_model_of_data_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tenth of a second is all it may take, and each of these takes a tenth of that or more."""
    root = without_snippets(tmp_path)
    cached(root, capsys)
    ALONE["a line more"](root)
    done = subprocess.run(
        [sys.executable, "-P", "-c", _WITHOUT, str(root)], check=False, capture_output=True, text=True
    )
    assert (done.stderr.strip(), done.returncode) == ("", 0), done.stdout


def test_a_setting_that_is_not_noted_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = without_snippets(tmp_path)
    cached(root, capsys)
    kept = Store(root).load()
    assert kept is not None
    config, whole = KnownSite(root, kept.settings, Notes.read(kept.notes)).config, load_config(root)
    for name in SiteConfig._fields:
        noted, read = getattr(config, name), getattr(whole, name)
        if name in {"nav", "assets"}:
            noted, read = ([entry.target for entry in entries] for entries in (noted, read))
        elif isinstance(read, tuple | frozenset):
            noted, read = sorted(noted), sorted(read)
        assert repr(noted) == repr(read), name  # functions among the settings are equal by name only


def test_functions_among_the_settings_are_noted_by_name_and_no_others() -> None:
    options = {"toc": {"slugify": functools.partial(_uslugify, case="lower"), "depth": [1, None, 2.5, "x"], "on": True}}
    assert repr(from_noted(json.loads(json.dumps(as_noted(options))))) == repr(options)
    for other in (print, lambda: "x", functools.partial(print, "x"), {"!object": ["os", "abort"]}, {1: "x"}, b"x"):
        with pytest.raises(NotKnownError):
            as_noted({"toc": [other]})
    foreign = {"!object": ["os", "abort"], "options": None}
    assert from_noted(foreign) == foreign


def test_what_others_see_makes_doubt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = without_snippets(tmp_path)
    cached(root, capsys)
    WHOLE["a heading more"](root)
    kept = Store(root).load()
    assert kept is not None
    with pytest.raises(Doubt):
        recheck(root, kept, kept.changed(state_of(kept.inputs)) or [])
