"""PNG of a drawing, with fonts of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import IO

from refdesk.files.cache import Cache

_ZOOM = 1.5
_FONTS = (
    ("font_roboto", "Roboto-Regular.ttf"),
    ("font_roboto", "Roboto-Bold.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
_PROGRAM = Path(__file__).with_name("rasterise.py")


class Pictures:
    """PNGs under way: a process of its own draws them while pages are made and checked, so that a build hardly waits.

    What was drawn before is read from the cache.
    """

    def __init__(
        self,
        root: Path,
        drawings: Mapping[str, str],
        kind: str = "png",
        zoom: float = _ZOOM,
        prepare: Callable[[str], str] = lambda svg: svg,
    ) -> None:
        """Begin the pictures of SVGs, each under a name; ``kind`` names their part of the cache.

        ``prepare`` makes of an SVG what is to be drawn, from nothing but the SVG.
        """
        self._zoom = zoom
        self._cache = Cache(root, f"{kind}-{zoom}")
        self._drawings = drawings
        found = {name: self._cache.load(svg) for name, svg in drawings.items()}
        self._made = {name: content for name, content in found.items() if content is not None}
        self._missing = [name for name, content in found.items() if content is None]
        self._out: IO[bytes] | None = None
        if self._missing:
            self._out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the pictures are fetched, or given up
            self._process = self._start(self._out, [prepare(drawings[name]) for name in self._missing])

    def _start(self, out: IO[bytes], drawings: list[str]) -> subprocess.Popen[bytes]:
        order = {
            "fonts": [str(files(package) / "files" / name) for package, name in _FONTS],
            "zoom": self._zoom,
            "drawings": drawings,
        }
        with tempfile.TemporaryFile() as asked:  # files, not pipes: neither side ever waits for the other to read
            asked.write(json.dumps(order).encode())
            asked.seek(0)
            command = [sys.executable, "-P", str(_PROGRAM)]
            return subprocess.Popen(command, stdin=asked, stdout=out)  # noqa: S603 - a program of our own

    def finish(self) -> dict[str, bytes]:
        """Every PNG by name; waits for the last one."""
        if self._out is not None:
            if self._process.wait() != 0:
                raise RuntimeError(f"{_PROGRAM.name} failed")
            self._out.seek(0)
            for name in self._missing:
                length = int.from_bytes(self._out.read(8), "big")
                self._made[name] = self._cache.keep(self._drawings[name], self._out.read(length))
            self._out.close()
            self._out, self._missing = None, []
            self._cache.keep_only(self._drawings.values())
        return {name: self._made[name] for name in self._drawings}

    def give_up(self) -> None:
        """Stop drawing: nobody will ask for the pictures."""
        if self._out is not None:
            self._process.kill()
            self._process.wait()
            self._out.close()
            self._out = None
