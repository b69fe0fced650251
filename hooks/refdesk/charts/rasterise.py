"""A program of its own: SVGs in, PNGs out. It runs beside a build, so it imports nothing of this package.

In: JSON with ``fonts`` (paths), ``zoom`` and ``drawings`` (texts). Out, for each drawing: the length of its PNG in
eight bytes, then the PNG.
"""

from __future__ import annotations

import json
import sys

from resvg_py import svg_to_bytes

CHINESE = range(0x2E80, 0xA000)  # signs that no font given here has: a font of the system draws them, if there is one


def main() -> None:
    """Draw everything that standard input asks for."""
    order = json.load(sys.stdin.buffer)
    for drawing in order["drawings"]:
        png = bytes(
            svg_to_bytes(
                svg_string=drawing,
                zoom=order["zoom"],
                skip_system_fonts=not any(sign in CHINESE for sign in map(ord, drawing)),
                font_files=order["fonts"],
                font_family="Roboto",
                sans_serif_family="Roboto",
            )
        )
        sys.stdout.buffer.write(len(png).to_bytes(8, "big") + png)


if __name__ == "__main__":
    main()
