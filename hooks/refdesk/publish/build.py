"""The files that publishing adds to a site, with their content."""

from __future__ import annotations

from collections.abc import Mapping

from refdesk.kept import kept
from refdesk.publish import feed, small_files
from refdesk.publish.paths import text_path
from refdesk.publish.plain import page_text
from refdesk.publish.publication import Publication
from refdesk.publish.redirects import redirect_pages
from refdesk.search.records import PageHtml


def added_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str | bytes]:
    """Path below the site's root -> content: the small files at the root, former addresses, the text of every page."""
    site = publication.site
    if not site.library.present:
        return {}
    made: dict[str, str | bytes] = {
        feed.PATH: feed.atom(publication),
        "robots.txt": small_files.robots(publication),
        "humans.txt": small_files.humans(publication),
        "llms.txt": small_files.llms(publication, pages),
        "_headers": small_files.headers(),
        **redirect_pages(publication),
    }
    urls = site.config.use_directory_urls
    return made | {text_path(uri, use_directory_urls=urls): _text(publication, page) for uri, page in pages.items()}


def _text(publication: Publication, page: PageHtml) -> bytes:
    about = (publication.base, publication.edition, publication.name, str(publication.site.pages[page.uri].meta))
    made_from = "\0".join((*about, page.uri, page.html))
    return kept(
        publication.site.config.root, "texts", made_from,
        lambda: page_text(publication, page.uri, page.html).encode(),
    )  # fmt: skip
