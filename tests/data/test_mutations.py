"""Data with mistakes at random: each is told or harmless, and whatever is made of them is made without an error."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from conftest import WHOLE, copy_sample
from refdesk.check import check
from refdesk.data.library import load_library
from refdesk.data.models import Chart
from refdesk.data.soundness import sound_library
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.docs_tree import published_url
from refdesk.html.text import parse
from refdesk.publish.added_files import added_files
from refdesk.publish.downloads import texts_and_archive
from refdesk.publish.page_facts import page_facts
from refdesk.publish.publication import Publication
from refdesk.rules.data import files as rule
from refdesk.search.index import search_index
from refdesk.search.records import PageHtml
from refdesk.site.site import load_site

ODD = (
    "x", "", "n/a", "-", "0", "-1", "1e9", "2042", "true", "null", "[]", "{}", "[x]", "{a: b}", '"2,69"', "6.88%",
    "nan", "é", "9" * 30, "value:x/y/z", '"[@nobody]"', "2024-13-01", "../x", " 1", "１２", "inf", "~", '""', "0.0",
    "²", "1800",
)  # fmt: skip
SIGNS = ("", "x", '"', "'", "[", "]", "{", "}", ":", "#", "-", " ", "0", ",", ";", "\t")
ROUNDS = 40 if WHOLE else 15
PARTS = 3


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("mutated") / "site")


def data_files(root: Path) -> dict[Path, str]:
    """The data files of the sample that hold something, with their texts."""
    paths = [path for path in sorted((root / "docs/data").rglob("*")) if path.suffix in {".yml", ".csv", ".txt"}]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return {path: text for path, text in texts.items() if re.search(r"(?m)^[^#\s\[]", text)}


def mutated(text: str, chance: random.Random) -> str:
    """A text with a line left out, repeated or moved, or a word or a sign of it replaced."""
    lines = text.rstrip("\n").split("\n")
    at = chance.choice([0, *[chance.randrange(len(lines)) for _ in range(4)]])
    line = lines[at]
    words = list(re.finditer(r"[^\s,;:\[\]{}\"]+", line))
    match chance.choice(("word", "word", "word", "value", "sign", "indent", "line")):
        case "word" if words:
            word = chance.choice(words)
            lines[at] = line[: word.start()] + chance.choice(ODD) + line[word.end() :]
        case "value" if found := re.match(r"\s*(?:- )?[\w-]+: ", line):
            lines[at] = found.group() + chance.choice(ODD)
        case "indent":
            lines[at] = chance.choice((f" {line}", f"  {line}", line[1:]))
        case "line":
            lines[at : at + 1] = chance.choice(([], [line, line]))
        case _ if line:
            place = chance.randrange(len(line))
            lines[at] = line[:place] + chance.choice(SIGNS) + line[place + 1 :]
    return "\n".join(lines) + "\n"


def make_everything(root: Path) -> None:
    """Load, judge, expand, render, check, draw, tabulate, pack."""
    site = load_site(root)
    assert check(site).pages
    texts_and_archive(site)
    pages = {
        uri: PageHtml(published_url(uri, use_directory_urls=True), page.title, (), parse(page.text))
        for uri, page in site.pages.items()
    }
    assert all(page_facts(site, page) for page in site.pages.values())
    added_files(Publication(site), pages)
    search_index(site, pages)


def changed_lines(files: dict[Path, str], slips: dict[Path, str]) -> list[str]:
    """The lines that slips made."""
    return [
        f"{path.name}: {line}"
        for path, text in slips.items()
        for line in text.split("\n")
        if line not in files[path].split("\n")
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_slip_ends_in_an_error(root: Path, part: int) -> None:
    files = data_files(root)
    chance = random.Random(part)  # noqa: S311 - the same slips each time
    for _ in range(ROUNDS):
        slips = {path: mutated(files[path], chance) for path in chance.sample(list(files), chance.randrange(1, 18))}
        for path, text in slips.items():
            path.write_text(text, encoding="utf-8")
        try:
            make_everything(root)
        except Exception as error:  # the slips that did it are what is to be known
            raise AssertionError("\n".join(changed_lines(files, slips))) from error
        finally:
            for path in slips:
                path.write_text(files[path], encoding="utf-8")


def certain_slips(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and text of a file with one mistake that nobody could mean."""
    lines = text.rstrip("\n").split("\n")
    for at, line in enumerate(lines):
        changed: list[str] = []
        if path.suffix == ".yml" and (key := re.match(r"(\s*(?:- )?)(\w+)(: .*|:)$", line)):
            changed = [f"{key[1]}{key[2]}x{key[3]}", f'{key[1]}"{key[2]}{key[3]}']
        elif path.suffix == ".csv":
            cells = line.split(",")
            odd = ("x",) if at == 0 else ("n/a", "6.88%", "-", '"2,69"')
            numbers = [place for place, cell in enumerate(cells) if at == 0 or re.fullmatch(r"-?\d[\d.]*", cell)]
            changed = [
                ",".join([*cells[:place], odd[(at + place) % len(odd)], *cells[place + 1 :]]) for place in numbers
            ]
        for one in changed:
            yield at + 1, "\n".join([*lines[:at], one, *lines[at + 1 :]]) + "\n"


def test_what_cannot_be_right_is_told_where_it_stands(root: Path) -> None:
    """One mistake in each file at a time; the two files of a series take turns, since either may tell it."""
    files = data_files(root)
    turns: dict[str, list[tuple[Path, int, str]]] = {}
    for path, text in files.items():
        slips = list(certain_slips(path, text))
        turns.setdefault(path.stem, []).extend((path, *slip) for slip in slips[:: len(slips) // 8 + 1])
    silent: list[str] = []
    for turn in zip_longest(*turns.values()):
        made = [slip for slip in turn if slip is not None]
        for path, _, text in made:
            path.write_text(text, encoding="utf-8")
        told = {Path(one.path).stem for one in sound_library(load_library(root / "docs")).problems}
        silent += [
            f"{path.name}:{at}: {text.split(chr(10))[at - 1]}" for path, at, text in made if path.stem not in told
        ]
        for path, _, _ in made:
            path.write_text(files[path], encoding="utf-8")
    assert silent == []


def test_a_drawing_that_fails_is_told_at_its_entry_and_the_others_are_made(root: Path) -> None:
    """A chart that was not judged stands for a fault of the program."""
    charts = root / "docs/data/charts.yml"
    text = charts.read_text(encoding="utf-8")
    charts.write_text(text.replace("series: fund,", "series: lost,", 1), encoding="utf-8")
    site = dataclasses.replace(load_site(root), library=load_library(root / "docs"))
    charts.write_text(text, encoding="utf-8")
    [told] = [one for one in rule.check_site(site) if one.message.startswith("cannot be drawn")]
    assert (told.path, told.line) == ("docs/data/charts.yml", text[: text.index("- id: fund")].count("\n") + 1)
    assert len(site.library.entries(Chart)) > 5
    with pytest.raises(UnusableSiteError) as failure:  # as is any other file
        texts_and_archive(site)
    problem = failure.value.problem
    assert problem is not None
    assert (problem.path, problem.line, problem.code) == (told.path, told.line, "unreadable-file")
