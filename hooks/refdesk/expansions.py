"""What the engine is given of each page: its expanded Markdown, read from the cache where nothing in it has changed."""

from __future__ import annotations

from collections.abc import Mapping

from refdesk.charts.placed import stand_in
from refdesk.collector import GENERATED
from refdesk.digest import text_digest
from refdesk.expand import PageDesk, expand_for
from refdesk.kept import kept_each
from refdesk.language import mark_languages
from refdesk.site import Site


def expansions(site: Site) -> Mapping[str, str]:
    """Path of a page -> its Markdown, expanded, with Chinese and pinyin marked in the blocks made from data.

    Stand-ins hold the places of drawings (``charts.placed``).
    """
    shared = _shared(site)
    made_from = {uri: f"{shared}\0{uri}\0{page.text}" for uri, page in site.pages.items()}
    found = kept_each(
        site.config.root,
        "expanded",
        made_from,
        lambda uri: _with_languages(expand_for(_Desk(site, site.pages[uri]))).encode("utf-8", "surrogatepass"),
    )
    return {uri: content.decode("utf-8", "surrogatepass") for uri, content in found.items()}


class _Desk(PageDesk):
    """Puts stand-ins in the places of drawings."""

    def drawing(self, name: str) -> str:
        return stand_in(name)


def _shared(site: Site) -> str:
    """A digest of everything but its own text that a page can show: the data, and what pages tell of each other."""
    told = (
        site.library.digest,
        site.config.use_directory_urls,
        site.config.extensions,
        site.redirected,
        site.holders,
        [(uri, page.title) for uri, page in site.pages.items()],
        site.citing_pages,
        site.pages_with_series,
    )
    return text_digest(repr(told))


def _with_languages(text: str) -> str:
    """Expanded Markdown with the languages in its blocks marked; those of the text are marked when it is HTML."""
    lines = text.split("\n")
    return "\n".join(mark_languages(line) if line.startswith(GENERATED) else line for line in lines)
