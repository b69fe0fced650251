"""A canvas that writes short SVG, with classes in place of colours; scales that give values and
labels their places.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from markupsafe import escape

from refdesk.files.language import Language

_WIDTHS = dict.fromkeys("iljtfrI.,:;'|!()[]-/ ", 0.36) | dict.fromkeys("mwMW%—→", 0.98)


class Form(NamedTuple):
    """A form of a drawing, for wide pages or for phones: its name and its width in units."""

    name: str
    width: float

    @property
    def narrow(self) -> bool:
        """Return whether the form is that for phones."""
        return self.name == "narrow"


# A unit is a CSS pixel where a form is shown smallest (page.css): no text may be smaller than 12
# units.
SIZE = 13.0  # of text
WIDE = Form("wide", 660)
FORMS = (WIDE, Form("narrow", 288))


def ids_of(element_id: str, form: Form) -> tuple[str, str]:
    """Return the ids of title and description in a drawing."""
    return f"{element_id}-{form.name}-t", f"{element_id}-{form.name}-d"


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text, rather too wide: fonts differ from reader to reader."""
    return size * math.fsum(map(_width, text))


@cache
def _width(sign: str) -> float:
    return _WIDTHS.get(sign, 1.04 if sign > "\u2e80" else 0.72 if sign.isupper() else 0.61)


def wrap(text: str, width: float, size: float) -> list[str]:
    """Wrap a text into lines no wider than ``width`` (a single long word stays whole)."""
    lines: list[str] = []
    room = 0.0  # left in the last line
    for piece in pieces(text):
        if lines and text_width(piece, size) <= room:
            lines[-1] += piece
            room -= text_width(piece, size)
        else:
            lines.append(piece.strip())
            room = width - text_width(lines[-1], size)
    return lines


def pieces(text: str) -> list[str]:
    """Split a text where lines may break: into words and Chinese characters, each with the space
    before it.
    """
    return re.findall(
        r"\s*(?:[\u2e80-\u9fff][，。、；：！？）》」』”’]*|[^\s\u2e80-\u9fff]+)",
        " ".join(text.split()),
    )


def short(value: float) -> str:
    """Format a coordinate with at most one decimal."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass
class Canvas:
    """A drawing in progress, whose texts are in a language."""

    form: Form
    language: Language
    height: float = 0
    # whether its marks stand over years, so that the pointer tells the nearest year
    has_years: bool = False
    parts: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, content: str, kind: str = "", anchor: str = "", size: float = SIZE
    ) -> None:
        """Draw a line of text with its baseline at ``y``; ``anchor`` is m (middle) or e (end)."""
        names = f"{kind} a{anchor}".strip() if anchor else kind
        named = f' class="{names}"' if names else ""
        sized = f' font-size="{short(size)}"' if size != SIZE else ""
        self.parts.append(
            f'<text x="{short(x)}" y="{short(y)}"{named}{sized}>{escape(content)}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a straight line."""
        self.path([(x1, y1), (x2, y2)], kind)

    def path(self, points: list[tuple[float, float]], kind: str) -> None:
        """Draw a line through points."""
        self.parts.append(
            f'<path class="{kind}" d="M{"L".join(f"{short(x)} {short(y)}" for x, y in points)}"/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, kind: str, about: str = ""
    ) -> None:
        """Draw a rectangle, with a text on hover."""
        place = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
        self._add_told(f'rect class="{kind}" {place}', about)

    def _add_told(self, element: str, about: str) -> None:
        name = element.partition(" ")[0]
        self.parts.append(
            f"<{element}><title>{escape(about)}</title></{name}>" if about else f"<{element}/>"
        )

    def mark(
        self, x: float, y: float, radius: float, shape: int, kind: str, about: str = ""
    ) -> None:
        """Draw a mark: circle, square, triangle or diamond, with a text on hover.

        Its path begins in its middle, so that a line of marks has the same figures as the line
        below them, and a page is short when it is compressed.
        """
        r = radius * (1, 0.9, 1.25, 1.3)[shape % 4]
        match shape % 4:
            case 0:
                arc = f"a{short(r)} {short(r)} 0 1 0"
                outline = f"{short(-r)} 0{arc} {short(2 * r)} 0{arc} {short(-2 * r)} 0z"
            case 1:
                outline = f"{short(-r)} {short(-r)}h{short(2 * r)}v{short(2 * r)}h{short(-2 * r)}z"
            case 2:
                outline = f"0 {short(-r)}l{short(r)} {short(1.8 * r)}h{short(-2 * r)}z"
            case _:
                outline = (
                    f"0 {short(-r)}l{short(r)} {short(r)}l{short(-r)} "
                    f"{short(r)}l{short(-r)} {short(-r)}z"
                )
        d = f"M{short(x)} {short(y)}m{outline}"
        self._add_told(f'path class="{kind}" d="{d}"', about)

    def finish(self, element_id: str, title: str, description: str, style: str = "") -> str:
        """Return the drawing as an ``svg`` element; with ``style`` it is a file of its own."""
        form, size = self.form, f'width="{short(self.form.width)}" height="{short(self.height)}"'
        name, about = ids_of(element_id, form)
        alone = ' xmlns="http://www.w3.org/2000/svg"' if style else ""
        ground = f'<style>{style}</style><rect class="bg" {size}/>' if style else ""
        years = " rd-years" if self.has_years else ""
        # search reads the wide one
        excluded = ' data-search-exclude=""' if form.narrow and not style else ""
        return (
            f'<svg{alone} class="rd-svg rd-{form.name}{years}" viewBox="0 0 {short(form.width)} '
            f'{short(self.height)}"'
            f'{" " + size if style else ""} role="img" aria-labelledby="{name} {about}" '
            f'font-size="{short(SIZE)}"{excluded}><title id="{name}">{escape(title)}</title>'
            f'<desc id="{about}">{escape(description)}</desc>{ground}{"".join(self.parts)}</svg>'
        )


@dataclass(frozen=True)
class Scale:
    """Maps values from ``low`` … ``high`` to places from ``start`` … ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.start + share * (self.end - self.start)


def ticks_to(high: float) -> list[float]:
    """Return about four round values from zero to at least ``high``, in steps of 1, 2 or 5 times a
    power of ten.
    """
    raw = max(high, 1e-9) / 4
    power = float(10 ** math.floor(math.log10(raw)))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    return [round(step * index, 10) for index in range(math.ceil(high / step - 1e-9) + 1)]


def year_ticks(low: float, high: float, count: int) -> list[int]:
    """Return at most ``count`` round years inside a period."""
    first, last = math.ceil(low), math.floor(high)
    step = next((step for step in (1, 2, 5, 10, 20) if (last - first) / step <= count), 50)
    return list(range(-(-first // step) * step, last + 1, step))


def number_label(value: float, language: Language) -> str:
    """Return the label of a tick."""
    return f"{value:{language.thousands}.10g}"


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return positions near those wanted at which blocks of the given heights do not overlap."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    for index in order:
        placed[index] = max(placed[index], low + heights[index] / 2)
        low = placed[index] + heights[index] / 2
    for index in reversed(order):
        placed[index] = min(placed[index], high - heights[index] / 2)
        high = placed[index] - heights[index] / 2
    return placed
