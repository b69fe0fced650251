"""Time in proportion to the text, whatever signs it is made of: counted in lines of Python that are run.

What patterns cost within a line of Python is not seen here; it is bounded by the length of what they are given.
"""

from __future__ import annotations

import string
import sys
from types import FrameType
from typing import Any

import pytest

from conftest import HOUSE
from refdesk.files.text import TextFile
from refdesk.pages.expanded import Expanded
from refdesk.pages.page import Page, read_page
from refdesk.pages.render import Renderer, RenderError
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


def work(renderer: Renderer, page: Page) -> int:
    """How many lines of Python are run to render a page and to apply the rules for texts."""
    assert page.file.problems == ()
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    checks = [check for module in load_rules() if (check := getattr(module, "check_text", None)) is not None]
    sys.settrace(trace)
    try:
        renderer.render(Expanded(page.text[page.body_start :]))
        for check in checks:
            list(check(page))
    except RenderError:  # nested too deeply: told as such
        pass
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    renderer = Renderer(load_site(HOUSE).config)
    once, twice = (work(renderer, page_of(*[line_of(unit)] * times)) for times in (1, 2))
    assert twice < 2.5 * once
