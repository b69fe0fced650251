"""What is not valid in a finished page though nobody typed it so: mended there, where no template reaches it."""

from __future__ import annotations

import re
from html.entities import html5

_PATTERNS = (
    # `autocomplete` is not allowed on a checkbox (squidfunk/mkdocs-material#1513).
    (re.compile(r'(<input class="md-toggle[^>]*?) autocomplete="off"'), r"\1"),
    # A tabindex must be a number; the label of a section that cannot be folded has none.
    (re.compile(r'(<label[^>]*?) tabindex=""'), r"\1"),
)
_CONTENTS = ' for="__toc"'
_ENTITY = re.compile(r"&(?P<name>[A-Za-z][A-Za-z0-9]*;)")


def mend(html: str) -> str:
    """The page as valid HTML: without the theme's slips, and with "R&D;" as text, not as an entity."""
    for pattern, replacement in _PATTERNS:
        html = pattern.sub(replacement, html)
    if 'id="__toc"' not in html:  # the page of a section has the label, and no box that it would tick
        html = html.replace(_CONTENTS, "")
    return _ENTITY.sub(lambda match: match.group() if match["name"] in html5 else f"&amp;{match['name']}", html)
