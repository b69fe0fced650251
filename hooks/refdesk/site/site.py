"""The site: everything read from files, immutable, with what follows from it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.blocks import BLOCKS, Block
from refdesk.charts.cells import series_of
from refdesk.charts.palette import PALETTE, Palette, read_palette
from refdesk.charts.views import drawn, view_name, views
from refdesk.data.entries import InlineText
from refdesk.data.library import Library, load_library
from refdesk.data.models import ENTRY_FILES, Chart, Diagram
from refdesk.data.models import Redirect as Moved
from refdesk.data.tables import SOURCES, table_names
from refdesk.files.docs_tree import FileTree, left_out_of_version_control, read_tree
from refdesk.files.mkdocs_yml import Redirect, SiteConfig, holds_data, load_config
from refdesk.files.patterns import Matches
from refdesk.files.text import START, read_text
from refdesk.pages.page import Page, read_page
from refdesk.pages.scan import Marker, Scan, scan
from refdesk.publish.paths import added
from refdesk.publish.styles import JOINED, is_joined
from refdesk.site.addresses import NO_ADDRESSES, Addresses, load_addresses, moved_from

if TYPE_CHECKING:
    from refdesk.charts.drawings import Drawings
    from refdesk.site.links import Resolved


@dataclass(frozen=True)
class Site:
    """A documentation site: its configuration, files, data and pages (by path below the documentation folder)."""

    config: SiteConfig
    tree: FileTree
    library: Library
    pages: dict[str, Page]
    addresses: Addresses = NO_ADDRESSES
    inline_scans: dict[str, Scan] = field(default_factory=dict, compare=False, repr=False)  # of texts seen before

    def shown(self, uri: str) -> str:
        """The path of a file of the documentation folder as reports show it."""
        return uri if self.config.docs_shown == "." else f"{self.config.docs_shown}/{uri}"

    def blocks(self, page: Page) -> Iterator[tuple[Marker, Block]]:
        """The markers of a page that name a block and an entry that exist."""
        if not self.library.present:
            return
        for marker in page.markers():
            block = BLOCKS.get(marker.kind)
            if block is not None and block.accepts(self.library, marker.name):
                yield marker, block

    @cached_property
    def holders(self) -> dict[tuple[str, str], str]:
        """(kind, name) of a block -> path of the first page that holds it."""
        found: dict[tuple[str, str], str] = {}
        for page in self.pages.values():
            for marker, _ in self.blocks(page):
                found.setdefault((marker.kind, marker.name), page.uri)
        return found

    def holder(self, kind: str, name: str = "") -> str | None:
        """The page that shows a block, or None."""
        return self.holders.get((kind, name))

    @cached_property
    def palette(self) -> Palette:
        """The colours of the site."""
        known = PALETTE in self.tree.files
        return read_palette(read_text(self.config.docs_dir / PALETTE, self.shown(PALETTE)).text if known else "")

    @cached_property
    def drawings(self) -> Drawings:
        """The drawings of the charts and diagrams."""
        from refdesk.charts.drawings import load_drawings  # noqa: PLC0415 - a check draws nothing

        return load_drawings(self.config.root, self.library, self.palette)

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The names of the drawings, without the drawings."""
        return drawn(self.library)

    def scan_inline(self, inline: InlineText) -> Scan:
        """The scan of one text field of the data."""
        found = self.inline_scans.get(inline.text)
        if found is None:
            found = self.inline_scans[inline.text] = scan(inline.text)
        return found

    @cached_property
    def citing_pages(self) -> dict[str, list[str]]:
        """Source id -> paths of the pages that cite it, in text or in a block they hold."""
        found: dict[str, dict[str, None]] = {}
        for page in self.pages.values():
            for key in self._cited(page):
                found.setdefault(key, {})[page.uri] = None
        return {key: list(pages) for key, pages in found.items()}

    def _cited(self, page: Page) -> Iterator[str]:
        for kind, target in page.references():
            if kind == "citation":
                yield target.name
        for marker, block in self.blocks(page):
            yield from block.sources(self.library, marker.name)
            for inline in block.inlines(self.library, marker.name):
                for span in self.scan_inline(inline).spans:
                    if span.kind == "citation":
                        yield from (target.name for target in span.targets)

    @cached_property
    def incomplete_pages(self) -> frozenset[str]:
        """The pages whose blocks lack entries because their data have mistakes: a missing anchor there is no other."""
        return frozenset(
            page.uri
            for page in self.pages.values()
            for marker in (page.markers() if self.library.present else ())
            if (block := BLOCKS.get(marker.kind)) is not None and block.is_broken(self.library, marker.name)
        )

    @cached_property
    def pages_with_series(self) -> dict[str, list[str]]:
        """Series id -> paths of the pages that state a number of it, or show it in a chart or a table."""
        found: dict[str, dict[str, None]] = {}
        for page in self.pages.values():
            for kind, target in page.references():
                if kind == "value":
                    found.setdefault(target.name.partition("/")[0], {})[page.uri] = None
            for marker, _ in self.blocks(page):
                names = [marker.name] if marker.kind == "series" else []
                if marker.kind == "chart":
                    chart = self.library.entries("charts", Chart)[marker.name]
                    names = sorted(series_of(chart))
                for name in names:
                    found.setdefault(name, {})[page.uri] = None
        return {name: list(pages) for name, pages in found.items()}

    @cached_property
    def redirects(self) -> tuple[Redirect, ...]:
        """Every redirect: those of the redirects plugin, and those of docs/data/redirects.yml."""
        return (*self.config.redirects, *self._moved())

    def _moved(self) -> Iterator[Redirect]:
        file = self.library.entry_file("redirects", Moved)
        if file is None:
            return
        for entry in file.entries.values():
            old, new = (file.yaml.place((*file.paths[entry.id], key)) for key in ("from", "to"))
            yield Redirect(entry.old, entry.new, file.yaml.file.path, old, new)

    @cached_property
    def redirected(self) -> dict[str, str]:
        """Old address -> new address (page, or page#heading) of every redirect, each followed to its end."""
        direct = {redirect.source: redirect.target for redirect in self.redirects}
        return {source: _end(direct, source) for source in direct}

    def moved_from(self, uri: str) -> dict[str, str]:
        """Former heading or row of a page -> its new address."""
        return moved_from(self.redirected, uri)

    @cached_property
    def _ignored(self) -> Matches:
        return left_out_of_version_control(self.config, self.tree)

    def is_made_later(self, shown: str) -> bool:
        """Whether a missing file is one that a build step makes: version control is told to leave it out."""
        docs, theme = f"{self.config.docs_shown}/", self.config.theme_dir
        if (
            theme is not None
            and shown.startswith(docs)
            and self._ignored(self.config.shown(theme / shown[len(docs) :]))
        ):
            return True  # the files of the theme are published beside those of the documentation
        return self._ignored(shown)

    @cached_property
    def downloads(self) -> frozenset[str]:
        """The paths of all files that are made: from data, and by publishing."""
        if not self.library.present:
            return self.data_downloads
        former = [source for source in self.redirected if "#" not in source and source not in self.tree.files]
        joined = [JOINED] if any(is_joined(entry.target) for entry in self.config.assets) else []
        by_publishing = added(self.pages, former, use_directory_urls=self.config.use_directory_urls)
        return self.data_downloads | {*by_publishing, *joined}

    @cached_property
    def resolved(self) -> dict[tuple[str, str, bool], Resolved]:
        """Where addresses lead that were followed before (see ``targets.resolve``)."""
        return {}

    @cached_property
    def data_downloads(self) -> frozenset[str]:
        """The paths of the files that are made from data."""
        made: list[str] = ["assets/charts.css"] if self.library.present else []
        if SOURCES in self.library.files:
            made += ["data/sources.json", "data/sources.bib"]
        for name in table_names(self.library):
            made += [f"data/{name}.{form}" for form in ("csv", "json", "csv-metadata.json")]
        made += [f"data/series/{name}.json" for name in self.library.series_names]
        for chart in self.library.entries("charts", Chart).values():
            made += [f"data/charts/{chart.id}.{form}" for form in ("csv", "json", "csv-metadata.json")]
            names = [view_name(chart, view) for view in range(views(chart))]
            made += [f"data/charts/{name}.{form}" for name in names for form in ("svg", "png")]
        made += [f"data/diagrams/{n}.{f}" for n in self.library.entries("diagrams", Diagram) for f in ("svg", "png")]
        if self.library.present:
            made += [f"data/series/{name}.csv-metadata.json" for name in self.library.series_names]
            made += [f"data/schemas/{name}.schema.json" for name in (*ENTRY_FILES, "series")]
            made += ["data/datapackage.json", "data/from-0-to-1-data.zip"]
        return frozenset(made)

    @property
    def reference_count(self) -> int:
        """How many citations, terms, values and markers pages and data hold."""
        count = sum(len(span.targets) for page in self.pages.values() for span in page.scan.spans)
        count += sum(len(list(page.markers())) for page in self.pages.values())
        scans = (self.scan_inline(inline) for inline in self.library.inlines())
        return count + sum(len(span.targets) for found in scans for span in found.spans)


