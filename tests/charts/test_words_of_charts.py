"""What figures say in words is true of the cells that they show: the change of the last year, events, axes."""

from __future__ import annotations

import re
from pathlib import Path

from refdesk.charts.cells import figure_of, last_change
from refdesk.charts.drawings import chart_drawing
from refdesk.charts.svg import FORMS
from refdesk.data.models import Chart, Event, Panel, Trace
from refdesk.data.wording import short_name
from refdesk.files.language import ENGLISH
from refdesk.site.site import Site


def test_the_change_of_the_last_year_is_computed_and_stands_below_the_chart(
    sample_root: Path, loaded_sample: Site
) -> None:
    site = loaded_sample
    charts = site.library.entries(Chart)
    told = {name: last_change(figure_of(site.library, chart)) for name, chart in charts.items()}
    assert {name for name, words in told.items() if words} == {"by-type", "share", "fund"}
    assert "Basic research +12.0%" in told["by-type"]  # from 60.53 to 67.77
    assert told["share"] == "2023 to 2024: Final +0.12 points"
    assert "Success rate (Main round \u22120.32 points)" in told["fund"]
    page = (sample_root / "site/topics/money/index.html").read_text(encoding="utf-8")
    assert "Final +0.12 points</p>" in page


def test_no_change_is_told_where_no_line_joins_the_years(loaded_sample: Site) -> None:
    """The intensity of places breaks in 2024, their share does not."""
    library = loaded_sample.library
    chart = library.entries(Chart)["share"]
    panels = [
        Panel(traces=[Trace(label=column, series="places", column=column, where={"place": "South"})])
        for column in ("intensity", "share")
    ]
    told = last_change(figure_of(library, chart.model_copy(update={"panels": panels})))
    assert told.startswith("2023 to 2024: share ")
    assert "intensity" not in told


def test_bars_and_lines_begin_at_zero(loaded: Site) -> None:
    """The lowest figure on the axis of every drawing of amounts is 0 (a chart that did not would have to say so)."""
    for name, chart in loaded.library.entries(Chart).items():
        if chart.kind in {"lines", "columns", "dots"}:
            for form in FORMS:
                drawing = chart_drawing(figure_of(loaded.library, chart)).in_page(form)
                zeros = len(re.findall(r"<text[^>]*>0</text>", drawing))
                panels = len(chart.panels)
                assert zeros == panels == len(re.findall(r'<path class="axis" d="M[\d.]+ [\d.]+L', drawing)) or (
                    chart.kind == "dots" and zeros == 1
                ), name


def test_events_stand_where_the_timeline_has_them(loaded: Site) -> None:
    known = loaded.library.entries(Event)
    for chart in loaded.library.entries(Chart).values():
        for form in FORMS:
            drawing = chart_drawing(figure_of(loaded.library, chart)).in_page(form)
            words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawing))  # a label may take two lines
            assert drawing.count('class="event"') == len(chart.events)
            for mark in chart.events:
                assert f"{known[mark.event].date[:4]}: {mark.label}" in words


def test_the_line_of_sources_names_the_origin_before_the_copy(loaded_sample: Site) -> None:
    source = loaded_sample.library.sources["bureau-2025-bulletin"]
    copied = source.custom.model_copy(update={"copy_url": "https://example.org/", "copy_at": "A keeper, of copies"})
    assert short_name(source, ENGLISH) == "Sampleland Bureau of Numbers 2025"
    named = short_name(source.model_copy(update={"url": None, "custom": copied}), ENGLISH)
    assert named == "Sampleland Bureau of Numbers 2025, via A keeper"
