"""The site: everything that is read from files, immutable."""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self, Unpack

from refdesk.data.library import Library, load_library
from refdesk.data.models import Redirect
from refdesk.data.soundness import sound_library, translated_library
from refdesk.files.catalog import (
    LABELS,
    NO_TRANSLATIONS,
    Translations,
    po_path,
    read_translations,
)
from refdesk.files.checkout import DOCS
from refdesk.files.docs_tree import FileTree, read_tree
from refdesk.files.language import ENGLISH, Language
from refdesk.files.mkdocs_yml import SiteConfig, load_config
from refdesk.files.text import read_text
from refdesk.files.yaml import InlineText
from refdesk.pages.messages import translated
from refdesk.pages.page import Page, read_page
from refdesk.pages.scan import Kind, Scan, Span, Target, scan
from refdesk.problems.problem import Causes, Problem, Slip
from refdesk.site.addresses import Addresses, load_addresses

FOR_CONTRIBUTORS = "about/contributing.md"  # the first page for those who change the site
_scan = lru_cache(maxsize=1 << 14)(scan)  # several rules look at each text of the data


class Located(NamedTuple):
    """A reference, the text that it stands in (with code blanked out), and the page or text field
    of that text.
    """

    target: Target
    span: Span
    masked: str
    origin: Page | InlineText

    def problem(self, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at this reference."""
        at = self.target.offset
        return self.origin.problem(at, slip, **causes)


@dataclass(frozen=True, eq=False)
class Site:
    """A documentation site: its configuration, files, data and pages (by path below the
    documentation folder).

    Of the data as they were ``read``, the ``library`` is what is sound. A site in another
    ``language`` than that in which it is written has the same pages and data, with those texts in
    this language that are translated; of its pages those alone are ``published``.
    """

    config: SiteConfig
    tree: FileTree
    read: Library
    library: Library
    pages: dict[str, Page]
    addresses: Addresses
    # by language, then by the path of the PO file
    translations: Mapping[str, Mapping[str, Translations]]
    published: Collection[str]
    language: Language = ENGLISH
    original: Self | None = None  # of one in another language

    @property
    def first(self) -> Self:
        """Return the site in the language in which it is written, whose pages refer to the same."""
        return self.original or self

    @property
    def is_translated(self) -> bool:
        """Return whether this is the edition in another language."""
        return self.original is not None

    @property
    def folder(self) -> str:
        """Return the folder in which the edition stands below the site: ``zh/``, '' for the site
        itself.
        """
        return f"{self.language.code}/" if self.is_translated else ""

    def may_lack_rows(self, uri: str) -> bool:
        """Return whether a mistake in the data may have taken rows, and their ids, from a page."""
        return bool(self.library.problems) and any(self.pages[uri].markers())

    def is_for_contributors(self, uri: str) -> bool:
        """Return whether a page is for those who change the site: it describes the site and is in
        no menu.
        """
        return self.pages[uri].is_about_site and self.config.is_off_menu(uri)

    def page_above(self, uri: str) -> Page | None:
        """Return the page from which readers come to one that is in no menu: the first of its
        folder, if it has one.
        """
        if not self.config.is_off_menu(uri):
            return None
        of_folder = posixpath.join(posixpath.dirname(uri), "index.md")
        first = FOR_CONTRIBUTORS if self.is_for_contributors(uri) else of_folder
        return self.pages.get(first) if first != uri else None

    def shown(self, uri: str) -> str:
        """Return the path of a file of the documentation folder as reports show it."""
        return f"{DOCS}/{uri}"

    def scan_inline(self, inline: InlineText) -> Scan:
        """Return the scan of one text field of the data."""
        return _scan(inline.text)

    def scans(self) -> Iterator[tuple[Page | InlineText, Scan]]:
        """Yield every page and every text field of the data with its scan."""
        yield from ((page, page.scan) for page in self.pages.values())
        yield from ((inline, self.scan_inline(inline)) for inline in self.library.inlines())

    def references(self, kind: Kind) -> Iterator[Located]:
        """Yield every reference of one kind in pages and data."""
        for origin, found in self.scans():
            for span in found.spans:
                for target in span.targets if span.kind == kind else ():
                    yield Located(target, span, found.masked, origin)

    @property
    def redirects(self) -> Iterable[Redirect]:
        """Return every redirect of docs/data/redirects.yml."""
        return self.library.entries(Redirect).values()

    @cached_property
    def redirected(self) -> dict[str, str]:
        """Map each old address (page or page#heading) to the last address of its chain of
        redirects.
        """
        direct = {redirect.old: redirect.new for redirect in self.redirects}
        return {source: led_on(source, direct) for source in direct}

    def moved_from(self, uri: str) -> dict[str, str]:
        """Map the former headings and rows of a page to their new addresses."""
        parts = ((source.partition("#"), target) for source, target in self.redirected.items())
        return {
            fragment: target for (path, _, fragment), target in parts if path == uri and fragment
        }

    @property
    def reference_count(self) -> int:
        """Return the number of citations, terms, values and markers in pages and data."""
        markers = sum(len(list(page.markers())) for page in self.pages.values())
        return markers + sum(len(span.targets) for _, found in self.scans() for span in found.spans)


def load_site(root: Path, **of_engine: Any) -> Site:
    """Read the site in ``root``; settings of the engine replace those in the file. Raises
    UnusableSiteError.
    """
    config = load_config(root)._replace(**of_engine)
    docs_dir, tree = config.docs_dir, read_tree(config)
    texts = {
        uri: read_text(docs_dir / uri, f"{DOCS}/{uri}")
        for uri in tree.published
        if uri.endswith(".md")
    }
    pages = {uri: read_page(uri, text) for uri, text in texts.items()}
    others = load_addresses(docs_dir), read_translations(docs_dir)
    read = load_library(docs_dir)
    return Site(config, tree, read, sound_library(read), pages, *others, published=pages.keys())


def in_language(site: Site, code: str, site_url: str) -> Site:
    """Return a site in another language, with the texts of docs/locale/CODE where there are any, at
    an address.
    """
    found = site.translations[code]
    language = Language(code, found.get(LABELS, NO_TRANSLATIONS).of)
    pages = {uri: page for uri, page in site.pages.items() if po_path(uri) in found}
    pages = {
        uri: read_page(uri, translated(page, found[po_path(uri)])) for uri, page in pages.items()
    }
    return replace(
        site,
        config=site.config._replace(site_url=site_url),
        library=translated_library(
            site.read, site.library, language, {path: one.of for path, one in found.items()}
        ),
        pages=site.pages | pages,
        published=pages.keys(),
        language=language,
        original=site,
    )


def led_on(address: str, redirects: Mapping[str, str]) -> str:
    """Return where an address leads by redirects, or any address of a circle.

    A heading goes where its own redirect leads, else where that of its page does: to the part
    that the page became, or to the same heading of a new page.
    """
    seen = set[str]()
    while address not in seen:
        seen.add(address)
        page, mark, heading = address.partition("#")
        if address in redirects:
            address = redirects[address]
        elif page in redirects:
            target = redirects[page]
            address = target if "#" in target else f"{target}{mark}{heading}"
    return address
