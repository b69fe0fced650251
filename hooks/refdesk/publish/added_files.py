"""The files that publishing adds to a site: those that programs look for, former addresses, the text of every page."""

from collections.abc import Collection, Mapping

from refdesk.publish.feed import PATH, atom
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import AUTHOR, LICENCE, Publication
from refdesk.publish.redirects import redirect_pages
from refdesk.publish.statements import claims, statements
from refdesk.search.records import PageHtml
from refdesk.site.generated import CLAIMS, STATEMENTS, text_path

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
        "llms.txt": llms(publication, pages),
        CLAIMS: claims(publication),
        STATEMENTS: statements(publication),
        **redirect_pages(publication),
        **{text_path(publication.site, uri): page_text(publication, uri, page.html) for uri, page in pages.items()},
    }


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
    site, sections = publication.site, dict[str, list[str]]()
    for entry in site.config.nav:
        sections.setdefault(entry.section or "Start", []).append(entry.target)
    for heading, uris in sections.items():
        lines.append(f"\n## {heading}\n")
        for uri in filter(site.pages.__contains__, uris):
            place = publication.base + (text_path(site, uri) if uri in texts else site.tree.url(uri))
            lines.append(f"- [{site.pages[uri].title}]({place}): {publication.describe(uri)}")
    lines.append("\n## Data files\n")
    lines += [f"- [{name}]({publication.base}data/{name}): {about}" for name, about in _DATA_FILES.items()]
    return "\n".join(lines) + "\n"
