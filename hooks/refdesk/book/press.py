"""The book of a site: the pages of its navigation as chapters, their Typst code, and the PDF that
Typst makes of it.

In the book every id is unique, and every link between its pages leads to its place in it; one to
another page of the site leads to the web.
"""

import io
import posixpath
import re
import tempfile
from collections.abc import Collection, Iterable, MutableMapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import punctuation
from urllib.parse import quote, unquote

import pikepdf
import typst
from lxml.etree import SubElement
from lxml.html import HtmlElement as Element

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import holder
from refdesk.book.typst import Writer, quoted
from refdesk.charts.colours import in_fixed_colours
from refdesk.charts.drawings import drawings_of, with_drawings
from refdesk.data.wording import short_name, title_language
from refdesk.files.docs_tree import relative_url
from refdesk.files.progress import begin, progress
from refdesk.html.text import parse
from refdesk.pages.render import Renderer
from refdesk.publish.page_text import SCREEN_ONLY
from refdesk.publish.publication import Publication, doi_address
from refdesk.site.site import Site

_ABOUT = (
    "The same pages stand on the web, where every number leads to its row of data. How to "
    "cite: see “How to cite”."
)
_SCREEN_ONLY = SCREEN_ONLY | {
    "rd-downloads",
    "rd-explore",
    "rd-find",
    "rd-moved",
    "rd-status",
    "rd-take",
}
_WORDS = re.compile(r"<(?:title|desc) id[^>]*>(.*?)</")

# The folders of the fonts, of which each is a package.
_FONTS = [
    Path(str(files(package))) / folder
    for package, folder in (
        ("font_roboto", "files"),
        ("font_source_serif_pro", "files"),
        ("pylopdf_fonts_zh_cn", ""),
    )
]


def pdf(site: Site, edition: str) -> bytes:
    """Return the site as a tagged PDF with bookmarks and fonts; the same site and edition give the
    same bytes.
    """
    code, pictures = book(site, edition)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "book.typ").write_bytes((files("refdesk.book") / "book.typ").read_bytes())
        (folder / "main.typ").write_text(code, encoding="utf-8")
        for name, content in pictures.items():
            (folder / name).write_bytes(
                content.read_bytes() if isinstance(content, Path) else content.encode()
            )
        begin("Setting the pages, which takes a minute")
        made, complaints = typst.compile_with_warnings(
            folder / "main.typ", font_paths=_FONTS, ignore_system_fonts=True, pdf_standards=["ua-1"]
        )
    if complaints:
        raise RuntimeError(f"a fault of this package, not of a page: {complaints[0].diagnostic}")
    begin("Packing the PDF")
    out = io.BytesIO()
    # a third of its size: links and tags are compressed
    with pikepdf.open(io.BytesIO(made)) as document:
        document.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    return out.getvalue()


def book(site: Site, edition: str) -> tuple[str, dict[str, str | Path]]:
    """Return the Typst code of the book, and its pictures by file name."""
    nav = [entry for entry in site.config.nav if entry.target in site.pages]
    pictures: dict[str, str | Path] = {}
    content = _chapters(site, [entry.target for entry in nav], pictures)
    wanted = _linked_ids(content.values())
    parts: list[str] = []
    section = ""
    for entry in progress(nav, "Writing chapters"):
        if entry.section and entry.section != section:
            parts.append(f"part({quoted(f'part-{len(parts)}')}, {quoted(entry.section)})")
        section = entry.section
        writer = Writer(_chapter_id(entry.target), wanted, level=2 if section else 1)
        parts.append(f"{'chapter' if section else 'single'}({writer.flow(content[entry.target])})")
    return _head(site, edition) + "".join(f"#{part}\n" for part in parts), pictures


def _linked_ids(chapters: Iterable[Element]) -> set[str]:
    """Return the ids that links within the book lead to."""
    links = [link.get("href") or "" for chapter in chapters for link in chapter.iter("a")]
    return {href[1:] for href in links if href.startswith("#")}


def _head(site: Site, edition: str) -> str:
    """Return the beginning of the book: its name, its edition, and how it is cited."""
    publication = Publication(site)
    year, month, day = edition.split("-")
    options = {
        "name": quoted(site.config.name),
        "description": quoted(site.config.description),
        "edition": f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})",
        "edition-text": quoted(site.language.date(edition)),
        "address": quoted(publication.base),
        "doi": quoted(doi_address(publication.doi)),
        "licence": quoted(site.config.copyright),
        "about": quoted(_ABOUT),
    }
    told = ", ".join(f"{key}: {value}" for key, value in options.items())
    return f'#import "book.typ": *\n#show: book.with({told})\n'


def _chapters(
    site: Site, uris: Iterable[str], pictures: MutableMapping[str, str | Path]
) -> dict[str, Element]:
    """Return each page as it stands in the book, by the site's own Markdown extensions; drawings
    become images.
    """
    images = {
        name: f'<img data-drawing="{name}" alt="{". ".join(_WORDS.findall(_wide_form(svg)))}">'
        for name, svg in drawings_of(site).pages.items()
    }
    renderer = Renderer(site.config)
    # each address names its page
    site = replace(site, tree=replace(site.tree, use_directory_urls=False))
    found: dict[str, Element] = {}
    for uri in uris:
        found[uri] = parse(with_drawings(renderer.convert(expand(site, site.pages[uri])), images))
        _fit(site, uri, found[uri], pictures)
    return found


