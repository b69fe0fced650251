"""PNG of a drawing: always light, with a font of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from refdesk.charts.style import LIGHT, fixed
from refdesk.kept import kept

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ZOOM = 1.5


@cache
def _fonts() -> list[str]:
    folder = files("font_roboto") / "files"
    return [str(folder / f"Roboto-{weight}.ttf") for weight in ("Regular", "Bold")]


def as_png(root: Path, svg: str) -> bytes:
    """The drawing (an SVG that stands alone) as PNG; what was drawn before is read from the cache of the checkout."""
    sheet = fixed(LIGHT)
    plain = _STYLE.sub(lambda _: f"<style>{sheet}</style>", svg, count=1)
    return kept(root, "png", f"{_ZOOM}\n{plain}", lambda: _draw(plain))


def _draw(svg: str) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - not loaded when every picture is in the cache

    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=_ZOOM,
            skip_system_fonts=True,
            font_files=_fonts(),
            font_family="Roboto",
            sans_serif_family="Roboto",
        )
    )
