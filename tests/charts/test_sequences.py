"""A diagram of steps tells how many days after the first each was, in two lanes."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import append, copy_sample
from refdesk.charts.drawings import diagram_drawing
from refdesk.charts.svg import FORMS, WIDE
from refdesk.check import check
from refdesk.data.models import Diagram
from refdesk.site.site import load_site

STEPS = """
- id: after
  title: What followed on the law
  headline: "A plan followed after a year."
  description: "An axis with two marks."
  lanes: [Money, Words]
  steps:
  - {event: event-1, text: The law, lane: 2}
  - {event: event-2, text: The plan, lane: 1}
"""
MARK = re.compile(r'<path class="f([12])" d="M([0-9.]+) ([0-9.]+)')


def sample_with(tmp_path: Path, steps: str = STEPS) -> Path:
    root = copy_sample(tmp_path / "site")
    append(root / "docs/data/diagrams.yml", steps)
    append(root / "docs/topics/money.md", "\n<!-- diagram: after -->\n")
    return root


def test_each_step_has_its_day_and_its_lane(tmp_path: Path) -> None:
    site = load_site(sample_with(tmp_path))
    assert check(site).problems == ()
    drawing = diagram_drawing(site.library, site.library.entries(Diagram)["after"])
    for form in FORMS:
        drawn = drawing.in_page(form)
        assert "366 days later" in drawn  # from 1 March 2006 to 2 March 2007
        assert ("February 2007" in drawn) is (form is WIDE)
        lanes, on_axis = MARK.findall(drawn)[:2], MARK.findall(drawn)[2:]
        assert sorted(lane for lane, _, _ in lanes) == sorted(lane for lane, _, _ in on_axis) == ["1", "2"]
        down = {lane: float(y) for lane, _, y in on_axis}
        assert down["2"] < down["1"]


def test_steps_stand_in_order_and_have_a_day(tmp_path: Path) -> None:
    root = sample_with(tmp_path, STEPS.replace("event-1", "event-3"))
    [problem] = check(load_site(root)).problems
    assert problem.message == "'event-2' was on 2007-03-02, before the step above it"
    timeline = root / "docs/data/timeline.yml"
    timeline.write_text(timeline.read_text(encoding="utf-8").replace("2007-03-02", "2007-03"), encoding="utf-8")
    messages = [problem.message for problem in check(load_site(root)).problems]
    assert "of 'event-2' no day is known, only 2007-03" in messages
