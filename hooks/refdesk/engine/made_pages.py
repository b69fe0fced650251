"""The pages of a build as they come out, of which a preview keeps what has not changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import citing_pages, holders, pages_naming, pages_with_series
from refdesk.pages.expanded import Expanded
from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.search.records import PageHtml
from refdesk.site.site import Site


@dataclass
class MadePages:
    """The pages of a build by path, and what they came to; a build of a preview leaves them to the
    next.

    ``around`` is what pages show besides their own text, ``named`` what they show of each other;
    both are None outside a preview. ``expanded`` holds each page with its text, from which it was
    made; ``unchanged`` tells which come out as in the build before. ``index`` is the index of the
    search: its path and content.
    """

    around: object
    named: object
    pages: Mapping[str, Page]
    expanded: Mapping[str, tuple[Expanded, str]]
    unchanged: frozenset[str] = frozenset()
    rendered: dict[str, Rendered] = field(default_factory=dict)
    html: dict[str, PageHtml] = field(default_factory=dict)
    index: tuple[str, str] | None = None


def expand_pages(site: Site) -> MadePages:
    """Return the published pages of a site, each expanded."""
    pages = _published(site)
    expanded = {uri: (expand(site, page), page.text) for uri, page in pages.items()}
    return MadePages(None, None, pages, expanded)


def expand_changed_pages(site: Site, before: MadePages | None) -> MadePages:
    """Return the pages of a preview; of those of the build before, what comes out the same."""
    pages = _published(site)
    around, named = _surroundings(site), _named_by_pages(site)
    expanded: dict[str, tuple[Expanded, str]] = {}
    is_known = before is not None and (before.around, before.named) == (around, named)
    for uri, page in pages.items():
        if is_known and before is not None and before.pages.get(uri) is page:
            expanded[uri] = before.expanded[uri]
        else:
            expanded[uri] = (expand(site, page), page.text)
    if before is None or before.around != around:
        return MadePages(around, named, pages, expanded)
    unchanged = frozenset(uri for uri in expanded if expanded[uri] == before.expanded.get(uri))
    rendered = {uri: before.rendered[uri] for uri in unchanged}
    return MadePages(around, named, pages, expanded, unchanged, rendered, before.html, before.index)


def _published(site: Site) -> dict[str, Page]:
    return {uri: site.pages[uri] for uri in site.published}


def _surroundings(site: Site) -> object:
    """Return what pages show besides their own text: data, labels, settings, titles, the theme."""
    titles = {uri: page.title for uri, page in site.pages.items()}
    files = [(path, path.stat().st_mtime_ns) for path in sorted(site.config.theme_dir.rglob("*"))]
    return site.library, site.language, site.config.yaml.file.text, titles, files


def _named_by_pages(site: Site) -> object:
    """Return what pages show of each other: who has a block, cites a source, states a number, uses
    a term.
    """
    first = site.first
    return (
        holders(first),
        citing_pages(first),
        pages_with_series(first),
        pages_naming(first, "term"),
    )
