"""The files that publishing adds to a site, with their content."""

from __future__ import annotations

from collections.abc import Mapping

from refdesk.publish import feed, root_files
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import Publication
from refdesk.publish.redirects import redirect_pages
from refdesk.search.records import PageHtml
from refdesk.site.generated import text_path


def added_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str | bytes]:
    """Path below the site's root -> content: the small files at the root, former addresses, the text of every page."""
    site = publication.site
    if not site.library.present:
        return {}
    made: dict[str, str | bytes] = {
        feed.PATH: feed.atom(publication),
        "robots.txt": root_files.robots(publication),
        "humans.txt": root_files.humans(publication),
        "llms.txt": root_files.llms(publication, pages),
        "_headers": root_files.headers(),
        **redirect_pages(publication),
    }
    return made | _texts(publication, pages)


def _texts(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, bytes]:
    """The text of every page."""
    urls = publication.site.config.use_directory_urls
    return {
        text_path(uri, use_directory_urls=urls): page_text(publication, uri, page.html).encode()
        for uri, page in pages.items()
    }
