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
from refdesk.publish.embeds import embeds
from refdesk.publish.faults import told_at
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
        **embeds(publication),
        **_former_pages(publication),
        **_plain_texts(publication, pages),
    }


def _former_pages(publication: Publication) -> dict[str, str]:
    """Return the HTML of the pages at former addresses by path."""
    site = publication.site
    found: dict[str, str] = {}
    for source, target in site.redirected.items():
        page = site.pages.get(target.partition("#")[0])
        if "#" in source or source in site.tree.files or page is None:
            continue
        with told_at(site.library, page):
            found[html_path(site, source)] = _moved(publication, source, target)
    return found


def _plain_texts(publication: Publication, pages: Mapping[str, PageHtml]) -> dict[str, str]:
    """Return the plain text of every page by path."""
    site = publication.site
    found: dict[str, str] = {}
    for uri, page in pages.items():
        with told_at(site.library, site.pages[uri]):
            found[text_path(site, uri)] = page_text(publication, uri, page.content)
    return found


def _feed(publication: Publication) -> str:
    """Return the feed, newest change first; its links are absolute if the address of the site is
    known.
    """
    changes = publication.site.library.entries(Change).values()
    entries: list[dict[str, object]] = []
    for change in sorted(changes, key=lambda one: one.date, reverse=True):
        with told_at(publication.site.library, change):
            entries.append(_feed_entry(publication, change))
    return fill_template(
        "feed.xml", publication=publication, id=uuid.uuid5(_IDS, "feed"), entries=entries
    )


def _feed_entry(publication: Publication, change: Change) -> dict[str, object]:
    """Return a change as the template of the feed shows it."""
    site = publication.site
    text = plain_text(change.text)
    page = site.pages.get(change.page or "")
    if page is not None:
        what, link = page.title, publication.address(page.uri, seen_from="feed.xml")
    else:
        what = re.split(r"[.:;]", text, maxsplit=1)[0]
        listed, place = holder(site, "changes"), f"change-{change.id}"
        link = publication.address(listed, place, seen_from="feed.xml") if listed else ""
    first_day = "-".join([*change.date.split("-"), "01", "01"][:3])
    return {
        "id": uuid.uuid5(_IDS, change.id),
        "title": f"{change.kind.capitalize()}: {what}",
        "text": text,
        "link": link,
        "moment": f"{first_day}T00:00:00Z",
    }


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
