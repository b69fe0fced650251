"""The picture of a page in link previews, drawn from its title and description.

A picture is named by a whole address only: where the site's address is not known, none is drawn.
"""

import re
from html import escape

from refdesk.charts.colours import Colours
from refdesk.charts.drawings import palette_of
from refdesk.charts.png import pictures
from refdesk.charts.svg import pieces, text_width, wrap
from refdesk.publish.publication import Publication
from refdesk.site.generated import card_path

WIDTH, HEIGHT = 1200, 630
_LEFT, _ROOM = 96, 1010
_TITLE, _ABOUT = 72, 33  # sizes of text
_SERIF, _SANS = 'font-family="Source Serif Pro" font-weight="600"', 'font-family="Roboto"'


def cards(publication: Publication) -> dict[str, bytes]:
    """The pictures of all pages by path."""
    site = publication.site
    if not publication.base:
        return {}
    logo = (site.config.docs_dir / "assets/logo.svg").read_text(encoding="utf-8")
    drawings = {
        card_path(uri): card(logo, publication.name, page.title, publication.describe(uri), palette_of(site).light)
        for uri, page in site.pages.items()
    }
    return pictures(site.config.root, drawings, "cards", zoom=1)


def card(logo: str, name: str, title: str, description: str, colours: Colours) -> str:
    """The drawing of one page: title and description above, the mark and the name of the site at its foot."""
    lines = _lines(title, _TITLE, 3)
    about = _lines(description, _ABOUT, 4 if len(lines) < 3 else 2)
    mark = re.sub(r'width="\d+" height="\d+"', f'x="{_LEFT}" y="526" width="122" height="64"', logo, count=1)
    below = 164 + 84 * len(lines)
    parts = [_text(_LEFT, 164 + 84 * n, _TITLE, colours["ink"], line, _SERIF) for n, line in enumerate(lines)]
    parts += [_text(_LEFT, below + 46 * n, _ABOUT, colours["muted"], line, _SANS) for n, line in enumerate(about)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["ground"]}"/>'
        f'<rect width="{WIDTH}" height="10" fill="{colours["accent"]}"/>'
        f'<path d="M{_LEFT} 500.5H{WIDTH - _LEFT}" stroke="{colours["line"]}" stroke-width="2"/>{"".join(parts)}'
        f"{mark}{_text(_LEFT + 152, 569, 36, colours['ink'], name, _SERIF)}</svg>"
    )


def _text(x: int, y: int, size: int, colour: str, content: str, font: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" {font}>{escape(content)}</text>'


def _lines(text: str, size: int, most: int) -> list[str]:
    """The text in at most so many lines; what does not fit is cut with an ellipsis."""
    lines = wrap(text, _ROOM, size)
    if len(lines) <= most:
        return lines
    kept = pieces(lines[most - 1])
    while len(kept) > 1 and text_width("".join(kept) + " …", size) > _ROOM:
        kept.pop()
    return [*lines[: most - 1], "".join(kept) + " …"]
