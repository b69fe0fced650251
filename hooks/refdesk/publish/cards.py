"""The picture of a page in link previews, drawn from its title and description.

A picture is named by a whole address only: where the site's address is not known, none is drawn.
"""

from __future__ import annotations

from html import escape

from refdesk.charts.palette import Colours
from refdesk.charts.png import Pictures
from refdesk.charts.svg import text_width, wrap
from refdesk.publish.paths import card_path
from refdesk.publish.publication import Publication

WIDTH, HEIGHT = 1200, 630
_LEFT, _ROOM = 96, 1010
_TITLE, _ABOUT = 68, 33  # sizes of text


def begin_cards(publication: Publication) -> Pictures:
    """The pictures of all pages, to be drawn beside the running build."""
    site = publication.site
    if not publication.base:
        return Pictures(site.config.root, {})
    drawings = {
        card_path(uri): card(publication.name, page.title, publication.describe(uri), site.palette.light)
        for uri, page in site.pages.items()
    }
    return Pictures(site.config.root, drawings, "cards", 1)


def card(name: str, title: str, description: str, colours: Colours) -> str:
    """The drawing of one page."""
    brand = colours["accent"]
    lines = _lines(title, _TITLE, 3)
    about = _lines(description, _ABOUT, 4 if len(lines) < 3 else 3)
    y = 190
    parts: list[str] = []
    for line in lines:
        parts.append(_text(_LEFT, y, _TITLE, colours["ink"], line, "bold"))
        y += 82
    y += 4
    for line in about:
        parts.append(_text(_LEFT, y, _ABOUT, colours["muted"], line))
        y += 46
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["ground"]}"/>'
        f'<rect width="24" height="{HEIGHT}" fill="{brand}"/>'
        f"{''.join(parts)}{_mark(_LEFT, 530, brand)}{_text(_LEFT + 150, 566, 38, brand, name, 'bold')}</svg>"
    )


def _mark(x: int, y: int, colour: str) -> str:
    """The mark of the site: a ring, an arrow, a stroke: 0 to 1."""
    return (
        f'<g transform="translate({x} {y})" fill="none" stroke="{colour}" stroke-width="7" stroke-linecap="round">'
        '<ellipse cx="18" cy="24" rx="15" ry="21"/><path d="M48 24h40m-12-11 12 11-12 11"/>'
        '<path d="M106 10 118 3v42"/></g>'
    )


def _text(x: int, y: int, size: int, colour: str, content: str, weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(content)}</text>'


def _lines(text: str, size: int, most: int) -> list[str]:
    """The text in at most so many lines; what does not fit is cut with an ellipsis."""
    lines = wrap(text, _ROOM, size)
    if len(lines) <= most:
        return lines
    words = lines[most - 1].split()
    while len(words) > 1 and text_width(" ".join(words) + " …", size) > _ROOM:
        words.pop()
    return [*lines[: most - 1], " ".join(words) + " …"]
