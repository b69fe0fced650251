"""PNG of drawings, with bundled fonts, so that the same drawing gives the same bytes everywhere.

They are costly to draw and are kept in a cache, by a digest of all that they are made from.
Deleting it is always safe; where it cannot be written, they are drawn each time.
"""

import contextlib
from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from resvg_py import svg_to_bytes

from refdesk.files.progress import progress
from refdesk.files.writing import write_whole

_CACHE = ".cache/refdesk"  # below the root of a checkout
_FONTS = (
    ("font_roboto", "Roboto-Regular.ttf"),
    ("font_roboto", "Roboto-Bold.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
_MADE_BY = " ".join(version(name) for name in ("resvg_py", "font_roboto", "font_source_serif_pro"))
# characters that are in none of these fonts: one of the system is used
_CHINESE = range(0x2E80, 0xA000)


def pictures(
    root: Path, drawings: Mapping[str, str], kind: str = "png", zoom: float = 1.5
) -> dict[str, bytes]:
    """Return the PNG of every SVG by name; ``kind`` is their part of the cache."""
    folder = root / _CACHE / f"{kind}-{zoom}"
    kept = {
        name: folder / blake2b(f"{_MADE_BY} {svg}".encode()).hexdigest()[:64]
        for name, svg in drawings.items()
    }
    made = {name: path.read_bytes() for name, path in kept.items() if path.is_file()}
    for name in progress([name for name in drawings if name not in made], "Drawing pictures"):
        made[name] = _drawn(drawings[name], zoom)
        with contextlib.suppress(OSError):
            write_whole(kept[name], made[name])
            write_whole(root / _CACHE / ".gitignore", "*\n")
    with contextlib.suppress(OSError):
        # so that the cache does not grow with every change
        for path in {*folder.iterdir()} - {*kept.values()}:
            path.unlink()
    return {name: made[name] for name in drawings}


def _drawn(svg: str, zoom: float) -> bytes:
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=not any(ord(sign) in _CHINESE for sign in svg),
            font_files=[str(files(package) / "files" / font) for package, font in _FONTS],
            font_family="Roboto",
            sans_serif_family="Roboto",
        )
    )
