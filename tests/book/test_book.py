"""The PDF: everything of its site is in it, and every link in it leads somewhere.

It is that of the sample; with the variable WHOLE, that of this site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import punctuation
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest

from conftest import ROOT, WHOLE, refdesk
from publishing import EDITION
from refdesk.book.press import pdf
from refdesk.commands import edition_of
from refdesk.data.models import Term
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.language import ENGLISH
from refdesk.site.site import Site, load_site


@dataclass(frozen=True)
class Book:
    """The PDF as a reader's program sees it: the text of its pages, its bookmarks (depth, title, page from 1)."""

    path: Path
    texts: list[str]
    bookmarks: list[tuple[int, str, int]]

    def chapters(self) -> list[tuple[str, int]]:
        """Title and first page of each part and chapter."""
        return [(title, page) for depth, title, page in self.bookmarks if depth < 2]


def read(path: Path) -> Book:
    """Read a PDF with the library behind a browser's viewer."""
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()]
    document.close()
    return Book(path, texts, marks)


@pytest.fixture(scope="module")
def root(request: pytest.FixtureRequest) -> Path:
    """Return the checkout of the site."""
    return ROOT if WHOLE else request.getfixturevalue("released")


@pytest.fixture(scope="module")
def book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    if not WHOLE:
        return read(root / "dist" / "from-0-to-1.pdf")
    out = tmp_path_factory.mktemp("book")
    made = refdesk("pdf", "--root", str(root), "--out", str(out), EDITION=EDITION)
    assert made.returncode == 0, made.stdout + made.stderr
    return read(out / "from-0-to-1.pdf")


@pytest.fixture(scope="module")
def document(book: Book) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(book.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return load_site(root)


def signs(text: str) -> str:
    """Letters, digits and characters alone: line ends, hyphens and quotation marks are the typesetter's."""
    return re.sub(r"[\W_]", "", text.casefold())


def links(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every link of the document."""
    for page in document.pages:
        yield from (one for one in page.get("/Annots", []) if one.Subtype == "/Link")


def titles(site: Site) -> list[str]:
    """The heading of every page of the navigation."""
    listed = {entry.target for entry in site.config.nav}
    pages = [page for page in site.pages.values() if page.uri in listed]
    found = [re.search(r"^# (.+?)(?: \{.*\})?$", page.text, re.MULTILINE) for page in pages]
    return [heading[1] for heading in found if heading]


def test_every_page_of_the_site_is_a_chapter_with_a_bookmark(book: Book, site: Site) -> None:
    marked = {(signs(title), page) for _, title, page in book.bookmarks}
    assert len(titles(site)) == len({entry.target for entry in site.config.nav} & site.pages.keys())
    for title in map(signs, titles(site)):
        assert any(title == one and title in signs(book.texts[page - 1]) for one, page in marked), title


def test_the_contents_give_the_pages_where_chapters_begin(book: Book, site: Site) -> None:
    contents = "".join(re.sub(r"\s", "", text) for text in book.texts[1:4])
    known = set(titles(site))
    chapters = [(title, page) for title, page in book.chapters() if title in known]
    assert chapters
    for title, page in chapters:
        entry = re.escape(re.sub(r"\s", "", title))
        assert re.search(rf"{entry}\.+\D?{page}(?!\d)", contents), (title, page)
        foot = rf"Edition of {ENGLISH.date(EDITION)}( · \S+)?\s+{page}\b"
        assert re.search(foot, book.texts[page - 1]), (title, page)


def test_every_link_within_the_document_leads_to_a_page(document: pikepdf.Pdf) -> None:
    tree = pikepdf.NameTree(document.Root.Names.Dests)
    named = {str(name): goal for name, goal in tree.items()}
    pages = {page.objgen for page in document.pages}
    goals = [one.Dest for one in links(document) if "/Dest" in one]
    assert goals
    found = [named[str(goal)] if isinstance(goal, pikepdf.String) else goal for goal in goals]
    assert all(goal[0].objgen in pages for goal in found)


def test_links_to_the_web_are_those_of_the_sources(document: pikepdf.Pdf, site: Site) -> None:
    addresses = {str(one.A.URI) for one in links(document) if "/A" in one}
    cited = {quote(source.url, safe=punctuation) for source in site.library.sources.values() if source.url}
    assert cited - addresses == set()
    assert not any("127.0.0.1" in address for address in addresses)


def test_every_source_is_in_the_bibliography(book: Book, site: Site) -> None:
    chapters = book.chapters()
    at = next(n for n, (title, _) in enumerate(chapters) if title == site.pages["reference/sources.md"].title)
    text = signs("".join(book.texts[chapters[at][1] - 1 : chapters[at + 1][1] - 1]))
    assert [source.id for source in site.library.sources.values() if signs(source.title) not in text] == []


def test_chinese_can_be_searched_and_copied(book: Book, site: Site) -> None:
    whole = "".join(re.sub(r"\s", "", text) for text in book.texts)
    terms = [term.zh for term in site.library.entries(Term).values()]
    assert [zh for zh in terms if re.sub(r"\s", "", zh) not in whole] == []


def test_every_font_is_embedded(document: pikepdf.Pdf) -> None:
    fonts: dict[str, bool] = {}
    for page in document.pages:
        for font in page.Resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            fonts[str(font.BaseFont)] = not {"/FontFile", "/FontFile2", "/FontFile3"}.isdisjoint(inner.FontDescriptor)
    assert all(fonts.values()), fonts
    assert any("NotoSerifSC" in name for name in fonts)


def test_it_is_tagged_and_says_what_it_is(book: Book, document: pikepdf.Pdf, site: Site) -> None:
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("en")
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == site.config.name
        assert metadata["pdfuaid:part"] == "1"
    assert ENGLISH.date(EDITION) in book.texts[0]
    assert "CC BY 4.0" in book.texts[0]


@pytest.mark.parametrize("edition", ["yesterday", "2026-02-30", "20261201"])
def test_an_edition_that_is_no_date_is_refused(edition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITION", edition)
    result = refdesk("pdf", "--root", ROOT, "--out", tmp_path)
    assert result.returncode == 2
    assert edition in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_the_edition_is_the_last_review(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITION", raising=False)
    assert edition_of(site) == max(str(page.meta["reviewed"]) for page in site.pages.values())
    monkeypatch.setenv("EDITION", "2026-13-01")
    with pytest.raises(UnusableSiteError):
        edition_of(site)


ODD = r'#let x = "a\b" $m$ @who <tag> ~ // /* 100% [x](y) `'


def test_signs_of_the_typesetter_and_missing_pictures(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "docs").mkdir(parents=True)
    settings = "site_name: Small\nmarkdown_extensions: [pymdownx.superfences]\nnav:\n  - One: index.md\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    text = f"# One\n\n```\n{ODD}\n```\n\n![A picture that is gone](gone.png) and ![far](https://example.org/a.png)\n"
    (root / "docs" / "index.md").write_text(text, encoding="utf-8")
    out = tmp_path / "small.pdf"
    out.write_bytes(pdf(load_site(root), "2026-12-01"))
    shown = "".join(read(out).texts)
    assert re.sub(r"\s", "", ODD) in re.sub(r"\s", "", shown)
    assert "A picture that is gone" in shown
