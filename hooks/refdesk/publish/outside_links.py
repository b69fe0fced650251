"""Marks links to other sites with ``rel`` and, for sources, the language of the target."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from refdesk.data.library import Library
from refdesk.data.models import SeenAddress

# of a link: a page names no other address so
_LINK = re.compile(r' href="(?P<address>https?://[^"]+)"[^<>]*(?=>)')


@lru_cache(maxsize=2)
def _languages(library: Library) -> Mapping[str, str]:
    """Map the addresses of the sources in other languages than English to these."""
    found: dict[str, str] = {}
    seen = library.entries(SeenAddress)
    for source in library.sources.values():
        archived = seen[source.id].archived if source.id in seen else None
        addresses = (source.custom.copy_url, source.archive_location, archived, source.url)
        if source.language != "en":
            found |= dict.fromkeys(filter(None, addresses), source.language)
    return found


def mark_outside(library: Library, html: str) -> str:
    """Return the page with its links to other sites marked."""
    languages = _languages(library)

    def marked(match: re.Match[str]) -> str:
        language = languages.get(unescape(match["address"]))
        return f'{match[0]} rel="noopener external"' + (
            f' hreflang="{language}"' if language else ""
        )

    return _LINK.sub(marked, html)
