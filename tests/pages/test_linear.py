"""Time in proportion to the text, whatever signs it is made of: counted in lines of Python that are run.

What patterns cost within a line of Python is not seen here; it is bounded by the length of what they are given.
"""

from __future__ import annotations

import json
import shutil
import string
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from conftest import HOUSE
from refdesk.files.text import TextFile
from refdesk.pages.expanded import Expanded
from refdesk.pages.page import Page, read_page
from refdesk.pages.render import Renderer, RenderError
from refdesk.rules.data import markup
from refdesk.rules.run import load_rules
from refdesk.site.site import load_site

FRONT = '---\ntitle: "T"\ndescription: A page.\nreviewed: 2024-01-01\n---\n\n'
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


def lines_run(do: Callable[[], object]) -> int:
    """How many lines of Python something runs."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
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
    return lines_run(lambda: [renderer.render(expanded), *(list(check(page)) for check in checks)])


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_field_of_the_data_takes_time_in_proportion(unit: str, tmp_path: Path) -> None:
    root = shutil.copytree(HOUSE, tmp_path / "house")
    glossary = root / "docs" / "data" / "glossary.yml"
    before = glossary.read_text(encoding="utf-8")

    def once(times: int) -> int:
        field = json.dumps(unit * (times * 2_000 // len(unit)) + " x", ensure_ascii=False)
        glossary.write_text(f"{before}- {{id: long, en: long, zh: 长, pinyin: cháng, definition: {field}}}\n")
        site = load_site(root)
        return lines_run(lambda: list(markup.check_site(site)))

    once(0)  # what is looked up but once is looked up here
    assert 0 < once(2) < 2.5 * once(1)


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    renderer = Renderer(load_site(HOUSE).config)
    once, twice = (work(renderer, page_of(*[line_of(unit)] * times)) for times in (1, 2))
    assert twice < 2.5 * once
