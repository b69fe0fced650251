"""PNG of a drawing, with fonts of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from resvg_py import svg_to_bytes

from refdesk.files.cache import Cache

_ZOOM = 1.5
_FONTS = (
    ("font_roboto", "Roboto-Regular.ttf"),
    ("font_roboto", "Roboto-Bold.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
_CHINESE = range(0x2E80, 0xA000)  # signs that no font given here has: a font of the system draws them, if there is one


class Pictures:
    """PNGs under way: a process that ends with this one draws them while pages are made, so that a build hardly waits.

    What was drawn before is read from the cache.
    """

    def __init__(self, root: Path, drawings: Mapping[str, str], kind: str = "png", zoom: float = _ZOOM) -> None:
        """Begin the pictures of SVGs, each under a name; ``kind`` names their part of the cache."""
        self._cache = Cache(root, f"{kind}-{zoom}")
        self._drawings = drawings
        self._made = {svg: png for svg in drawings.values() if (png := self._cache.load(svg)) is not None}
        self._missing = [svg for svg in drawings.values() if svg not in self._made]
        if self._missing:
            self._pool = get_context("spawn").Pool(1)
            self._drawn = self._pool.imap(partial(_png, zoom=zoom), self._missing)

    def finish(self) -> dict[str, bytes]:
        """Every PNG by name; waits for the last one."""
        if self._missing:
            with self._pool:
                for svg, png in zip(self._missing, self._drawn, strict=True):
                    self._made[svg] = self._cache.keep(svg, png)
            self._missing = []
            self._cache.keep_only(self._drawings.values())
        return {name: self._made[svg] for name, svg in self._drawings.items()}


def _png(svg: str, zoom: float) -> bytes:
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=not any(sign in _CHINESE for sign in map(ord, svg)),
            font_files=[str(files(package) / "files" / name) for package, name in _FONTS],
            font_family="Roboto",
            sans_serif_family="Roboto",
        )
    )