def load_site(root: Path, adjust: Callable[[SiteConfig], SiteConfig] | None = None) -> Site:
    """Read the site in ``root``; UnusableSiteError when nothing can be checked.

    ``adjust`` lets an engine overrule settings that it has changed itself (folder, address style).
    """
    config = load_config(root)
    if adjust is not None:
        config = adjust(config)
    tree = read_tree(config)
    present = holds_data(config.docs_dir)
    addresses = load_addresses(config.docs_dir, config.docs_shown) if present else NO_ADDRESSES
    library = load_library(config.docs_dir, config.docs_shown)
    return Site(config, tree, library, _read_pages(config, tree, present=present), addresses)


def _read_pages(config: SiteConfig, tree: FileTree, *, present: bool) -> dict[str, Page]:
    snippets, options = None, config.extension_configs.get("pymdownx.snippets")
    if options is not None:
        from refdesk.pages.snippets import snippets_of  # noqa: PLC0415 - few sites put files into pages

        snippets = snippets_of(
            options,
            config.shown,
            config.extension_places.get("pymdownx.snippets", (config.path, START)),
            left_out_of_version_control(config, tree),
        )
    prefix = "" if config.docs_shown == "." else f"{config.docs_shown}/"
    return {
        file.uri: read_page(
            file.uri,
            read_text(config.docs_dir / file.uri, prefix + file.uri),
            math="pymdownx.arithmatex" in config.extensions,
            citations=present,
            snippets=snippets,
        )
        for file in tree.pages()
    }


def _end(direct: Mapping[str, str], source: str) -> str:
    """Where a chain of redirects ends; where it goes round, somewhere on it."""
    seen = {source}
    target = direct[source]
    while target.partition("#")[0] in direct and target.partition("#")[0] not in seen:
        seen.add(target.partition("#")[0])
        target = direct[target.partition("#")[0]]
    return target
