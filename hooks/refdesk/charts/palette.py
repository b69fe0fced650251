"""The colours of the site, light and dark: the CSS variables ``--rd-…`` of overrides/assets/styles/palette.css."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

PALETTE = "assets/styles/palette.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_VARIABLE = re.compile(r"--rd-([\w-]+)\s*:\s*([^;]+)")
_REFERENCE = re.compile(r"var\(--rd-([\w-]+)\)")
# What pictures of a site without a palette are drawn in.
_PLAIN = {"ink": "#000000", "muted": "#000000", "accent": "#000000", "line": "#000000", "ground": "#ffffff"}

Colours = Mapping[str, str]


class Palette(NamedTuple):
    """The colours by name, on a light and on a dark ground."""

    light: Colours
    dark: Colours

    def lacking(self, names: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
        """(palette, names that are no colour written ``#rrggbb`` in it)."""
        for kind, colours in (("light", self.light), ("dark", self.dark)):
            found = sorted(name for name in names if not re.fullmatch("#[0-9a-f]{6}", colours.get(name, "")))
            if found:
                yield kind, found


def read_palette(css: str) -> Palette:
    """The variables of a style sheet: those of ``:root`` are light; the scheme ``slate`` changes some for the dark."""
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
    """The colours with one that stands for another replaced by it."""
    return {name: _REFERENCE.sub(lambda match: colours.get(match[1], ""), value) for name, value in colours.items()}
