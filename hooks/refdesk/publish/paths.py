"""Which files publishing adds to a site, by their paths below its root."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from refdesk.files.docs_tree import published_url

SMALL_FILES = ("feed.xml", "robots.txt", "humans.txt", "llms.txt", "_headers")


def html_path(uri: str, *, use_directory_urls: bool) -> str:
    """The HTML file of a page."""
    url = published_url(uri, use_directory_urls=use_directory_urls)
    return f"{url}index.html" if url.endswith("/") or not url else url


def text_path(uri: str, *, use_directory_urls: bool) -> str:
    """The text of a page, beside its HTML file."""
    return html_path(uri, use_directory_urls=use_directory_urls) + ".md"


def card_path(uri: str) -> str:
    """The picture of a page in link previews."""
    return f"assets/cards/{posixpath.splitext(uri)[0].replace('/', '-')}.png"


def added(pages: Iterable[str], moved: Iterable[str], *, use_directory_urls: bool) -> Iterator[str]:
    """The paths of every file that is added to a site with these pages, of which some are former ones."""
    yield from SMALL_FILES
    for uri in pages:
        yield text_path(uri, use_directory_urls=use_directory_urls)
        yield card_path(uri)
    for uri in moved:
        yield html_path(uri, use_directory_urls=use_directory_urls)
