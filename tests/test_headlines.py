"""What figures say in words is true of the cells that they show: headlines, the change of the last year, events."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import ROOT, copy_site, refdesk
from refdesk.charts.cells import points_of
from refdesk.charts.change import last_change
from refdesk.charts.draw import draw
from refdesk.charts.svg import FORMS
from refdesk.data.models import Chart, Event
from refdesk.data.plain_text import plain_text
from refdesk.data.series import number
from refdesk.site.site import Site, load_site

SITE = load_site(ROOT)
CHARTS = SITE.library.entries("charts", Chart)


def cell(path: str, site: Site = SITE) -> Decimal:
    series, _, rest = path.partition("/")
    key, _, column = rest.rpartition("/")
    found = number(site.library.series[series].rows[key][column].text)
    assert found is not None, path
    return found


def column(chart: str, panel: int = 0, trace: int = 0) -> Mapping[str, Decimal]:
    return {point.at: point.value for point in points_of(SITE.library, CHARTS[chart].panels[panel].traces[trace])}


def ranked(chart: str) -> list[str]:
    return sorted(column(chart), key=lambda name: column(chart)[name], reverse=True)


def _basic_share() -> bool:
    early = [value for year, value in column("basic-share").items() if year <= "2018"]
    late = [value for year, value in column("basic-share").items() if year > "2018"]
    return (min(early), max(early)) == (Decimal("4.59"), Decimal("5.96")) and late == sorted(late)


def _revision() -> bool:
    before, after = column("provinces-revision"), column("provinces-revision", 0, 1)
    fall = {name: before[name] - after[name] for name in after}
    return len(fall) == 31 and min(fall.values()) > 0 and max(fall, key=lambda name: fall[name]) == "Beijing"


def _experimental() -> Decimal:
    return cell("rd_national/2024/experimental") / cell("rd_national/2024/total")


def _shandong() -> bool:
    ratios, shares = ([column("shandong-nation", panel, trace) for trace in (0, 1)] for panel in (0, 1))
    close = abs(ratios[0]["2024"] - ratios[1]["2024"]) < Decimal("0.1")
    return close and shares[0]["2023"] < shares[1]["2023"] * Decimal("0.7")


def _provinces() -> bool:
    leaders = {"Beijing", "Tianjin", "Shanghai", "Jiangsu", "Zhejiang", "Guangdong"}
    shares = column("provinces", 1)
    spent = {name: cell(f"rd_by_province/2024/{name}/total") for name in column("provinces")}
    first = ranked("provinces")[: len(leaders)]
    least, most = min(spent, key=lambda name: spent[name]), max(shares, key=lambda name: shares[name])
    return set(first) == leaders and first[0] == "Beijing" and least == most == "Tibet"


def _originality() -> bool:
    patents, theirs = (column("scale-and-originality", 1, trace)["2022"] for trace in (0, 1))
    return patents > theirs


# The words of a headline that no link to a cell checks: "less than half", "seven of 31", "every province".
WORDS: dict[str, Callable[[], bool]] = {
    "rd-by-type": lambda: round(_experimental(), 1) == Decimal("0.8"),
    "basic-share": _basic_share,
    "intensity-revisions": lambda: column("intensity-revisions")["2024"] == max(column("intensity-revisions").values()),
    "countries-basic-share": lambda: all(
        column("countries-basic-share")["China"] * 2 < column("countries-basic-share")[name]
        for name in ("United States", "South Korea")
    ),
    "countries-intensity": lambda: all(
        column("countries-intensity")[name] > column("countries-intensity")["China"]
        for name in ("United States", "Japan", "South Korea")
    )
    and column("countries-intensity")["EU-27"] < column("countries-intensity")["China"],
    "who-performs-basic": lambda: max(column("who-performs-basic", 0, 1).values()) < cell(
        "basic_by_performer/2021/universities/basic"
    ),
    "who-performs-rd": lambda: cell("rd_by_performer/2024/enterprises") * 4 > cell("rd_national/2024/total") * 3,
    "nsfc": lambda: column("nsfc", 0)["2023"] > column("nsfc", 0)["2009"]
    and column("nsfc", 2, 1)["2025"] < column("nsfc", 2)["2023"] < column("nsfc", 2)["2019"],
    "provinces": _provinces,
    "provinces-ranked": lambda: sum(
        value > cell("rd_national/2024/intensity") for value in column("provinces-ranked").values()
    )
    == 7
    and len(ranked("provinces-ranked")) == 31
    and ranked("provinces-ranked").index("Shandong") == 7
    and ranked("provinces-ranked")[0] == "Beijing",
    "provinces-revision": _revision,
    "shandong-nation": _shandong,
    "scale-and-originality": _originality,
    "public-budgets": lambda: Decimal("1.9") < cell("central_budget/2024/fiscal-local/outturn/amount")
    / cell("central_budget/2024/fiscal-central/outturn/amount") < Decimal("2.1"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_headline_states_a_finding_with_a_figure_and_its_words_hold(name: str) -> None:
    headline = CHARTS[name].headline
    assert "](value:" in headline, "no figure that is checked"
    assert plain_text(headline).endswith(".")
    assert plain_text(headline).rstrip(".") not in CHARTS[name].title
    assert WORDS[name](), headline


def test_the_change_of_the_last_year_is_computed_and_stands_below_the_chart(built_site: Path) -> None:
    told = {name: last_change(SITE.library, chart) for name, chart in CHARTS.items()}
    assert {name for name, words in told.items() if words} == {
        name for name, chart in CHARTS.items() if chart.kind in {"lines", "columns"}
    }
    before, after = cell("rd_national/2023/basic"), cell("rd_national/2024/basic")
    assert f"Basic research +{(after / before - 1) * 100:.1f}%" in told["rd-by-type"]
    rise = cell("rd_national/2024/basic_share") - cell("rd_national/2023/basic_share")
    assert told["basic-share"] == f"2023 to 2024: Final +{rise} points"
    assert "Success rate (Main round \u22120.71 points)" in told["nsfc"]
    page = (built_site / "pivot" / "index.html").read_text(encoding="utf-8")
    assert f"Final &#43;{rise} points</p>" in page


def test_bars_and_lines_begin_at_zero() -> None:
    """The lowest figure on the axis of every drawing of amounts is 0 (a chart that did not would have to say so)."""
    for name, chart in CHARTS.items():
        if chart.kind in {"lines", "columns", "dots"}:
            for form in FORMS:
                drawing = draw(SITE.library, chart, form)
                zeros = len(re.findall(r"<text[^>]*>0</text>", drawing))
                panels = len(chart.panels)
                assert zeros == panels == len(re.findall(r'<path class="axis" d="M[\d.]+ [\d.]+L', drawing)) or (
                    chart.kind == "dots" and zeros == 1
                ), name


def test_events_stand_where_the_timeline_has_them() -> None:
    known = SITE.library.entries("timeline", Event)
    seen = 0
    for chart in CHARTS.values():
        for form in FORMS:
            drawing = draw(SITE.library, chart, form)
            words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawing))  # a label may take two lines
            assert drawing.count('class="event"') == len(chart.events)
            for mark in chart.events:
                assert f"{known[mark.event].date[:4]}&#58; {mark.label}" in words
                seen += 1
    assert seen >= 8


@pytest.mark.parametrize(
    ("wrong", "place", "said"),
    [
        ("mlp-2007", "event: mlp-2006", "docs/data/timeline.yml has no event 'mlp-2007'. Did you mean 'mlp-2006'?"),
        ("nothing", "event: mlp-2006", "docs/data/timeline.yml has no event 'nothing'"),
    ],
)
def test_an_event_that_is_not_in_the_timeline_is_reported(wrong: str, place: str, said: str, tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    path = root / "docs" / "data" / "charts.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(place, f"event: {wrong}", 1), encoding="utf-8")
    line = text[: text.index(place)].count("\n") + 1
    report = refdesk("check", "--root", str(root), "docs/data/charts.yml")
    assert report.returncode == 1
    assert f"docs/data/charts.yml:{line}:12: unknown-value: {said}" in report.stdout
