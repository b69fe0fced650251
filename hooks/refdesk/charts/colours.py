"""The colours of drawings and their style sheets.

They are those of the site, light and dark, the CSS variables ``--rd-…`` of
overrides/assets/styles/palette.css. A page takes them as variables; a picture that stands alone
carries them itself.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import rcssmin

PALETTE = "assets/styles/palette.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_VARIABLE = re.compile(r"--rd-([\w-]+)\s*:\s*([^;]+)")
_REFERENCE = re.compile(r"var\(--rd-([\w-]+)\)")
# The colours of a site without a palette.
_PLAIN = {
    "ink": "#000000",
    "muted": "#000000",
    "accent": "#000000",
    "line": "#000000",
    "ground": "#ffffff",
}
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)

Colours = Mapping[str, str]


class Palette(NamedTuple):
    """The colours by name, on a light and on a dark ground."""

    light: Colours
    dark: Colours


def read_palette(css: str) -> Palette:
    """Read the variables of a style sheet: those of ``:root`` are light, those of the scheme
    ``slate`` dark.
    """
    light: dict[str, str] = dict(_PLAIN)
    dark: dict[str, str] = {}
    for selector, body in _BLOCK.findall(_COMMENT.sub("", css)):
        found = {name: value.strip() for name, value in _VARIABLE.findall(body)}
        if "slate" in selector:
            dark |= found
        elif ":root" in selector:
            light |= found
    return Palette(_resolved(light), _resolved(light | dark))


def _resolved(colours: Colours) -> Colours:
    """Replace colours that refer to another variable by its value."""
    return {
        name: _REFERENCE.sub(lambda match: colours.get(match[1], ""), value)
        for name, value in colours.items()
    }


def _css(name: str) -> str:
    """Return a style sheet of this package without blanks: each drawing carries it."""
    return str(rcssmin.cssmin(Path(__file__).with_name(name).read_text(encoding="utf-8")))


RULES = _css("drawing.css")
# the names of the colours that drawings ask for
ASKED = frozenset(re.findall(r"var\(--rd-(\w+)\)", RULES))


def page_sheet() -> str:
    """Return the style sheet that pages with drawings load."""
    return (
        "/* Made from page.css and drawing.css in hooks/refdesk/charts. "
        f"*/\n{_css('page.css')}\n{RULES}\n"
    )


def standalone_sheet(palette: Palette) -> str:
    """Return the style of a standalone SVG file: light, or dark if the reader's system asks
    for it.
    """
    light, dark = (
        "".join(f"--rd-{name}:{colours[name]};" for name in sorted(ASKED & colours.keys()))
        for colours in (palette.light, palette.dark)
    )
    return (
        f".rd-svg{{{light}font-family:Roboto,Arial,sans-serif}}"
        f"@media (prefers-color-scheme:dark){{.rd-svg{{{dark}}}}}{RULES}"
    )


def in_fixed_colours(svg: str, colours: Colours, extra: str = "") -> str:
    """Return a drawing with its colours filled in, for programs that know no CSS variables."""
    rules = re.sub(r"var\(--rd-(\w+)\)", lambda match: colours.get(match[1], colours["ink"]), RULES)
    opening, _, rest = _STYLE.sub("", svg, count=1).partition(">")
    return f"{opening}><style>{extra}{rules}</style>{rest}"
