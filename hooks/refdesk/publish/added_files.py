"""The files that are added to the built site: feed, files for programs, redirects, the plain text of every page.

The feed is Atom, from docs/data/changes.yml. A page at every former address leads to the new one, with and without a
script. The templates of both, and of the guide for language models, stand in the folder beside this module.
"""

import re
import uuid
from collections.abc import Collection, Mapping

from refdesk.blocks.shown import holder
from refdesk.data.models import Change
from refdesk.files.docs_tree import relative_url
from refdesk.files.references import plain_text
from refdesk.html.vetting import with_policy
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import Publication, fill_template
from refdesk.publish.statements import claims, statements
from refdesk.search.records import PageHtml
from refdesk.site.generated import CLAIMS, STATEMENTS, html_path, text_path

_IDS = uuid.UUID("5a0cf0a5-4c0d-5f0e-9a55-01c0de01c0de")  # the namespace of ids, so that they stay when the site moves


def added_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str]:
    """Return path and content of every file; ``pages`` are those whose plain text is added."""
    site = publication.site
    return {
        "feed.xml": _feed(publication),
        "llms.txt": fill_template(
            "llms.txt", publication=publication, texts=pages, sections=_sections(publication, pages)
        ),
        CLAIMS: claims(publication),
        STATEMENTS: statements(publication),
        **{
            html_path(site, source): _moved(publication, source, target)
            for source, target in site.redirected.items()
            if "#" not in source and source not in site.tree.files and target.partition("#")[0] in site.pages
        },
        **{text_path(site, uri): page_text(publication, uri, page.content) for uri, page in pages.items()},
    }


def _feed(publication: Publication) -> str:
    """Return the feed, newest change first; its links are absolute if the address of the site is known."""
    site, entries = publication.site, list[dict[str, object]]()
    for change in sorted(site.library.entries(Change).values(), key=lambda one: one.date, reverse=True):
        page, text = site.pages.get(change.page or ""), plain_text(change.text)
        uri, fragment = (page.uri, "") if page else (holder(site, "changes"), f"change-{change.id}")
        beginning = re.split(r"[.:;]", text, maxsplit=1)[0]
        entry = {
            "id": uuid.uuid5(_IDS, change.id),
            "title": f"{change.kind.capitalize()}: {page.title if page else beginning}",
            "text": text,
            "link": publication.address(uri, fragment, seen_from="feed.xml") if uri is not None else "",
            "moment": "-".join([*change.date.split("-"), "01", "01"][:3]) + "T00:00:00Z",  # of a year, its first day
        }
        entries.append(entry)
    return fill_template("feed.xml", publication=publication, id=uuid.uuid5(_IDS, "feed"), entries=entries)


def _sections(publication: Publication, texts: Collection[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Map each section of the navigation to the title, address (of the plain text) and description of its pages."""
    site, sections = publication.site, dict[str, list[tuple[str, str, str]]]()
    for entry in site.config.nav:
        if uri := entry.target if entry.target in site.pages else "":
            url = text_path(site, uri) if uri in texts else site.tree.url(uri)
            told = site.pages[uri].title, url, site.pages[uri].description
            sections.setdefault(entry.section or "Start", []).append(told)
    return sections


def _moved(publication: Publication, source: str, target: str) -> str:
    """Return the HTML of the page at a former address, which leads on to the new one."""
    site, page = publication.site, target.partition("#")[0]

    def link(to: str) -> str:
        path, mark, fragment = to.partition("#")
        return relative_url(site.tree.url(path), site.tree.url(source)) + mark + fragment

    values = {"title": site.pages[page].title, "page": page, "target": target, "moved": site.moved_from(source)}
    html = fill_template("moved.html", publication=publication, link=link, **values)
    return with_policy(html, from_disk=not site.config.site_url)
