"""The feed of changes: Atom, from docs/data/changes.yml."""

import re
import uuid
from html import escape

from refdesk.blocks.shown import holder
from refdesk.data.models import Change
from refdesk.data.plain_text import plain_text
from refdesk.publish.publication import AUTHOR, LANGUAGE, LICENCE, Publication

PATH = "feed.xml"
TITLE = "Corrections and changes"
_IDS = uuid.UUID("5a0cf0a5-4c0d-5f0e-9a55-01c0de01c0de")  # ids follow from it: they stay when the site moves


def atom(publication: Publication) -> str:
    """The feed; links are whole where the site's address is known, else relative to the feed."""
    known = publication.site.library.entries("changes", Change).values()
    changes = sorted(known, key=lambda change: change.date, reverse=True)
    latest = max([_moment(change.date) for change in changes], default="1970-01-01T00:00:00Z")
    own = f'<link rel="self" type="application/atom+xml" href="{publication.base}{PATH}"/>' if publication.base else ""
    home = escape(publication.address("index.md", seen_from=PATH))
    entries = "".join(f"{_entry(publication, change)}\n" for change in changes)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{LANGUAGE}">\n'
        f"<id>{_id('feed')}</id>\n<title>{escape(publication.name)}: {TITLE.lower()}</title>\n"
        f"<updated>{latest}</updated>\n<author><name>{AUTHOR}</name></author>\n"
        f'<link rel="alternate" type="text/html" href="{home}"/>{own}\n<rights>{LICENCE}</rights>\n{entries}</feed>\n'
    )


def _entry(publication: Publication, change: Change) -> str:
    text = plain_text(change.text)
    page = publication.site.pages.get(change.page or "")
    beginning = re.split(r"[.:;]", text, maxsplit=1)[0]
    title = f"{change.kind.capitalize()}: {page.title if page is not None else beginning}"
    uri, fragment = (page.uri, "") if page else (holder(publication.site, "changes"), f"change-{change.id}")
    link = publication.address(uri, fragment, seen_from=PATH) if uri is not None else ""
    alternate = f'<link rel="alternate" type="text/html" href="{escape(link)}"/>' if link else ""
    return (
        f"<entry><id>{_id(change.id)}</id><title>{escape(title)}</title><updated>{_moment(change.date)}</updated>"
        f'{alternate}<content type="text">{escape(text)}</content></entry>'
    )


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDS, name)}"


def _moment(date: str) -> str:
    """The first moment of a day, month or year."""
    return f"{date}{'-01-01'[len(date) - 4 :] if len(date) < len('2026-04-30') else ''}T00:00:00Z"
