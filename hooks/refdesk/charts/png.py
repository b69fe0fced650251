"""PNG of a drawing: always light, with fonts of its own, so that the same drawing gives the same bytes everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import IO

from refdesk.charts.style import LIGHT, fixed
from refdesk.kept import Kept

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ZOOM = 1.5
_FONTS = (
    ("font_roboto", "Roboto-Regular.ttf"),
    ("font_roboto", "Roboto-Bold.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
_PROGRAM = Path(__file__).with_name("rasterise.py")


class Pictures:
    """PNGs under way: a process of its own draws them while the pages are made, so that a build hardly waits.

    What was drawn before is read from the cache.
    """

    def __init__(self, root: Path, drawings: Mapping[str, str], kind: str = "png", zoom: float = _ZOOM) -> None:
        """Begin to draw SVGs that stand alone, each under a name; ``kind`` names their part of the cache."""
        sheet = f"<style>{fixed(LIGHT)}</style>"
        self._zoom = zoom
        self._place = Kept(root, f"{kind}-{zoom}")
        self._plain = {name: _STYLE.sub(lambda _: sheet, svg, count=1) for name, svg in drawings.items()}
        found = {name: self._place.load(svg) for name, svg in self._plain.items()}
        self._made = {name: content for name, content in found.items() if content is not None}
        self._missing = [name for name, content in found.items() if content is None]
        self._out: IO[bytes] | None = None
        if self._missing:
            self._out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the pictures are fetched
            self._process = self._start(self._out)

    def _start(self, out: IO[bytes]) -> subprocess.Popen[bytes]:
        order = {
            "fonts": [str(files(package) / "files" / name) for package, name in _FONTS],
            "zoom": self._zoom,
            "drawings": [self._plain[name] for name in self._missing],
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
                self._made[name] = self._place.keep(self._plain[name], self._out.read(length))
            self._out.close()
            self._out = None
            self._place.forget_all_but(self._plain.values())
        return {name: self._made[name] for name in self._plain}
