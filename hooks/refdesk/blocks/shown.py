"""Finds the pages that show a block, cite a source or state a number of a series."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from refdesk.blocks.base import BLOCKS, Block
from refdesk.pages.page import Page
from refdesk.pages.scan import Kind, Marker, Target
from refdesk.site.site import Site


def blocks_of(site: Site, page: Page) -> Iterator[tuple[Marker, Block]]:
    """Yield the valid markers of a page, each with its block."""
    for marker in page.markers():
        block = BLOCKS.get(marker.kind)
        if block is not None and marker.name in block.names(site.library):
            yield marker, block


@lru_cache(maxsize=2)
def holders(site: Site) -> Mapping[tuple[str, str], str]:
    """Return for the (kind, name) of each block the path of the first page that shows it."""
    found: dict[tuple[str, str], str] = {}
    for page in site.pages.values():
        for marker, _ in blocks_of(site, page):
            found.setdefault((marker.kind, marker.name), page.uri)
    return found


def holder(site: Site, kind: str, name: str = "") -> str | None:
    """Return the first page that shows a block, or None."""
    return holders(site.first).get((kind, name))


def citations(site: Site, page: Page) -> Iterator[Sequence[Target]]:
    """Return the targets of each citation on a page, in its text and in the text fields of its
    blocks.
    """
    spans = list(page.scan.spans)
    for marker, block in blocks_of(site, page):
        for inline in block.inlines(site.library, marker.name):
            spans += site.scan_inline(inline).spans
    return (span.targets for span in spans if span.kind == "citation")


@lru_cache(maxsize=2)
def citing_pages(site: Site) -> Mapping[str, Sequence[str]]:
    """Return for the id of each source the paths of the pages that cite it, in their text or in a
    block.
    """

    def cited(page: Page) -> Iterator[str]:
        yield from (target.name for group in citations(site, page) for target in group)
        for marker, block in blocks_of(site, page):
            yield from block.sources(site.library, marker.name)

    return _pages_by(site, cited)


@lru_cache(maxsize=4)
def pages_naming(site: Site, kind: Kind) -> Mapping[str, Sequence[str]]:
    """Return for each source, term or value the paths of the pages whose text names it, the rarest
    first.
    """
    found = _pages_by(
        site, lambda page: (target.name for one, target in page.references() if one == kind)
    )
    return dict(sorted(found.items(), key=lambda item: len(item[1])))


@lru_cache(maxsize=2)
def pages_with_series(site: Site) -> Mapping[str, Sequence[str]]:
    """Return for the id of each series the paths of the pages that state a number of it or
    show it.
    """

    def stated(page: Page) -> Iterator[str]:
        yield from (
            target.name.partition("/")[0] for kind, target in page.references() if kind == "value"
        )
        for marker, block in blocks_of(site, page):
            yield from block.series(site.library, marker.name)

    return _pages_by(site, stated)


def _pages_by(site: Site, named: Callable[[Page], Iterator[str]]) -> Mapping[str, Sequence[str]]:
    """Return for what pages name the paths of these pages."""
    found: dict[str, dict[str, None]] = {}
    for page in site.pages.values():
        for name in named(page):
            found.setdefault(name, {})[page.uri] = None
    return {name: list(pages) for name, pages in found.items()}
