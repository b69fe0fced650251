"""PNG of a drawing: always light, with a font of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path

from refdesk.charts.style import LIGHT, fixed
from refdesk.kept import Kept

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ZOOM = 1.25
_MANY = 4


@cache
def _fonts() -> list[str]:
    folder = files("font_roboto") / "files"
    return [str(folder / f"Roboto-{weight}.ttf") for weight in ("Regular", "Bold")]


def as_pngs(root: Path, drawings: Mapping[str, str]) -> dict[str, bytes]:
    """Drawings (SVGs that stand alone) as PNG, by name; what was drawn before is read from the cache."""
    sheet = fixed(LIGHT)
    place = Kept(root, f"png-{_ZOOM}")
    plain = {name: _STYLE.sub(lambda _: f"<style>{sheet}</style>", svg, count=1) for name, svg in drawings.items()}
    found = {name: place.load(svg) for name, svg in plain.items()}
    missing = [name for name, content in found.items() if content is None]
    made = dict(zip(missing, _draw_all([plain[name] for name in missing]), strict=True))
    return {name: place.keep(plain[name], made[name]) if name in made else found[name] or b"" for name in plain}


def _draw_all(svgs: list[str]) -> list[bytes]:
    """Many drawings, on every core where that is safe: a process with threads is not to be forked."""
    cores = os.cpu_count() or 1
    if len(svgs) < _MANY or cores == 1 or threading.active_count() > 1 or not sys.platform.startswith("linux"):
        return [_draw(svg) for svg in svgs]
    with ProcessPoolExecutor(min(cores, 4), mp_context=multiprocessing.get_context("fork")) as pool:
        return list(pool.map(_draw, svgs))


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
