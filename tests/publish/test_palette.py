"""The palette: one file of colours for pages and drawings, that people can read with every kind of sight."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from conftest import ROOT, copy_sample, resize
from refdesk.charts.cells import figure_of
from refdesk.charts.colours import ASKED, in_fixed_colours, read_palette
from refdesk.charts.drawings import chart_drawing, drawings_of
from refdesk.charts.svg import WIDE
from refdesk.data.models import Chart
from refdesk.site.site import Site, load_site

PALETTE = read_palette((ROOT / "overrides/assets/styles/palette.css").read_text(encoding="utf-8"))
PALETTES = {"light": PALETTE.light, "dark": PALETTE.dark}
INKS = ("c1", "c2", "c3", "c4")
# Machado, Oliveira and Fernandes 2009: what is left of linear red, green and blue without one kind of cone.
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
Triple = tuple[float, float, float]


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def seen(colour: str, sight: tuple[Triple, Triple, Triple]) -> Triple:
    """The colour in CIE L*a*b* (white D65), as it is seen."""
    source = linear(colour)
    red, green, blue = (min(1.0, max(0.0, sum(w * s for w, s in zip(row, source, strict=True)))) for row in sight)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, sight: tuple[Triple, Triple, Triple]) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("kind", PALETTES)
def test_text_and_marks_stand_out_from_their_ground(kind: str) -> None:
    colours = PALETTES[kind]
    for name in ("ink", "muted", "accent", "cool", "good", "part", "only", "bad", *INKS):
        assert contrast(colours[name], colours["ground"]) >= 4.5, name
        assert contrast(colours[name], colours["soft"]) >= 4.5, name
    assert contrast(colours["faint"], colours["ground"]) >= 3  # edges of tiles and buttons
    for number in range(1, 6):
        assert contrast(colours[f"t{number}"], colours[f"q{number}"]) >= 4.5, number


@pytest.mark.parametrize("kind", PALETTES)
def test_shades_go_one_way_in_steps_that_can_be_seen(kind: str) -> None:
    shades = [luminance(PALETTES[kind][f"q{number}"]) for number in range(1, 6)]
    assert shades in (sorted(shades), sorted(shades, reverse=True))
    lightness = [seen(PALETTES[kind][f"q{number}"], SIGHT["all cones"])[0] for number in range(1, 6)]
    assert min(abs(a - b) for a, b in itertools.pairwise(lightness)) >= 9


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("kind", PALETTES)
def test_inks_are_told_apart_with_every_kind_of_sight(kind: str, sight: str) -> None:
    for one, other in itertools.combinations(INKS, 2):
        far = distance(PALETTES[kind][one], PALETTES[kind][other], SIGHT[sight])
        assert far >= 14, f"{one} and {other}: {far:.0f}"


def test_red_and_green_of_one_lightness_would_be_noticed() -> None:
    assert (
        distance("#a5311c", "#7a5200", SIGHT["deuteranopia"]) < 14 < distance("#a5311c", "#7a5200", SIGHT["all cones"])
    )


def test_drawings_hold_no_colour_of_their_own_and_pictures_those_of_the_palette(loaded: Site) -> None:
    colours = set(PALETTES["light"].values()) | set(PALETTES["dark"].values())
    for chart in loaded.library.entries(Chart).values():
        inside = chart_drawing(figure_of(loaded.library, chart)).in_page(WIDE).replace("&#", "")
        assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|style=", inside), chart.id
        alone = chart_drawing(figure_of(loaded.library, chart)).standalone(drawings_of(loaded).palette)
        assert set(re.findall(r"#[0-9a-f]{6}\b", alone)) <= colours
        assert set(re.findall(r"var\(--rd-(\w+)\)", alone)) <= ASKED
        assert "var(" not in in_fixed_colours(alone, PALETTES["light"])


def test_dark_keeps_what_it_does_not_change_and_a_colour_may_stand_for_another() -> None:
    css = ":root{--rd-a:#111111;--rd-b:var(--rd-a) /* #222222 */;}.c{--rd-a:#333333}"
    css += "@media screen{[x=slate]{--rd-a: #eeeeee;}}"
    palette = read_palette(css)
    assert (palette.light["a"], palette.light["b"]) == ("#111111", "#111111")
    assert (palette.dark["a"], palette.dark["b"]) == ("#eeeeee", "#eeeeee")


@pytest.mark.parametrize("kind", PALETTES)
def test_pages_and_drawings_have_the_colours_of_the_file_or_of_the_system(
    new_page: Callable[..., Page], sample: str, kind: Literal["light", "dark"]
) -> None:
    """In forced colours, also where the page's own palette is the other one, words and edges stand out."""
    page = new_page(color_scheme=kind)
    page.goto(f"{sample}places/")
    found: dict[str, str] = page.evaluate(
        """names => { const probe = document.body.appendChild(document.createElement('i'));
            return Object.fromEntries(names.map(name => { probe.style.color = `var(--rd-${name})`;
                const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
                return [name, '#' + [r, g, b].map(n => n.toString(16).padStart(2, '0')).join('')]; })); }""",
        sorted(ASKED),
    )
    assert found == {name: PALETTES[kind][name] for name in ASKED}
    page.emulate_media(forced_colors="active")
    for own in ("default", "slate"):
        page.evaluate("own => document.body.setAttribute('data-md-color-scheme', own)", own)
        ground, *inks = page.evaluate(
            """() => { const hex = colour => '#' + colour.match(/\\d+/g).slice(0, 3)
                    .map(n => Number(n).toString(16).padStart(2, '0')).join('');
                const style = element => getComputedStyle(element);
                return [hex(style(document.body).backgroundColor),
                    ...Array.from(document.querySelectorAll('.rd-svg text'), text => hex(style(text).fill)),
                    ...Array.from(document.querySelectorAll('.rd-svg .q1'), tile => hex(style(tile).stroke))]; }"""
        )
        assert len(inks) > 50
        assert min(contrast(ink, ground) for ink in set(inks)) >= 4.5, (kind, own)


def test_shades_of_the_map_have_edges_of_their_own_where_the_system_chooses_colours(
    new_page: Callable[..., Page], sample: str
) -> None:
    """Each box of the legend looks like the tiles that it stands for and like no other box."""
    page = new_page(forced_colors="active")
    page.goto(f"{sample}places/")
    for width in (390, 1280):
        resize(page, width)
        edges = page.locator("#chart-map .rd-svg rect[class^=q]:visible").evaluate_all(
            """tiles => tiles.map(tile => [tile.getAttribute('class'), ((style) => style.strokeWidth + ' '
                + style.strokeDasharray + ' ' + style.fill)(getComputedStyle(tile))])"""
        )
        looks = {(shade, look) for shade, look in edges}
        assert len(edges) > 5
        assert len(looks) == len({shade for shade, _ in looks}) == len({look for _, look in looks}) == 5


def test_both_palettes_give_every_colour_that_drawings_ask_for_and_changed_ones_are_drawn(tmp_path: Path) -> None:
    for palette in PALETTES.values():
        assert [name for name in ASKED if not re.fullmatch("#[0-9a-f]{6}", palette.get(name, ""))] == []
    path = copy_sample(tmp_path / "site") / "overrides/assets/styles/palette.css"
    changed = path.read_text(encoding="utf-8").replace(f"--rd-c2: {PALETTES['light']['c2']}", "--rd-c2: #123456")
    path.write_text(changed, encoding="utf-8")
    assert all("#123456" in svg for svg in drawings_of(load_site(tmp_path / "site")).files.values())
