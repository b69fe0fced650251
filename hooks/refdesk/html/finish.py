"""The last steps of a page: its HTML is made valid, loses the indentation of templates and gets
typographic signs.
"""

import re
from collections.abc import Callable
from html.entities import html5

_PATTERNS = (
    # `autocomplete` is not allowed on a checkbox (squidfunk/mkdocs-material#1513).
    (re.compile(r'(<input class="md-toggle[^>]*?) autocomplete="off"'), r"\1"),
    # A tabindex must be a number; the label of a section that cannot be folded has none.
    (re.compile(r'(<label[^>]*?) tabindex=""'), r"\1"),
    # it is for the index, which is made by now
    (re.compile(r' data-search-exclude(?:="")?(?=[ >])'), ""),
)
_CONTENTS = ' for="__toc"'
_ENTITY = re.compile(r"&(?P<name>[A-Za-z][A-Za-z0-9]*;)")


def valid_html(html: str) -> str:
    """Return valid HTML: the theme's mistakes are corrected, "R&D;" is escaped."""
    for pattern, replacement in _PATTERNS:
        html = pattern.sub(replacement, html)
    # some pages have the label without the checkbox that it belongs to
    if 'id="__toc"' not in html:
        html = html.replace(_CONTENTS, "")
    return _ENTITY.sub(
        lambda match: match.group() if match["name"] in html5 else f"&amp;{match['name']}", html
    )


# In some elements blanks are shown; of others the policy of the page holds a digest.
_AS_IT_IS = re.compile(r"(<(?P<name>pre|textarea|script|style)\b.*?</(?P=name)>)", re.S)


def without_indents(html: str) -> str:
    """Return the page without indentation and empty lines."""
    return _outside(_AS_IT_IS, lambda text: re.sub(r"\n\s+", "\n", text), html)


# Elements whose text is code or is not shown.
_APART = re.compile(r"(<(?P<name>head|script|style|pre|code|textarea)\b.*?</(?P=name)>)", re.S)
# Within a word, behind a linked word or a plural, outside a tag (the next angle bracket, if any,
# opens one). Patterns begin with a literal character, which makes searches fast.
_APOSTROPHES = tuple(
    re.compile(
        rf"{sign}(?:(?<=[A-Za-z]{sign})|(?<=[A-Za-z]</a>{sign}))(?=(?:[A-Za-z]|(?<=s{sign}) "
        r")[^<>]*(?:<|\Z))"
    )
    for sign in ("'", "&#39;")
)
_LOOSE_CITATION = ' <span class="rd-cite"'


def set_type(html: str) -> str:
    """Return the page with typographic apostrophes and no line break before a citation; code stays
    as it is.
    """
    return _outside(_APART, _set, html)


def _outside(elements: re.Pattern[str], change: Callable[[str], str], html: str) -> str:
    """Return HTML whose text and tags outside of some elements are changed."""
    parts = elements.split(html)  # text, element, name of the element, text, …
    parts[::3] = map(change, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _set(text: str) -> str:
    for sign in _APOSTROPHES:
        text = sign.sub("’", text)
    return text.replace(_LOOSE_CITATION, f"&nbsp;{_LOOSE_CITATION[1:]}")
