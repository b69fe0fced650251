"""The picture of a page in link previews, drawn from its title and description."""

import re

from refdesk.charts.colours import Colours
from refdesk.charts.drawings import drawings_of
from refdesk.charts.png import pictures
from refdesk.charts.svg import pieces, text_width, wrap
from refdesk.publish.faults import told_at
from refdesk.publish.publication import Publication, fill_template
from refdesk.site.generated import card_path

WIDTH, HEIGHT = 1200, 630
_ROOM = 1010
_TITLE, _ABOUT = 72, 33  # sizes of text


def cards(publication: Publication) -> dict[str, bytes]:
    """Return the pictures of all pages by path; none without the address of the site, which link
    previews need.
    """
    site = publication.site
    if not publication.base:
        return {}
    logo = (site.config.docs_dir / "assets/logo.svg").read_text(encoding="utf-8")
    colours = drawings_of(site).palette.light
    drawings: dict[str, str] = {}
    for uri, page in site.pages.items():
        with told_at(site.library, page):
            drawn = card(logo, publication.name, page.title, page.description, colours)
            drawings[card_path(uri)] = drawn
    return pictures(site.config.root, drawings, "cards", zoom=1)


def card(logo: str, name: str, title: str, description: str, colours: Colours) -> str:
    """Return the SVG of a card: title and description above, logo and name of the site below."""
    lines = _lines(title, _TITLE, 3)
    about = _lines(description, _ABOUT, 4 if len(lines) < 3 else 2)
    mark = re.sub(
        r'width="\d+" height="\d+"', 'x="96" y="526" width="122" height="64"', logo, count=1
    )
    sizes = {"width": WIDTH, "height": HEIGHT, "size_of_title": _TITLE, "size_of_about": _ABOUT}
    return fill_template(
        "card.svg", logo=mark, name=name, title=lines, about=about, colours=colours, **sizes
    )


def _lines(text: str, size: int, most: int) -> list[str]:
    """Wrap a text into at most ``most`` lines and cut the rest with an ellipsis."""
    lines = wrap(text, _ROOM, size)
    if len(lines) <= most:
        return lines
    kept = pieces(lines[most - 1])
    while len(kept) > 1 and text_width("".join(kept) + " …", size) > _ROOM:
        kept.pop()
    return [*lines[: most - 1], "".join(kept) + " …"]
