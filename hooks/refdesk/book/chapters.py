"""Pages as chapters of one document: every id is made unique, every link between pages leads to its place in it."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from lxml.html import HtmlElement as Element

from refdesk.blocks.expand import expand
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.html.text import parse
from refdesk.pages.render import Renderer
from refdesk.publish.page_text import SCREEN_ONLY
from refdesk.site.site import Site

_SCREEN_ONLY = SCREEN_ONLY | {"rd-downloads", "rd-explore", "rd-find", "rd-status"}
_WORDS = re.compile(r"<(?:title|desc) id[^>]*>(.*?)</")


def chapter_id(uri: str) -> str:
    """Return the id of a page in the book: ``hubs/shandong.md`` -> ``hubs-shandong``."""
    return re.sub(r"[^0-9A-Za-z]+", "-", posixpath.splitext(uri)[0])


def wide_form(drawing: str) -> str:
    """Return the wide form of a drawing in both widths, which comes first."""
    return drawing[: drawing.index("</svg>") + len("</svg>")]


def chapters(site: Site, uris: Iterable[str]) -> dict[str, Element]:
    """Return each page as it stands in the book, by the site's own Markdown extensions; drawings become images."""
    images = {
        name: f'<img data-drawing="{name}" alt="{". ".join(_WORDS.findall(wide_form(svg)))}">'
        for name, svg in drawings_of(site).pages.items()
    }
    renderer = Renderer(site.config)
    site = replace(site, tree=replace(site.tree, use_directory_urls=False))  # each address names its page
    found: dict[str, Element] = {}
    for uri in uris:
        found[uri] = parse(with_drawings(renderer.convert(expand(site, site.pages[uri])), images))
        _fit(site, uri, found[uri])
    return found


def _fit(site: Site, uri: str, root: Element) -> None:
    """Fit a page into the book: without what is for screens, with ids and addresses that hold there."""
    for element in list(root.iter("*")):
        opens_numbers = element.tag == "summary" and "rd-numbers" in element.getparent().classes
        if opens_numbers or "hidden" in element.attrib or not _SCREEN_ONLY.isdisjoint(element.classes):
            element.drop_tree()
    name = chapter_id(uri)
    for element in root.iter("*"):
        if element.get("id"):
            element.set("id", f"{name}--{element.get('id')}")
        if element.tag == "h1":
            element.set("data-chapter", name)
        elif element.tag == "img" and element.get("src") is not None:
            element.set("src", posixpath.normpath(posixpath.join(posixpath.dirname(uri), element.get("src", ""))))
        elif element.tag == "a" and element.get("href") is not None:
            element.set("href", _target(site, uri, element.get("href", "")))


def _target(site: Site, uri: str, href: str) -> str:
    """Return where a link leads from the book: ``#id`` in it, an address of the web, or '' (a file beside the site)."""
    if re.match(r"[a-z]+:", href):
        return href
    path, _, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)))
    page = f"{posixpath.splitext(target)[0]}.md" if path else uri
    if page in site.pages:
        return f"#{chapter_id(page)}{f'--{unquote(fragment)}' if fragment else ''}"
    return posixpath.join(site.config.published_url, target) if site.config.published_url else ""
