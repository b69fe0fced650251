"""Tidies a finished page: what is not valid though nobody typed it so, and blanks that templates leave."""

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
_SIGN = re.compile(r"&#(?!3[489];|6[02];)(\d+);")  # what Markdown must not read, and HTML may: no quote, & < or >


def mend(html: str) -> str:
    """The page as valid HTML: without the theme's slips, with "R&D;" as text, not as an entity, and signs as such."""
    for pattern, replacement in _PATTERNS:
        html = pattern.sub(replacement, html)
    if 'id="__toc"' not in html:  # the page of a section has the label, and no box that it would tick
        html = html.replace(_CONTENTS, "")
    html = _SIGN.sub(lambda match: chr(int(match[1])), html)
    return _ENTITY.sub(lambda match: match.group() if match["name"] in html5 else f"&amp;{match['name']}", html)


# Blanks count in some elements; in others a digest of the text stands in the policy of the page.
_BLANKS = re.compile(r"(?P<as_it_is><(?P<tag>pre|textarea|script|style)\b.*?</(?P=tag)>)|\n\s+", re.S)


def without_indents(html: str) -> str:
    """The page with no blank before a line and no empty line."""
    return _BLANKS.sub(lambda match: match["as_it_is"] or "\n", html)
