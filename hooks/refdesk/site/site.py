"""The site: everything read from files, immutable, with what follows from it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.data.entries import InlineText
from refdesk.data.library import Library, load_library
from refdesk.data.models import Redirect as Moved
from refdesk.files.docs_tree import FileTree, left_out_of_version_control, read_tree
from refdesk.files.mkdocs_yml import Redirect, SiteConfig, holds_data, load_config
from refdesk.files.patterns import Matches
from refdesk.files.text import START, read_text
from refdesk.pages.page import Page, read_page
from refdesk.pages.scan import Scan, scan
from refdesk.site.addresses import NO_ADDRESSES, Addresses, load_addresses, moved_from

if TYPE_CHECKING:
    from refdesk.site.links import Resolved


@dataclass(frozen=True, eq=False)
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

    def scan_inline(self, inline: InlineText) -> Scan:
        """The scan of one text field of the data."""
        found = self.inline_scans.get(inline.text)
        if found is None:
            found = self.inline_scans[inline.text] = scan(inline.text)
        return found

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
    def resolved(self) -> dict[tuple[str, str, bool], Resolved]:
        """Where addresses lead that were followed before (see ``targets.resolve``)."""
        return {}

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
