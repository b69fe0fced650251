"""PNG of drawings, with bundled fonts, so that the same drawing gives the same bytes everywhere."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from resvg_py import svg_to_bytes

from refdesk.files.cache import Cache
from refdesk.files.progress import progress

_FONTS = (
    ("font_roboto", "Roboto-Regular.ttf"),
    ("font_roboto", "Roboto-Bold.ttf"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
)
_CHINESE = range(
    0x2E80, 0xA000
)  # characters that are in none of these fonts; a font of the system is used if there is one


def pictures(root: Path, drawings: Mapping[str, str], kind: str = "png", zoom: float = 1.5) -> dict[str, bytes]:
    """Returns the PNG of every SVG by name; ``kind`` is their part of the cache."""
    cache = Cache(root, f"{kind}-{zoom}")
    made = {name: cache.load(svg) for name, svg in drawings.items()}
    for name in progress([name for name, png in made.items() if png is None], "Drawing pictures"):
        drawn = svg_to_bytes(
            svg_string=drawings[name],
            zoom=zoom,
            skip_system_fonts=not any(ord(sign) in _CHINESE for sign in drawings[name]),
            font_files=[str(files(package) / "files" / font) for package, font in _FONTS],
            font_family="Roboto",
            sans_serif_family="Roboto",
        )
        made[name] = cache.keep(drawings[name], bytes(drawn))
    cache.keep_only(drawings.values())
    return {name: png for name, png in made.items() if png is not None}
