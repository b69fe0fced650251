"""Charts, tables and downloads: one cell behind all of them, the same bytes every time, nothing from elsewhere."""

from __future__ import annotations

import gzip
import math
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import build, copy_sample, refdesk
from refdesk.blocks.shown import holder
from refdesk.charts import diagrams
from refdesk.charts.cells import figure_of
from refdesk.charts.drawings import LICENCE, chart_drawing, diagram_drawing, drawings_of
from refdesk.charts.kinds.tiles import shade
from refdesk.charts.svg import FORMS, WIDE, Form, spread, ticks_to
from refdesk.check import check
from refdesk.data.chart_kinds import KIND_NAMES, chart_kind
from refdesk.data.fields import closed_list
from refdesk.data.models import Chart, Diagram, Province
from refdesk.files.docs_tree import published_url
from refdesk.files.references import plain_text
from refdesk.publish.downloads import drawn_pictures, everything, texts_and_archive
from refdesk.site.generated import files_of_data
from refdesk.site.site import Site, load_site

BUDGET = 60_000  # bytes of compressed SVG on one page
SVG = re.compile(r'<svg class="rd-svg.*?</svg>', re.DOTALL)
Corners = tuple[float, float, float, float]


def test_every_kind_of_chart_can_be_written_and_is_drawn() -> None:
    assert closed_list(Chart, "kind") == KIND_NAMES
    assert all(callable(chart_kind(name).draw) for name in KIND_NAMES)


@pytest.fixture(scope="module")
def charts(loaded: Site) -> dict[str, Chart]:
    return dict(loaded.library.entries(Chart))


def chart_of(site: Site, name: str) -> Chart:
    return site.library.entries(Chart)[name]


def svg_of(page: str) -> bytes:
    return gzip.compress("".join(SVG.findall(page)).encode())


