"""The files that are added to the built site: feed, files for programs, redirects, the plain text
of every page.

The feed is Atom, from docs/data/changes.yml. A page at every former address leads to the new one,
with and without a script. The templates of both, and of the guide for language models, stand in the
folder beside this module.
"""

import re
import uuid
from collections.abc import Mapping

from refdesk.blocks.shown import holder
from refdesk.data.models import Change
from refdesk.files.docs_tree import relative_url
from refdesk.files.references import plain_text
from refdesk.html.vetting import with_policy
from refdesk.pages.page import Page
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import Publication, fill_template
from refdesk.publish.statements import statements
from refdesk.search.records import PageHtml
from refdesk.site.generated import STATEMENTS, html_path, text_path
from refdesk.site.site import Site

_FIRST = "Start"  # the section of the pages that stand in none
_FOR_CONTRIBUTORS = "For contributors"
# the namespace of ids, so that they stay when the site moves
_IDS = uuid.UUID("5a0cf0a5-4c0d-5f0e-9a55-01c0de01c0de")


def added_files(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str]:
    """Return path and content of every file; ``pages`` are all of the site."""
    site = publication.site
    return {
        "feed.xml": _feed(publication),
        "llms.txt": fill_template("llms.txt", publication=publication, sections=_sections(site)),
        STATEMENTS: statements(publication),
        **{
            html_path(site, source): _moved(publication, source, target)
            for source, target in site.redirected.items()
            if "#" not in source
            and source not in site.tree.files
            and target.partition("#")[0] in site.pages
        },
        **{
            text_path(site, uri): page_text(publication, uri, page.content)
            for uri, page in pages.items()
        },
    }


def _feed(publication: Publication) -> str:
    """Return the feed, newest change first; its links are absolute if the address of the site is
    known.
    """
    site, entries = publication.site, list[dict[str, object]]()
    for change in sorted(
        site.library.entries(Change).values(), key=lambda one: one.date, reverse=True
    ):
        page, text = site.pages.get(change.page or ""), plain_text(change.text)
        uri, fragment = (page.uri, "") if page else (holder(site, "changes"), f"change-{change.id}")
        beginning = re.split(r"[.:;]", text, maxsplit=1)[0]
        entry = {
            "id": uuid.uuid5(_IDS, change.id),
            "title": f"{change.kind.capitalize()}: {page.title if page else beginning}",
            "text": text,
            "link": publication.address(uri, fragment, seen_from="feed.xml")
            if uri is not None
            else "",
            # of a year, its first day
            "moment": "-".join([*change.date.split("-"), "01", "01"][:3]) + "T00:00:00Z",
        }
        entries.append(entry)
    return fill_template(
        "feed.xml", publication=publication, id=uuid.uuid5(_IDS, "feed"), entries=entries
    )


def _sections(site: Site) -> dict[str, list[tuple[Page, str]]]:
    """Map each section of the navigation to its pages, each with the path of its plain text.

    Pages that the menu leaves out stand with the page from which readers come to them.
    """
    sections = {entry.target: entry.section or _FIRST for entry in site.config.nav}
    for uri in sorted(site.pages.keys() - sections.keys()):
        above = site.page_above(uri)
        if site.is_for_contributors(uri):
            sections[uri] = _FOR_CONTRIBUTORS
        elif above is not None:
            sections[uri] = sections.get(above.uri, _FIRST)
    pages: dict[str, list[tuple[Page, str]]] = {}
    for uri, section in sections.items():
        if uri in site.pages:
            pages.setdefault(section, []).append((site.pages[uri], text_path(site, uri)))
    return pages


def _moved(publication: Publication, source: str, target: str) -> str:
    """Return the HTML of the page at a former address, which leads on to the new one."""
    site, page = publication.site, target.partition("#")[0]

    def link(to: str) -> str:
        path, mark, fragment = to.partition("#")
        return relative_url(site.tree.url(path), site.tree.url(source)) + mark + fragment

    values = {
        "title": site.pages[page].title,
        "page": page,
        "target": target,
        "moved": site.moved_from(source),
    }
    html = fill_template("moved.html", publication=publication, link=link, **values)
    return with_policy(html, from_disk=not site.config.site_url)