def _chapter_id(uri: str) -> str:
    """Return the id of a page in the book: ``hubs/shandong.md`` -> ``hubs-shandong``."""
    return re.sub(r"[^0-9A-Za-z]+", "-", posixpath.splitext(uri)[0])


def _wide_form(drawing: str) -> str:
    """Return the wide form of a drawing in both widths, which comes first."""
    return drawing[: drawing.index("</svg>") + len("</svg>")]


def _fit(site: Site, uri: str, root: Element, pictures: MutableMapping[str, str | Path]) -> None:
    """Fit a page into the book: without what is for screens, with ids, addresses and pictures that
    hold there.
    """
    for element in list(root.iter("*")):
        if _is_for_screens(element):
            element.drop_tree()
    for item in list(root.iterfind(".//ol[@class='rd-references']/li")):
        _shorten_reference(site, uri, item)
    name = _chapter_id(uri)
    for element in root.iter("*"):
        if element.get("id"):
            element.set("id", f"{name}--{element.get('id')}")
        if element.tag == "h1":
            element.set("data-chapter", name)
        elif element.tag == "img":
            element.set("src", _picture(site, uri, element, pictures))
        elif element.tag == "a" and element.get("href") is not None:
            element.set("href", _target(site, uri, element.get("href", "")))


def _is_for_screens(element: Element) -> bool:
    """Return whether an element has no use on paper: hidden ones, tools, and what opens numbers."""
    opens_numbers = element.tag == "summary" and "rd-numbers" in element.getparent().classes
    is_tool = not _SCREEN_ONLY.isdisjoint(element.classes)
    return opens_numbers or is_tool or "hidden" in element.attrib


def _shorten_reference(site: Site, uri: str, item: Element) -> None:
    """Leave of a source in the list of a page its name, title and quotations, and lead to its whole
    description.
    """
    key = item.get("id", "").removeprefix("ref-")
    source, bibliography = site.library.sources.get(key), holder(site, "bibliography")
    if source is None or bibliography is None or bibliography not in _chapter_uris(site):
        return
    quotations = item.find_class("rd-quote")
    item.clear()
    item.set("id", f"ref-{key}")
    item.text = f"{short_name(source, site.language)}. "
    title = SubElement(item, "cite")
    title.text, title.tail = source.title, " "
    if marked := title_language(source, site.language):
        title.set("lang", marked)
    for quotation in quotations:
        item.append(quotation)
    tree = site.tree
    link = SubElement(item, "a", {"class": "rd-cited"})
    link.set("href", f"{relative_url(tree.url(bibliography), tree.url(uri))}#source-{key}")


def _picture(
    site: Site, uri: str, image: Element, pictures: MutableMapping[str, str | Path]
) -> str:
    """Return the name of the file that an ``img`` of a page shows, added to the pictures; '' where
    there is none.
    """
    drawings, drawing = drawings_of(site), image.get("data-drawing")
    source = posixpath.normpath(posixpath.join(posixpath.dirname(uri), image.get("src", "")))
    name = f"{drawing}.svg" if drawing else source.replace("/", "-")
    svg = (
        _wide_form(drawings.pages[drawing])
        if drawing
        else drawings.files.get(source.removesuffix(".svg"))
    )
    if svg is not None:
        fixed = in_fixed_colours(svg, drawings.palette.light, ".rd-svg{font-family:Roboto}")
        head = "<svg" if "xmlns=" in fixed else '<svg xmlns="http://www.w3.org/2000/svg"'
        pictures[name] = fixed.replace("<svg", head, 1)
    elif source in site.tree.files:
        pictures[name] = site.config.docs_dir / source
    return name if name in pictures else ""


def _target(site: Site, uri: str, href: str) -> str:
    """Return where a link leads from the book: ``#id`` in it, an address of the web, or '' where
    none is known.
    """
    if re.match(r"[a-z]+:", href):
        return quote(href, safe=punctuation)  # an address in a PDF is ASCII
    path, _, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)))
    page = f"{posixpath.splitext(target)[0]}.md" if path else uri
    if page in _chapter_uris(site):
        return f"#{_chapter_id(page)}{f'--{unquote(fragment)}' if fragment else ''}"
    if not site.config.published_url:
        return ""
    if page in site.pages:
        tree = replace(site.tree, use_directory_urls=site.config.use_directory_urls)
        target = tree.url(page) + (f"#{fragment}" if fragment else "")
    return site.config.published_url + target


@lru_cache(maxsize=1)
def _chapter_uris(site: Site) -> Collection[str]:
    """Return the pages that are chapters of the book: those of the navigation, in its order."""
    return dict.fromkeys(entry.target for entry in site.config.nav if entry.target in site.pages)
