"""Abbreviations: defined once, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.pages.page import Page
from refdesk.problems.problem import Problem

_DEFINITION = re.compile(r"^[ ]{0,3}\*\[(?P<label>[^\]\n]+)\]:[^\n]*$", re.MULTILINE)


def check_page(page: Page) -> Iterator[Problem]:
    """Abbreviations that a page itself defines twice, or never uses; those of included files may be for other pages."""
    if "*[" not in page.text:
        return
    words = _DEFINITION.sub("", page.text[page.body_start :])
    first: dict[str, int] = {}
    for match in _DEFINITION.finditer(page.scan.masked, page.body_start):
        label, at = match["label"], match.start("label")
        file, offset = page.origin(at)
        if file is not page.file:
            continue
        if label in first:
            message = f"the abbreviation '{label}' is defined already at line {first[label]}"
            yield page.problem("duplicate-label", at, message)
        elif not re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words):
            yield page.problem("unused-label", at, f"the abbreviation '{label}' is used nowhere")
        first.setdefault(label, file.place(offset).line)
