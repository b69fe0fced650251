"""Marks links to other sites with a class, ``rel`` and, for sources, the language of the target."""

import re
from html import unescape

from refdesk.data.library import Library
from refdesk.data.sources import outside_attributes

_LINK = re.compile(r'<a(?P<before>(?: [^<>]*?)?) href="(?P<address>https?://[^"]+)"(?P<after>[^<>]*)>')
_CLASS = re.compile(r' class="(?P<names>[^"]*)"')
_REL = re.compile(r' rel="[^"]*"')


def mark_outside(library: Library, html: str) -> str:
    """Returns the page with its links to other sites marked."""
    languages = {source.url: source.language for source in library.sources.values() if source.url}

    def marked(match: re.Match[str]) -> str:
        rest = match["before"] + match["after"]
        if "rd-out" in rest:
            return match.group()
        names = _CLASS.search(rest)
        rest = _REL.sub("", _CLASS.sub("", rest))
        own = outside_attributes(languages.get(unescape(match["address"]), ""), names["names"] if names else "")
        return f'<a href="{match["address"]}"{rest} {own}>'

    return _LINK.sub(marked, html) if "://" in html else html