def test_drawings_are_well_formed_named_and_described(loaded: Site, charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        for view in range(chart.views):
            for form in FORMS:
                root = ET.fromstring(chart_drawing(figure_of(loaded.library, chart), view).in_page(form))  # noqa: S314 - our own
                assert root.get("role") == "img"
                title, about = root.find("title"), root.find("desc")
                assert title is not None
                assert title.text
                assert about is not None
                assert about.text
                names = {element.get("id") for element in root.iter()} - {None}
                assert set(root.get("aria-labelledby", "").split()) <= names


def test_text_stays_inside_the_drawing(loaded: Site, charts: dict[str, Chart]) -> None:
    """Text begins inside; where it ends is up to the reader's font, and a browser test looks at that."""
    for chart in charts.values():
        for view in range(chart.views):
            for form in FORMS:
                root = ET.fromstring(chart_drawing(figure_of(loaded.library, chart), view).in_page(form))  # noqa: S314 - our own
                height = float(root.get("viewBox", "").split()[3])
                for text in root.iter("text"):
                    assert -1 <= float(text.get("x", "")) <= form.width + 1, (chart.id, text.text)
                    assert 0 < float(text.get("y", "")) <= height + 2, (chart.id, text.text)


@pytest.mark.parametrize("high", [0.3, 1, 6.58, 7.08, 99, 3926.2, 469427])
def test_axes_begin_at_zero_and_reach_the_highest_value(high: float) -> None:
    ticks = ticks_to(high)
    assert ticks[0] == 0
    assert ticks[-1] >= high
    assert len({round(b - a, 9) for a, b in pairwise(ticks)}) == 1


def test_labels_are_kept_apart() -> None:
    placed = sorted(spread([50, 50, 51, 10], [20, 20, 20, 20], 0, 200))
    assert all(b - a >= 20 for a, b in pairwise(placed))
    assert min(placed) >= 10


def svgs(site: Site, chart: Chart) -> list[tuple[Form, str]]:
    """Every drawing of a chart, with its form."""
    return [
        (form, chart_drawing(figure_of(site.library, chart), view).in_page(form))
        for view in range(chart.views)
        for form in FORMS
    ]


def test_short_names_at_lines_stay_on_one_line(loaded: Site, charts: dict[str, Chart]) -> None:
    """A name of at most twelve letters is not broken, however narrow its plot ("Main round" in a row of three)."""
    for chart in charts.values():
        names = {trace.label for panel in chart.panels for trace in panel.traces if len(trace.label) <= 12}
        if chart.kind in {"lines", "columns"}:
            for _, drawing in svgs(loaded, chart):
                assert names <= {unescape(text) for text in re.findall(r"<text[^>]*>([^<]+)</text>", drawing)}, chart.id


def test_plots_in_a_row_stand_at_one_height(loaded: Site, charts: dict[str, Chart]) -> None:
    """Their axes and their highest grid lines are level, however many lines of title stand above."""
    for chart in charts.values():
        if chart.across > 1:
            drawing = chart_drawing(figure_of(loaded.library, chart)).in_page(WIDE)
            lines = re.findall(r'<path class="(axis|grid)" d="M[\d.]+ ([\d.]+)L', drawing)
            feet = [at for at, (kind, _) in enumerate(lines) if kind == "axis"]
            plots = {(lines[foot][1], lines[end - 1][1]) for foot, end in pairwise([*feet, len(lines)])}
            assert len(feet) == len(chart.panels)
            assert len(plots) == -(-len(chart.panels) // chart.across), chart.id


def test_counts_on_an_axis_are_told_in_thousands(loaded_sample: Site) -> None:
    drawing = chart_drawing(figure_of(loaded_sample.library, chart_of(loaded_sample, "fund"))).in_page(WIDE)
    assert drawing.count(">thousand</text>") == 2  # applications and awards, not the success rate
    axis = re.findall(r'class="m ae"[^>]*>([^<]+)</text>', drawing)
    assert "400" in axis
    assert not [figure for figure in axis if len(figure.replace(",", "")) > 4]


def test_a_figure_beside_a_line_of_comparison_stands_at_the_foot_of_its_bar(
    loaded: Site, charts: dict[str, Chart]
) -> None:
    """All in one column before the bars: the line meets none, and none is moved away from its bar."""
    for chart in charts.values():
        if chart.kind == "bars" and chart.panels[0].reference:
            for form, drawing in svgs(loaded, chart):
                starts = [float(x) for x in re.findall(r'<rect class="f\d" x="([\d.]+)"', drawing)]
                figures = re.findall(r'<text x="([\d.]+)" y="[\d.]+" class="(?:b )?ae"[^>]*>[\d.]+%</text>', drawing)
                assert len(figures) == len(starts), (chart.id, form.name)
                assert {min(starts) - float(x) for x in figures} == {7.0}


def test_a_map_has_every_province_once_with_the_shade_of_its_figure(loaded: Site, charts: dict[str, Chart]) -> None:
    """No two stand on one tile; a figure is not rounded across the limit between two shades (1.95 is no 2.0)."""
    provinces = len(loaded.library.entries(Province))
    for chart in charts.values():
        if chart.kind == "tiles":
            for panel_at, panel in enumerate(chart.panels):
                for form in FORMS:
                    drawing = chart_drawing(figure_of(loaded.library, chart), panel_at).in_page(form)
                    tiles = re.findall(r'<rect class="q\d" x="([\d.]+)" y="([\d.]+)"[^>]*><title>', drawing)
                    assert len(tiles) == len(set(tiles)) == provinces
                    told = re.findall(r'class="t(\d) b am"[^>]*>([\d.]+)</text>', drawing)
                    assert len(told) == provinces
                    assert [
                        (level, text) for level, text in told if shade(float(text), panel.steps) != int(level)
                    ] == []


def arrows(site: Site, diagram: Diagram, form: Form) -> tuple[list[Corners], list[tuple[float, float]]]:
    """The boxes of a diagram (left, top, right, bottom) and the tips of its arrows."""
    drawing = diagram_drawing(site.library, diagram).in_page(form)
    boxes = re.findall(r'<rect class="b\w+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawing)
    tips = re.findall(r'<path class="head" d="M([\d.]+) ([\d.]+)L', drawing)
    corners = [(float(x), float(y), float(x) + float(w), float(y) + float(h)) for x, y, w, h in boxes]
    return corners, [(float(x), float(y)) for x, y in tips]


def test_arrows_meet_the_sides_of_boxes_and_not_each_other(loaded: Site) -> None:
    """A tip is at least ten units from a corner and from every other tip (a head is ten units wide)."""
    for diagram in loaded.library.entries(Diagram).values():
        for form in FORMS:
            boxes, tips = arrows(loaded, diagram, form)
            assert len(tips) == len(diagram.arrows)
            corners = [(x, y) for left, top, right, bottom in boxes for x in (left, right) for y in (top, bottom)]
            for at, tip in enumerate(tips):
                near = [other for other in (*corners, *tips[at + 1 :]) if math.dist(tip, other) < 10]
                assert near == [], (diagram.id, form.name, tip)


def test_no_line_crosses_years_without_figures(loaded: Site) -> None:
    """All points of a line stand one year apart."""
    for name, chart in loaded.library.entries(Chart).items():
        if chart.kind == "lines":
            drawing = chart_drawing(figure_of(loaded.library, chart)).in_page(WIDE)
            lines = [re.findall(r"[ML]([\d.]+) ", d) for d in re.findall(r'<path class="s\d w" d="([^"]+)"', drawing)]
            steps = [float(b) - float(a) for line in lines for a, b in pairwise(line)]
            assert max(steps, default=0) < 1.9 * min(steps, default=1), name


def test_no_word_is_left_over_in_a_box(loaded: Site) -> None:
    """No text of a box ends with a line of fewer than five letters (a year, "it")."""
    for diagram in loaded.library.entries(Diagram).values():
        values = [diagrams.value_label(loaded.library, box.value) for box in diagram.boxes if box.value]
        texts = [text for box in diagram.boxes for text in (box.text, *box.detail)] + values
        for form in FORMS:
            lines = re.findall(r"<text[^>]*>([^<]+)</text>", diagram_drawing(loaded.library, diagram).in_page(form))
            rests = [line for line in map(unescape, lines) if any(text.endswith(f" {line}") for text in texts)]
            assert [rest for rest in rests if len(rest) < 5] == [], (diagram.id, form.name)


def test_no_picture_is_kept_when_the_build_stops(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    change(root, "docs/topics/money.md", "](value:national/", "](value:notional/")
    stopped = build(root, "--site-dir", str(tmp_path / "out"))
    assert stopped.returncode != 0
    assert "notional" in stopped.stdout
    assert [path for path in (root / ".cache").rglob("*") if path.is_file() and b"\x89PNG" in path.read_bytes()] == []


def test_downloads_are_those_announced_with_and_without_a_cache(tmp_path: Path, loaded_sample: Site) -> None:
    wanted = downloads(loaded_sample)
    assert set(wanted) == set(files_of_data(loaded_sample))
    root = copy_sample(tmp_path / "site")
    assert downloads(load_site(root)) == wanted
    assert list((root / ".cache").rglob("png-*/*"))
    assert downloads(load_site(root)) == wanted


def test_downloads_follow_the_data_and_the_cache_does_not_pile_up(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    first = downloads(load_site(root))
    kept = sorted(path.parent for path in (root / ".cache").rglob("*"))
    change(root, "docs/data/series/fund.csv", ",10.56,", ",10.65,")
    change(root, "docs/reference/data/fund.md", "reviewed: 2026-01-10", "reviewed: 2026-01-11")
    second = downloads(load_site(root))
    assert {uri for uri in first if first[uri] != second[uri]} >= {
        "data/series/fund.json", "data/charts/fund.csv", "data/charts/fund.svg",
        "data/charts/fund.png", "data/datapackage.json", "data/from-0-to-1-data.zip",
    }  # fmt: skip
    assert sorted(path.parent for path in (root / ".cache").rglob("*")) == kept


def test_a_picture_says_what_it_shows_whose_figures_they_are_and_the_licence(loaded: Site) -> None:
    pictures = [path for path in drawings_of(loaded).files if path.startswith(("data/charts/", "data/diagrams/"))]
    assert pictures
    for path in pictures:
        root = ET.fromstring(drawings_of(loaded).files[path])  # noqa: S314 - our own
        texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
        words = " ".join(texts)
        kind, name = path.split("/")[1:]
        chart = loaded.library.entries(Chart).get(name.removesuffix("-2")) if kind == "charts" else None
        shown = chart or loaded.library.entries(Diagram)[name]
        assert shown.title in words, path
        assert plain_text(shown.headline) in words, path
        assert LICENCE in words, path
        if chart or "[@" in shown.headline + (shown.note or ""):
            assert re.search(r"Sources?: \w", words), path
        assert all(float(text.get("y", "0")) <= float(root.get("height", "0")) for text in root), path


def test_the_archive_holds_every_data_file(loaded: Site, tmp_path: Path) -> None:
    path = tmp_path / "data.zip"
    content = everything(loaded)
    archive = content["data/from-0-to-1-data.zip"]
    assert isinstance(archive, bytes)
    path.write_bytes(archive)
    with zipfile.ZipFile(path) as bundle:
        names = {name.removeprefix("from-0-to-1-data/") for name in bundle.namelist()}
        assert {info.date_time[0] for info in bundle.infolist()} == {1980}
    wanted = {uri.removeprefix("data/") for uri in content if uri.startswith("data/")}
    assert names == {uri for uri in wanted if not uri.endswith((".png", ".zip"))}


def test_every_picture_can_be_downloaded_where_its_chart_stands(built_site: Path, loaded: Site) -> None:
    """Each view of a map too; the files are there and begin as their kinds do."""
    begins = {".svg": b"<svg", ".png": b"\x89PNG"}
    kinds = [("chart", name) for name in loaded.library.entries(Chart)]
    kinds += [("diagram", name) for name in loaded.library.entries(Diagram)]
    found: set[str] = set()
    for kind, name in kinds:
        page = built_site / published_url(holder(loaded, kind, name) or "", use_directory_urls=True) / "index.html"
        figure = page.read_text(encoding="utf-8").split(f'id="{kind}-{name}"')[1].partition("</figure>")[0]
        for link in re.findall(r'href="([^"]+)" download', figure):
            path = (page.parent / unescape(link)).resolve()
            assert path.read_bytes().startswith(begins.get(path.suffix, b"")), path
            found.add(path.relative_to(built_site.resolve()).as_posix())
    assert {f"{name}{kind}" for name in drawings_of(loaded).files for kind in begins} <= found


def downloads(site: Site) -> dict[str, str | bytes]:
    """Every file made from data."""
    return {**texts_and_archive(site), **drawn_pictures(site)}


def change(root: Path, path: str, before: str, after: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_one_cell_changes_chart_table_and_download_and_the_prose_complains(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    change(root, "docs/data/series/national.csv", ",2.92,6.88,", ",2.92,7.55,")
    [problem] = [one for one in check(load_site(root)).problems if one.code == "value-mismatch"]
    assert problem.path == "docs/data/series/national.csv"
    followers = {place.path for place in problem.followers}
    assert followers == {"docs/index.md", "docs/data/charts.yml"}
    assert refdesk("fix", "--values", "national/2024/share", cwd=root).returncode == 0
    result = build(root, "--strict", "--site-dir", str(tmp_path / "out"))
    assert result.returncode == 0, result.stdout
    page = (tmp_path / "out/topics/money/index.html").read_text(encoding="utf-8")
    figure = page[page.index('id="chart-share"') :].partition("</figure>")[0]
    assert figure.count("7.55") >= 4  # headline, both drawings, table
    assert "6.88" not in figure
    assert "7.55" in (tmp_path / "out/data/charts/share.csv").read_text(encoding="utf-8")


def test_no_page_carries_more_svg_than_it_may(built_site: Path) -> None:
    sizes = {
        path.relative_to(built_site).as_posix(): len(svg_of(path.read_text(encoding="utf-8")))
        for path in built_site.rglob("index.html")
    }
    assert max(sizes.values()) > 1000  # there are drawings at all
    assert {page: size for page, size in sizes.items() if size > BUDGET} == {}


def test_too_much_svg_would_be_noticed() -> None:
    noise = "".join(f"{(n * 2654435761) % 2**32:x}" for n in range(40_000))
    assert len(svg_of(f'<svg class="rd-svg">{noise}</svg>')) > BUDGET


def test_drawings_ask_nobody(loaded: Site, charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        drawing = (
            chart_drawing(figure_of(loaded.library, chart))
            .standalone(drawings_of(loaded).palette)
            .replace("http://www.w3.org/2000/svg", "")
        )
        assert not re.search(r"https?:|//|@import|href|<script|url\(", drawing), chart.id


SLIPS = {
    "a series that is not there": ("series: fund,", "series: funds,", "unknown-value", "fund"),
    "a column that is not there": ("column: success_rate", "column: succes_rate", "unknown-field", "success_rate"),
    "a row that is not there": ("basis: main-round", "basis: main-rond", "unknown-value", "main-round"),
    "a kind that is not there": ("kind: tiles", "kind: tile", "wrong-type", "tiles"),
    "a field that is not there": ("headline: ", "headlines: ", "unknown-field", "headline"),
    "a reference that is not there": (
        "value: national/2024/intensity", "value: national/2042/intensity", "unknown-value", "2024"),
    "a map without shades": ("steps: [1, 2, 3, 4]", "steps: []", "wrong-type", "one to four"),
    "a line over what is no year": (
        "column: share}\n    - {label: E", "column: share, along: note}\n    - {label: E", "wrong-type", "year"),
    "shades out of order": ("steps: [1, 2, 3, 4]", "steps: [1, 3, 2, 4]", "wrong-type", "rising"),
    "a category that is not shown": ("emphasis: [North]", "emphasis: [Nort]", "unknown-value", "North"),
    "an event that is not there": ("event: event-1", "event: event-11a", "unknown-value", "'event-11'"),
    "an event of another name": ("event: event-1", "event: nothing", "unknown-value", "no event 'nothing'"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_in_a_chart_is_reported_where_it_stands(slip: str, tmp_path: Path) -> None:
    right, wrong, code, hint = SLIPS[slip]
    root = copy_sample(tmp_path / "site")
    path = "docs/data/charts.yml"
    text = (root / path).read_text(encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    change(root, path, right, wrong)
    found = [problem for problem in check(load_site(root)).problems if problem.path == path]
    assert [one for one in found if (one.line, one.code) == (line, code) and hint in f"{one.message} {one.hint}"], found


def test_the_map_has_a_switch_and_shows_both_views_without_script(
    new_page: Callable[..., Page], page: Page, sample: str
) -> None:
    page.goto(sample + "places/")
    views_of = page.locator("#chart-map .rd-view:visible")
    expect(views_of).to_have_count(1)
    page.get_by_role("button", name="Basic research as a share").click()
    expect(views_of).to_contain_text("Basic research as a share of all research, 2024")
    without = new_page(java_script_enabled=False)
    without.goto(sample + "places/")
    assert without.locator("#chart-map .rd-view:visible").count() == 2
    without.goto(sample + "reference/data/places/")  # tables are complete without script
    assert without.locator("#series-places tbody tr").count() == 70
    assert without.locator("button.rd-sort").count() == 0


def test_a_table_sorts_by_keyboard_and_says_so(page: Page, sample: str) -> None:
    page.goto(sample + "reference/data/places_revised/")
    figure = page.locator("#series-places-revised")
    first = figure.locator("tbody tr").first
    before = first.inner_text()
    button = figure.get_by_role("button", name="Research intensity, revised")
    button.focus()
    page.keyboard.press("Enter")
    head = figure.locator("th[aria-sort]")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(first).to_contain_text("South")
    expect(figure.get_by_role("status")).to_have_text("Sorted by Research intensity, revised, descending")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(first).to_contain_text("West")
    page.keyboard.press("Enter")
    expect(head).to_have_count(0)
    assert first.inner_text() == before


def test_a_table_filters_and_a_link_to_a_row_brings_it_back(page: Page, sample: str) -> None:
    page.goto(sample + "reference/data/places/")
    figure = page.locator("#series-places")
    figure.get_by_label("Filter rows").fill("west 2011")
    expect(figure.locator("tbody tr:visible")).to_have_count(1)
    expect(figure.get_by_role("status")).to_contain_text("1 of 70")
    figure.get_by_label("Filter rows").fill("west north")  # no row holds both: those that hold one
    expect(figure.locator("tbody tr:visible")).to_have_count(28)
    expect(figure.get_by_role("status")).to_contain_text("28 of 70 rows, with “west” or “north”")
    page.evaluate("location.hash = '#row-2012-north'")
    expect(page.locator("#row-2012-north")).to_be_visible()


def test_every_cell_of_a_chart_names_its_source_and_note(sample_root: Path) -> None:
    page = (sample_root / "site/topics/money/index.html").read_text(encoding="utf-8")
    figure = page[page.index('id="chart-share"') :].partition("</figure>")[0]
    cells = re.findall(r'<td class="rd-number"><a.*?</td>', figure)
    assert len(cells) == 23 + 5
    for cell in cells:
        marks = re.findall(r'href="#(chart-share-note-\d+)"', cell)
        assert marks, cell
        assert all(f'<li id="{mark}">' in figure for mark in marks)


def test_a_slip_in_a_province_is_reported_there_alone(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    change(root, "docs/data/provinces.yml", "code: WE", "code: 12")
    [problem] = check(load_site(root)).problems
    assert (problem.path, problem.line) == ("docs/data/provinces.yml", 2)
