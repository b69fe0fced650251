"""Time in proportion to the text, whatever signs it is made of: counted in lines of Python that are run.

What patterns cost within a line of Python is not seen here; it is bounded by the length of what they are given.
"""

from __future__ import annotations

import json
import shutil
import string
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from conftest import HOUSE
from refdesk.check import render_pages
from refdesk.files.text import TextFile
from refdesk.pages.expanded import Expanded
from refdesk.pages.page import Page, read_page
from refdesk.pages.render import Renderer, RenderError
from refdesk.rules.run import apply_rules, load_rules
from refdesk.site.site import load_site

FRONT = '---\ntitle: "T"\ndescription: A page.\nreviewed: 2024-12-01\n---\n\n'
UNITS = [
    *string.punctuation,
    *(f"{sign}a " for sign in "*_`[<(!&"),
    "*a **b ",
    "[a](",
    "![",
    "[^",
    "[@a",
    "<a ",
    "1",
    "“",
]
# Paragraphs, several of which a rule might compare with each other.
ALIKE = [
    "## a {#b}\n\n## b",
    "**a**",
    "| a | *b |\n|---|---|\n| c | d |",
    "[9.7](value:spending/2022/total)",
    "[a](b.md)",
]


def page_of(*paragraphs: str) -> Page:
    return read_page("page.md", TextFile("page.md", FRONT + "\n\n".join(paragraphs) + "\n"))


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_line_is_told_at_its_place_and_not_read(unit: str) -> None:
    page = page_of("A paragraph.", unit * (16_000 // len(unit)))
    assert [(problem.code, problem.line) for problem in page.file.problems] == [("unreadable-file", 9)]
    assert page.text == FRONT[:-1]


def line_of(unit: str) -> str:
    """Half the longest line of a sign that is read."""
    opening = unit.count("[") + unit.count("<")
    return unit * min(1_500 // len(unit), 100 // opening if opening else 1_500)


def lines_run(do: Callable[[], object]) -> Counter[str]:
    """How many lines of Python something runs, by file."""
    count = Counter[str]()

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        count[frame.f_code.co_filename] += event == "line"
        return trace

    sys.settrace(trace)
    try:
        do()
    except RenderError:  # nested too deeply: told as such
        pass
    finally:
        sys.settrace(None)
    return count


def work(renderer: Renderer, page: Page) -> int:
    """How many lines are run to render a page and to apply the rules for texts."""
    assert page.file.problems == ()
    checks = [check for module in load_rules() if (check := getattr(module, "check_text", None)) is not None]
    expanded = Expanded(page.text[page.body_start :])
    return lines_run(lambda: [renderer.render(expanded), *(list(check(page)) for check in checks)]).total()


def test_no_rule_takes_more_than_twice_as_long_for_twice_the_text(tmp_path: Path) -> None:
    """What twice the text adds is compared with what that adds again: the rest of the site costs the same."""
    root = shutil.copytree(HOUSE, tmp_path / "house")
    page, glossary = root / "docs" / "guide" / "lists.md", root / "docs" / "data" / "glossary.yml"
    texts = {path: path.read_text(encoding="utf-8") for path in (page, glossary)}

    def once(times: int) -> Counter[str]:
        lines = [unit * times * (2 if set(unit) & set("[<") else 50) for unit in UNITS] + ALIKE * times
        page.write_text(texts[page] + "\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
        field = json.dumps(" ".join(lines), ensure_ascii=False)
        entry = f"- {{id: long, en: long, zh: 长, pinyin: cháng, definition: {field}}}\n"
        glossary.write_text(texts[glossary] + entry, encoding="utf-8")
        site = load_site(root)
        assert site.pages["guide/lists.md"].file.problems == ()
        rendered, _ = render_pages(site)
        return lines_run(lambda: [*apply_rules(site, rendered)])

    once(2)  # what is looked up but once is looked up here
    first, second, third = (once(times) for times in (2, 4, 8))
    added = {file: (second[file] - first[file], third[file] - second[file]) for file in third if "refdesk" in file}
    assert {file: lines for file, lines in added.items() if lines[1] > 2.4 * max(lines[0], 500)} == {}


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    renderer = Renderer(load_site(HOUSE).config)
    once, twice = (work(renderer, page_of(*[line_of(unit)] * times)) for times in (1, 2))
    assert twice < 2.5 * once
