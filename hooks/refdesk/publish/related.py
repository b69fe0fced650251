"""The pages that are near to a page, by the sources and terms that both use."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from refdesk.blocks.shown import pages_naming
from refdesk.files.labels import called
from refdesk.publish.page_facts import reading_minutes
from refdesk.site.site import Site

_COUNT = 3
_NAMED = 2  # terms that say why a page is near


class Related(NamedTuple):
    """A page near to another: title, address, the terms that say why, how many sources both cite."""

    title: str
    address: str
    terms: Sequence[str]
    sources: int


@lru_cache(maxsize=2)
def _articles(site: Site) -> frozenset[str]:
    """Return the pages of running text that cite sources; lists and tables are no reading."""
    cited = {uri for pages in pages_naming(site.first, "citation").values() for uri in pages}
    return frozenset(uri for uri in cited if reading_minutes(site.pages[uri]))


def related_pages(site: Site, uri: str) -> Sequence[Related]:
    """Return the three articles that share most with one; what few pages share counts more."""
    articles = _articles(site)
    if uri not in articles:
        return []
    near, terms, sources = defaultdict[str, float](float), defaultdict[str, list[str]](list), defaultdict[str, int](int)
    for used in (pages_naming(site.first, "term"), pages_naming(site.first, "citation")):
        for key, pages in used.items():  # the rarest first
            term = site.library.terms.get(key)
            for other in articles.intersection(pages) - {uri} if uri in pages else ():
                near[other] += log(len(site.pages) / len(pages))
                terms[other] += [called(term.en, term.zh)] if term is not None else []
                sources[other] += term is None
    return [
        Related(site.pages[other].title, site.tree.url(other), terms[other][:_NAMED], sources[other])
        for other in sorted(near, key=lambda other: (-near[other], other))[:_COUNT]
    ]
