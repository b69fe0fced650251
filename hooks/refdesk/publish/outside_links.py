"""Marks links to other sites with ``rel`` and, for sources, the language of the target."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from refdesk.data.library import Library

# of a link: a page names no other address so
_LINK = re.compile(r' href="(?P<address>https?://[^"]+)"[^<>]*(?=>)')


@lru_cache(maxsize=2)
def _languages(library: Library) -> Mapping[str, str]:
    """Map the addresses of the sources in other languages than English to these."""
    return {
        address: source.language
        for source in library.sources.values()
        for address in (source.custom.copy_url, source.archive_location, source.url)
        if address and source.language != "en"
    }


def mark_outside(library: Library, html: str) -> str:
    """Return the page with its links to other sites marked."""
    languages = _languages(library)

    def marked(match: re.Match[str]) -> str:
        language = languages.get(unescape(match["address"]))
        return f'{match[0]} rel="noopener external"' + (
            f' hreflang="{language}"' if language else ""
        )

    return _LINK.sub(marked, html)
