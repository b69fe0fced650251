"""What stands around the text of a page: facts of it under its title, the pages that are near to it
at its foot.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from refdesk.blocks.shown import citations, citing_pages, pages_naming
from refdesk.data.models import Source
from refdesk.data.wording import counted_kinds, kinds
from refdesk.files.language import Language
from refdesk.pages.page import Page
from refdesk.site.site import Site

_WORDS_A_MINUTE = 220
_SHORT = 300  # words; a page with fewer is a table or a list, for which no reading time is given
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CHARACTERS = re.compile("[\u3400-\u9fff]{2}")  # which take as long as a word
_RELATED = 3  # pages
_NAMED = 2  # terms that say why a page is near


class PageFacts(NamedTuple):
    """``reviewed`` is a spoken date ('' when unknown), ``minutes`` is 0 for a page without running
    text.

    ``sources`` are the distinct sources that the page cites in its text or shows in a block (the
    rows of a chart name theirs). Of its citations (pairs of brackets) ``one_publisher`` counts
    those whose sources have one publisher, ``weak`` those with weak sources alone, ``conflicting``
    those that carry this mark. All is told in a language.
    """

    language: Language
    reviewed: str
    minutes: int
    sources: Sequence[Source]
    one_publisher: int
    weak: int
    conflicting: int

    @property
    def evidence(self) -> str:
        """Return the state of the evidence in a few words ('' for a page that cites nothing)."""
        if not self.sources:
            return ""
        gettext = self.language.gettext
        common = Counter(source.custom.kind for source in self.sources).most_common(2)
        words = [kinds(2, self.language)[kind] for kind, _count in common]
        if common[0][1] * 2 > len(self.sources):
            most = gettext("mostly {}").format(words[0])
        else:
            most = gettext(" and ").join(words)
        ngettext = self.language.ngettext
        weak = ngettext(
            "1 statement with weak sources alone",
            "{} statements with weak sources alone",
            self.weak,
        )
        conflicting = ngettext(
            "1 with conflicting sources", "{} with conflicting sources", self.conflicting
        )
        marks = ((self.weak, weak), (self.conflicting, conflicting))
        marked = [words.format(number) for number, words in marks if number]
        return gettext("; ").join([most, *marked]).capitalize()

    @property
    def explanation(self) -> str:
        """Return what the words for the evidence count."""
        ngettext = self.language.ngettext
        one_publisher = ngettext(
            "1 citation rests on one publisher",
            "{} citations rest on one publisher each",
            self.one_publisher,
        )
        weak = ngettext(
            "1 citation rests on weak sources alone",
            "{} citations rest on weak sources alone",
            self.weak,
        )
        conflicting = ngettext(
            "1 citation has conflicting sources",
            "{} citations have conflicting sources",
            self.conflicting,
        )
        told = (
            (self.one_publisher, one_publisher),
            (self.weak, weak),
            (self.conflicting, conflicting),
        )
        counted = [words.format(count) for count, words in told if count]
        listed = [counted_kinds(self.sources, self.language), *counted]
        return self.language.gettext("; ").join(listed)


def _words(page: Page, pattern: re.Pattern[str]) -> int:
    return len(pattern.findall(page.scan.masked[page.body_start :]))


def _has_running_text(site: Site, uri: str) -> bool:
    """Return whether a page is more than a table or a list, which no translation changes."""
    return _words(site.first.pages[uri], _WORD) >= _SHORT


def _reading_minutes(site: Site, page: Page) -> int:
    """Return the minutes that the running text of a page takes, 0 for a page without."""
    words = _words(page, _CHARACTERS if site.language.is_chinese else _WORD)
    return max(1, round(words / _WORDS_A_MINUTE)) if _has_running_text(site, page.uri) else 0


def page_facts(site: Site, page: Page) -> PageFacts:
    """Count the facts of a page in its text and its blocks."""
    groups = _cited_together(site, page)
    return PageFacts(
        language=site.language,
        reviewed=site.language.date(page.reviewed) if page.reviewed else "",
        minutes=_reading_minutes(site, page),
        sources=_cited(site, page),
        one_publisher=sum(len({source.publisher for source in group}) == 1 for group in groups),
        weak=sum(bool(group) and all(source.custom.weak for source in group) for group in groups),
        conflicting=sum(
            any(t.locator == "conflicting" for t in group) for group in citations(site, page)
        ),
    )


def _cited(site: Site, page: Page) -> list[Source]:
    """Return the sources that a page cites."""
    known, citing = site.library.sources, citing_pages(site.first)
    return [known[key] for key, pages in citing.items() if page.uri in pages and key in known]


def _cited_together(site: Site, page: Page) -> list[list[Source]]:
    """Return the sources of each citation of a page."""
    written = site.first.library.sources
    return [
        [written[target.name] for target in group if target.name in written]
        for group in citations(site, page)
    ]


class Related(NamedTuple):
    """A page near to another: title, address, the terms that say why, how many sources both
    cite.
    """

    title: str
    address: str
    terms: Sequence[str]
    sources: int


@lru_cache(maxsize=2)
def _articles(site: Site) -> frozenset[str]:
    """Return the pages of running text that cite sources; lists and tables are no reading."""
    cited = {uri for pages in pages_naming(site.first, "citation").values() for uri in pages}
    return frozenset(uri for uri in cited if _has_running_text(site, uri))


def related_pages(site: Site, uri: str) -> Sequence[Related]:
    """Return the three articles that share most with one; what few pages share counts more."""
    articles = _articles(site)
    if uri not in articles:
        return []
    near, terms, sources = (
        defaultdict[str, float](float),
        defaultdict[str, list[str]](list),
        defaultdict[str, int](int),
    )
    for used in (pages_naming(site.first, "term"), pages_naming(site.first, "citation")):
        for key, pages in used.items():  # the rarest first
            term = site.library.terms.get(key)
            for other in articles.intersection(pages) - {uri} if uri in pages else ():
                near[other] += log(len(site.pages) / len(pages))
                if term is not None:
                    terms[other].append(site.language.called(term.en, term.zh))
                sources[other] += term is None
    return [
        Related(
            site.pages[other].title, site.tree.url(other), terms[other][:_NAMED], sources[other]
        )
        for other in sorted(near, key=lambda other: (-near[other], other))[:_RELATED]
    ]
