"""Pages as chapters of one document: every id is made unique, every link between pages leads to its place in it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

import lxml.html

from refdesk.blocks.expand import expand
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.pages.render import Renderer
from refdesk.site.site import Site

# What serves a reader of the pages only. The book has no signs: it writes them out.
_SCREEN_ONLY = frozenset({"headerlink", "rd-anchor", "rd-archive", "rd-back", "rd-downloads", "rd-filter", "rd-signs"})
_WORDS = re.compile(r"<(?:title|desc) id[^>]*>(.*?)</")


@dataclass(frozen=True)
class Chapter:
    """A page of the site as it stands in the book: its id there, its title, its content."""

    id: str
    title: str
    content: lxml.html.HtmlElement


def chapter_id(uri: str) -> str:
    """The id of a page in the book: ``hubs/shandong.md`` -> ``hubs-shandong``."""
    return re.sub(r"[^0-9A-Za-z]+", "-", posixpath.splitext(uri)[0])


def _is_for_screens(element: lxml.html.HtmlElement) -> bool:
    opens_numbers = element.tag == "summary" and "rd-numbers" in element.getparent().classes
    return opens_numbers or not _SCREEN_ONLY.isdisjoint(element.classes)


def _image(name: str, drawing: str) -> str:
    """The place of a drawing in a chapter, with its text in words."""
    words = ". ".join(_WORDS.findall(wide_form(drawing)))
    return f'<img data-drawing="{name}" alt="{words}">'


def wide_form(drawing: str) -> str:
    """Of a drawing in both widths the wide one, which comes first."""
    return drawing[: drawing.index("</svg>") + len("</svg>")]


class Chapters:
    """Makes the chapters of one site, with the site's own Markdown extensions."""

    def __init__(self, site: Site) -> None:
        """Addresses of pages are made as files, so that each names its page."""
        self.site = replace(site, config=site.config._replace(use_directory_urls=False))
        self._renderer = Renderer(site.config)
        self._images = {name: _image(name, svg) for name, svg in drawings_of(site).pages.items()}

    def chapter(self, uri: str) -> Chapter:
        """The page as a chapter."""
        page = self.site.pages[uri]
        html = with_drawings(self._renderer.convert(expand(self.site, page))[1], self._images)
        root = lxml.html.fragment_fromstring(html, create_parent="article")
        for element in list(root.iter()):
            if isinstance(element.tag, str) and _is_for_screens(element):
                element.drop_tree()
        name = chapter_id(uri)
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            if element.get("id"):
                element.set("id", f"{name}--{element.get('id')}")
            if element.tag == "h1":
                element.set("data-chapter", name)
            elif element.tag == "img" and element.get("src") is not None:
                element.set("src", posixpath.normpath(posixpath.join(posixpath.dirname(uri), element.get("src", ""))))
            elif element.tag == "a" and element.get("href") is not None:
                element.set("href", self._target(uri, element.get("href", "")))
        return Chapter(name, page.title, root)

    def _target(self, uri: str, href: str) -> str:
        """Where a link leads from the book: ``#id`` in it, an address of the web, or '' (a file beside the site)."""
        if re.match(r"[a-z]+:", href):
            return href
        path, _, fragment = href.partition("#")
        inner = f"--{unquote(fragment)}" if fragment else ""
        if not path:
            return f"#{chapter_id(uri)}{inner}"
        target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)))
        page = f"{posixpath.splitext(target)[0]}.md"
        if page in self.site.pages:
            return f"#{chapter_id(page)}{inner}"
        base = self.site.config.published_url
        return posixpath.join(base, target) if base else ""
