"""PNG of a drawing: always light, with a font of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
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
    plain = {name: _STYLE.sub(lambda _: f"<style>{sheet}</style>", svg, count=1) for name, svg in drawings.items()}
    return begin_pngs(root, f"png-{_ZOOM}", _ZOOM, plain)()


def begin_pngs(root: Path, kind: str, zoom: float, drawings: Mapping[str, str]) -> Callable[[], dict[str, bytes]]:
    """Begin to draw what is not in the cache; what is returned waits for it and gives every PNG by name."""
    place = Kept(root, kind)
    found = {name: place.load(svg) for name, svg in drawings.items()}
    missing = [name for name, content in found.items() if content is None]
    drawn = _begin([drawings[name] for name in missing], zoom)

    def finish() -> dict[str, bytes]:
        made = dict(zip(missing, drawn(), strict=True))
        return {
            name: place.keep(svg, made[name]) if name in made else found[name] or b"" for name, svg in drawings.items()
        }

    return finish


def _begin(svgs: list[str], zoom: float) -> Callable[[], list[bytes]]:
    """Many drawings, on every core where that is safe: a process with threads is not to be forked."""
    cores = os.cpu_count() or 1
    draw = partial(_draw, zoom=zoom)
    if len(svgs) < _MANY or cores == 1 or threading.active_count() > 1 or not sys.platform.startswith("linux"):
        return lambda: [draw(svg) for svg in svgs]
    pool = ProcessPoolExecutor(min(cores, 4), mp_context=multiprocessing.get_context("fork"))
    results = pool.map(draw, svgs)

    def finish() -> list[bytes]:
        with pool:
            return list(results)

    return finish


def _draw(svg: str, zoom: float) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - not loaded when every picture is in the cache

    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=_fonts(),
            font_family="Roboto",
            sans_serif_family="Roboto",
        )
    )
