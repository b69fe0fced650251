"""Drawings come into a page last: until then, a short placeholder is what is converted, searched and set of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from refdesk.charts.svg import FORMS, ids_of
from refdesk.html.text import join

_PLACEHOLDER = re.compile(r'<svg class="rd-place" data-drawing="(?P<name>[^"]*)">.*?</svg>')


def placeholder(name: str) -> str:
    """What holds the place of a drawing: it has the ids of the drawing, and no text."""
    ids = join(f'<g id="{element_id}"/>' for form in FORMS for element_id in ids_of(name, form))
    return f'<svg class="rd-place" data-drawing="{name}">{ids}</svg>'


def with_drawings(html: str, drawings: Mapping[str, str]) -> str:
    """The page with each drawing in its place; one that the data do not allow leaves nothing behind."""
    return _PLACEHOLDER.sub(lambda place: drawings.get(place["name"], ""), html)
