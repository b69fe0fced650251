"""The head of a page: what search engines, link previews and reference managers read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from refdesk.files.docs_tree import relative_url
from refdesk.publish import feed
from refdesk.publish.cards import HEIGHT, WIDTH
from refdesk.publish.jsonld import graph
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE, Publication
from refdesk.site.generated import card_path

# With the blank, the theme does not take the link for a site in another language and ask for a sitemap beside it.
_ALTERNATE = "alternate "


def head(publication: Publication, uri: str) -> str:
    """The elements of a page's head as HTML, one a line."""
    title = publication.site.pages[uri].title
    lines = [_meta("name", name, value) for name, value in (*_plain(publication, uri), *_citation(publication, uri))]
    lines += [_meta("property", name, value) for name, value in _open_graph(publication, uri, title)]
    lines += [_link(**attributes) for attributes in _links(publication, uri)]
    lines.append(f'<script type="application/ld+json">{graph(publication, uri)}</script>')
    return "\n".join(line for line in lines if line)


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(value)}">' if value else ""


def _link(**attributes: str) -> str:
    return "<link " + " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _plain(publication: Publication, uri: str) -> Iterator[tuple[str, str]]:
    yield "description", publication.describe(uri)
    yield "author", AUTHOR
    if publication.base:
        yield "twitter:card", "summary_large_image"


def _citation(publication: Publication, uri: str) -> Iterator[tuple[str, str]]:
    """Highwire and Dublin Core: two ways in which reference managers read a page.

    Without a word of its own, Zotero takes a page with such tags for the article of a journal. DC.type and
    DC.description are left out: it would keep them as the kind of website and as a second abstract under "Extra".
    """
    title, version = publication.site.pages[uri].title, publication.version(uri)
    address = publication.address(uri) if publication.base else ""
    yield "citation_title", title
    yield "citation_author", f"{AUTHOR},"  # a family name alone: without the comma, the last word would become one
    yield "citation_publication_date", version.replace("-", "/")
    yield "citation_language", LANGUAGE
    yield "citation_public_url", address
    yield "DC.title", title
    yield "DC.creator", AUTHOR
    yield "DC.publisher", publication.name
    yield "DC.date", version
    yield "DC.identifier", address
    yield "DC.language", LANGUAGE
    yield "DC.rights", LICENCE
    yield "DC.format", "text/html"
    yield "z:itemType", "webpage"


def _open_graph(publication: Publication, uri: str, title: str) -> Iterator[tuple[str, str]]:
    yield "og:title", title
    yield "og:description", publication.describe(uri)
    yield "og:type", "website" if uri == "index.md" else "article"
    yield "og:site_name", publication.name
    if not publication.base:
        return
    yield "og:url", publication.address(uri)
    yield "og:image", publication.address(card_path(uri))
    yield "og:image:type", "image/png"
    yield "og:image:width", str(WIDTH)
    yield "og:image:height", str(HEIGHT)
    yield "og:image:alt", f"{publication.name}: {title}"
    if uri != "index.md":
        yield "article:modified_time", publication.changed(uri)


def _links(publication: Publication, uri: str) -> Iterator[dict[str, str]]:
    if publication.base:
        yield {"rel": "canonical", "href": publication.address(uri)}
    here = publication.url(uri)
    yield {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"}
    yield {"rel": "license", "href": LICENCE}
    yield {"rel": "author", "type": "text/plain", "href": relative_url("humans.txt", here)}
    text = relative_url(publication.text_path(uri), here)
    yield {"rel": _ALTERNATE, "type": "text/markdown", "title": "Text of this page", "href": text}
    title, href = f"{publication.name}: {feed.TITLE}", relative_url(feed.PATH, here)
    yield {"rel": _ALTERNATE, "type": "application/atom+xml", "title": title, "href": href}
