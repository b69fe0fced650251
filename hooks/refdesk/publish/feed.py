"""The feed of changes: Atom, from docs/data/changes.yml."""

from __future__ import annotations

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
    changes = sorted(
        publication.site.library.entries("changes", Change).values(), key=lambda change: change.date, reverse=True
    )
    latest = max([_moment(change.date) for change in changes], default="1970-01-01T00:00:00Z")
    own = f'<link rel="self" type="application/atom+xml" href="{publication.base}{PATH}"/>' if publication.base else ""
    home = escape(publication.address("index.md", seen_from=PATH))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{LANGUAGE}">',
        f"<id>{_id('feed')}</id>",
        f"<title>{escape(publication.name)}: {TITLE.lower()}</title>",
        f"<updated>{latest}</updated>",
        f"<author><name>{AUTHOR}</name></author>",
        f'<link rel="alternate" type="text/html" href="{home}"/>{own}',
        f"<rights>{LICENCE}</rights>",
        *(_entry(publication, change) for change in changes),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(publication: Publication, change: Change) -> str:
    text = plain_text(change.text)
    page = publication.site.pages.get(change.page or "")
    title = f"{change.kind.capitalize()}: {page.title if page is not None else _beginning(text)}"
    shown_on = holder(publication.site, "changes")
    link = ""
    if page is not None:
        link = publication.address(page.uri, seen_from=PATH)
    elif shown_on is not None:
        link = publication.address(shown_on, f"change-{change.id}", seen_from=PATH)
    alternate = f'<link rel="alternate" type="text/html" href="{escape(link)}"/>' if link else ""
    return (
        f"<entry><id>{_id(change.id)}</id><title>{escape(title)}</title><updated>{_moment(change.date)}</updated>"
        f'{alternate}<content type="text">{escape(text)}</content></entry>'
    )


def _beginning(text: str) -> str:
    """The first words of a text, up to its first full stop or colon."""
    return re.split(r"[.:;]", text, maxsplit=1)[0]


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDS, name)}"


def _moment(date: str) -> str:
    """The first moment of a day, month or year."""
    return f"{date}{'-01-01'[len(date) - 4 :] if len(date) < len('2026-04-30') else ''}T00:00:00Z"
