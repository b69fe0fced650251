"""The book of a site: its Typst code, and the PDF that Typst makes of it."""

import io
import tempfile
from functools import partial
from importlib.resources import files
from pathlib import Path

import pikepdf
import typst
from lxml.html import HtmlElement as Element

from refdesk.book.chapters import chapter_id, chapters, wide_form
from refdesk.book.typst import Writer, quoted
from refdesk.charts.colours import in_fixed_colours
from refdesk.charts.drawings import drawings_of, palette_of
from refdesk.data.dates import spoken_date
from refdesk.files.progress import begin, progress
from refdesk.site.site import Site

_ABOUT = "The same pages stand on the web, where every number leads to its row of data. How to cite: see “How to cite”."

# The folders of the fonts, of which each is a package.
_FONTS = [
    Path(str(files(package))) / folder
    for package, folder in (("font_roboto", "files"), ("font_source_serif_pro", "files"), ("pylopdf_fonts_zh_cn", ""))
]


def pdf(site: Site, edition: str) -> bytes:
    """Return the site as a tagged PDF with bookmarks and fonts; the same site and edition give the same bytes."""
    code, pictures = book(site, edition)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "book.typ").write_bytes((files("refdesk.book") / "book.typ").read_bytes())
        (folder / "main.typ").write_text(code, encoding="utf-8")
        for name, content in pictures.items():
            (folder / name).write_bytes(content.read_bytes() if isinstance(content, Path) else content.encode())
        begin("Setting the pages, which takes a minute")
        made, complaints = typst.compile_with_warnings(
            folder / "main.typ", font_paths=_FONTS, ignore_system_fonts=True, pdf_standards=["ua-1"]
        )
    if complaints:
        raise RuntimeError(f"a fault of this package, not of a page: {complaints[0].diagnostic}")
    begin("Packing the PDF")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:  # a third of its size: links and tags are compressed
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def book(site: Site, edition: str) -> tuple[str, dict[str, str | Path]]:
    """Return the Typst code of the book, and its pictures by file name."""
    nav = [entry for entry in site.config.nav if entry.target in site.pages]
    content = chapters(site, [entry.target for entry in nav])
    links = [link.get("href") or "" for chapter in content.values() for link in chapter.iter("a")]
    wanted = {href[1:] for href in links if href.startswith("#")}
    pictures: dict[str, str | Path] = {}
    parts: list[str] = []
    section = ""
    for entry in progress(nav, "Writing chapters"):
        if entry.section and entry.section != section:
            parts.append(f"part({quoted(f'part-{len(parts)}')}, {quoted(entry.section)})")
        section = entry.section
        picture = partial(_picture, site, pictures)
        writer = Writer(chapter_id(entry.target), wanted, picture, level=2 if section else 1)
        parts.append(f"{'chapter' if section else 'single'}({writer.flow(content[entry.target])})")
    year, month, day = edition.split("-")
    options = {
        "name": quoted(site.config.name),
        "description": quoted(site.config.description),
        "edition": f"datetime(year: {int(year)}, month: {int(month)}, day: {int(day)})",
        "edition-text": quoted(spoken_date(edition)),
        "address": quoted(site.config.published_url),
        "licence": quoted(site.config.copyright),
        "about": quoted(_ABOUT),
    }
    told = ", ".join(f"{key}: {value}" for key, value in options.items())
    head = f'#import "book.typ": *\n#show: book.with({told})\n'
    return head + "".join(f"#{part}\n" for part in parts), pictures


def _picture(site: Site, pictures: dict[str, str | Path], element: Element) -> str | None:
    """Return the file of the picture that an ``img`` shows, added to the pictures; None where there is none."""
    drawings, source, drawing = drawings_of(site), element.get("src", ""), element.get("data-drawing")
    name = f"{drawing}.svg" if drawing else source.replace("/", "-")
    svg = wide_form(drawings.pages[drawing]) if drawing else drawings.files.get(source.removesuffix(".svg"))
    if svg is not None:
        fixed = in_fixed_colours(svg, palette_of(site).light, ".rd-svg{font-family:Roboto}")
        head = "<svg" if "xmlns=" in fixed else '<svg xmlns="http://www.w3.org/2000/svg"'
        pictures[name] = fixed.replace("<svg", head, 1)
    elif source in site.tree.files:
        pictures[name] = site.config.docs_dir / source
    return name if name in pictures else None
