"""The files that publishing adds to a site: those that crawlers, programs and curious people look for at its root,

former addresses, the text of every page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from refdesk.publish.feed import PATH, atom
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import AUTHOR, LICENCE, Publication
from refdesk.publish.redirects import redirect_pages
from refdesk.publish.statements import claims, statements
from refdesk.search.records import PageHtml
from refdesk.site.generated import CLAIMS, STATEMENTS

_DATA_FILES = {
    "datapackage.json": "every table as a Frictionless Data Package",
    "croissant.json": "the same in the terms of Croissant",
    "statements.jsonl": "every sentence that cites a source or states a figure, with its page, sources and values",
    "claims.jsonl": "every claim of the founding report, with how far the record bears it out",
    "sources.json": "the bibliography as CSL-JSON",
    "glossary.json": "the glossary in English, Chinese and pinyin",
}


def added_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str]:
    """Path below the site's root -> content, for every file; ``pages`` are those whose text is wanted."""
    return {
        PATH: atom(publication),
        "robots.txt": robots(publication),
        "humans.txt": humans(publication),
        "llms.txt": llms(publication, pages),
        CLAIMS: claims(publication),
        STATEMENTS: statements(publication),
        **({"opensearch.xml": opensearch(publication)} if publication.base else {}),
        **redirect_pages(publication),
        **{publication.text_path(uri): page_text(publication, uri, page.html) for uri, page in pages.items()},
    }


def robots(publication: Publication) -> str:
    """Everybody may read everything."""
    place = f"\nSitemap: {publication.base}sitemap.xml\n" if publication.base else ""
    return f"User-agent: *\nAllow: /\n{place}"


def opensearch(publication: Publication) -> str:
    """How a browser asks the search of the site, which needs whole addresses."""
    base = escape(publication.base)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(publication.name[:16])}</ShortName>\n"
        f"<Description>{escape(publication.description)}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{base}?q={{searchTerms}}"/>\n</OpenSearchDescription>\n'
    )


def humans(publication: Publication) -> str:
    """Who writes the site, and where to write to them."""
    contact = "none is configured for this copy of the site"
    note = "Whoever publishes this copy can name its repository; the issues there are the way to write to us."
    if publication.repo_url:
        contact = f"{publication.repo_url.rstrip('/')}/issues"
        note = "Mistakes, dead sources and questions: open an issue there. There is no other address."
    return (
        f"/* TEAM */\nAuthors: {AUTHOR}\nContact: {contact}\n{note}\n\n"
        f"/* SITE */\nName: {publication.name}\nLanguage: English, with Chinese names and terms\nLicence: {LICENCE}\n"
    )


def llms(publication: Publication, texts: Collection[str]) -> str:
    """A guide to the site for language models: every page with its description and its address, or that of its text.

    ``texts`` are the pages whose text is published as well.
    """
    also = (
        " Each page is also there as Markdown: its address with `index.html.md` (or `.md` behind `.html`) at the end."
    )
    lines = [
        f"# {publication.name}\n\n> {publication.description}\n",
        "Every claim carries a reference, every number of a data series is checked against its row."
        f"{also if texts else ''}\n",
        f"Licence of texts and data: {LICENCE}. Cite as: {AUTHOR}, title of the page, {publication.name}, its address, "
        "and the date of its review or edition.",
    ]
    sections: dict[str, list[str]] = {}
    for entry in publication.site.config.nav or ():
        sections.setdefault(entry.section or "Start", []).append(entry.target)
    for heading, uris in sections.items():
        lines.append(f"\n## {heading}\n")
        for uri in (uri for uri in uris if uri in publication.site.pages):
            place = publication.base + (publication.text_path(uri) if uri in texts else publication.url(uri))
            lines.append(f"- [{publication.site.pages[uri].title}]({place}): {publication.describe(uri)}")
    lines.append("\n## Data files\n")
    lines += [f"- [{name}]({publication.base}data/{name}): {about}" for name, about in _DATA_FILES.items()]
    return "\n".join(lines) + "\n"
