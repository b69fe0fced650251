"""The look of drawings. Their colours are those of the site's palette, told apart without colour as well.

A page takes them as variables; a picture that stands alone carries them itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from refdesk.charts.palette import Colours, Palette


def _css(name: str) -> str:
    """The rules of a style sheet of this package, joined."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8").replace("\n", "")


RULES = _css("drawing.css")
ASKED = frozenset(re.findall(r"var\(--rd-(\w+)\)", RULES))  # the names of the colours that drawings ask for
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def page_sheet() -> str:
    """The style sheet that pages with drawings load."""
    return f"/* Made from hooks/refdesk/charts/style.py. */\n{_css('page.css')}\n{RULES}\n"


def alone_sheet(palette: Palette) -> str:
    """The style of a picture that stands alone: light, or dark where the reader's system asks for it."""
    light, dark = (
        "".join(f"--rd-{name}:{colours[name]};" for name in sorted(ASKED & colours.keys()))
        for colours in (palette.light, palette.dark)
    )
    return (
        f".rd-svg{{{light}font-family:Roboto,Arial,sans-serif}}"
        f"@media (prefers-color-scheme:dark){{.rd-svg{{{dark}}}}}{RULES}"
    )


def in_fixed_colours(svg: str, colours: Colours, extra: str = "") -> str:
    """A drawing with its colours filled in and no other style, for a reader of SVG that knows no variables."""
    rules = re.sub(r"var\(--rd-(\w+)\)", lambda match: colours.get(match[1], colours["ink"]), RULES)
    opening, _, rest = _STYLE.sub("", svg, count=1).partition(">")
    return f"{opening}><style>{extra}{rules}</style>{rest}"
