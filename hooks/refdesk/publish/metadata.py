"""The head of a page: what search engines, link previews and reference managers read."""

from collections.abc import Iterator
from html import escape

from refdesk.files.docs_tree import relative_url
from refdesk.publish.added_files import FEED, FEED_TITLE
from refdesk.publish.cards import HEIGHT, WIDTH
from refdesk.publish.jsonld import graph
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE, Publication
from refdesk.site.generated import card_path, text_path

# With the blank, the theme does not take the link for a site in another language and ask for a sitemap beside it.
_ALTERNATE = "alternate "


def head(publication: Publication, uri: str) -> str:
    """The elements of a page's head as HTML, one a line."""
    lines: list[str] = []
    for name, value in _meta(publication, uri).items():
        attribute = "property" if name.startswith(("og:", "article:")) else "name"
        lines += [f'<meta {attribute}="{name}" content="{escape(value)}">'] if value else []
    for link in _links(publication, uri):
        lines.append("<link " + " ".join(f'{name}="{escape(value)}"' for name, value in link.items()) + ">")
    lines.append(f'<script type="application/ld+json">{graph(publication, uri)}</script>')
    return "\n".join(lines)


def _meta(publication: Publication, uri: str) -> dict[str, str]:
    """For search engines and cards, Highwire and Dublin Core for reference managers, Open Graph for previews of links.

    Without a word of its own, Zotero takes a page with such tags for the article of a journal. DC.type and
    DC.description are left out: it would keep them as the kind of website and as a second abstract under "Extra".
    Without an address of the site, a preview has no picture.
    """
    title, version, is_home = publication.site.pages[uri].title, publication.version(uri), uri == "index.md"
    address = publication.address(uri) if publication.base else ""
    about = {
        "description": publication.describe(uri),
        "author": AUTHOR,
        "twitter:card": "summary_large_image" if address else "",
        "citation_title": title,
        "citation_author": f"{AUTHOR},",  # a family name alone: without the comma, the last word would become one
        "citation_publication_date": version.replace("-", "/"),
        "citation_language": LANGUAGE,
        "citation_public_url": address,
        "DC.title": title,
        "DC.creator": AUTHOR,
        "DC.publisher": publication.name,
        "DC.date": version,
        "DC.identifier": address,
        "DC.language": LANGUAGE,
        "DC.rights": LICENCE,
        "DC.format": "text/html",
        "z:itemType": "webpage",
        "og:title": title,
        "og:description": publication.describe(uri),
        "og:type": "website" if is_home else "article",
        "og:site_name": publication.name,
    }
    picture = {
        "og:url": address,
        "og:image": publication.address(card_path(uri)),
        "og:image:type": "image/png",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": f"{publication.name}: {title}",
        "article:modified_time": "" if is_home else publication.changed(uri),
    }
    return about | picture if address else about


def _links(publication: Publication, uri: str) -> Iterator[dict[str, str]]:
    if publication.base:
        yield {"rel": "canonical", "href": publication.address(uri)}
    here = publication.site.tree.url(uri)
    yield {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"}
    yield {"rel": "license", "href": LICENCE}
    yield {"rel": "author", "type": "text/plain", "href": relative_url("humans.txt", here)}
    text = relative_url(text_path(publication.site, uri), here)
    yield {"rel": _ALTERNATE, "type": "text/markdown", "title": "Text of this page", "href": text}
    title, href = f"{publication.name}: {FEED_TITLE}", relative_url(FEED, here)
    yield {"rel": _ALTERNATE, "type": "application/atom+xml", "title": title, "href": href}
