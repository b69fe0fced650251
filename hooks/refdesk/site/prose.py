"""The prose of pages and data, without targets of links, citations, tags and code."""

import re
from collections.abc import Iterator
from functools import lru_cache

from refdesk.data.library import Library
from refdesk.files.references import CITED, TARGET
from refdesk.files.text import TextFile
from refdesk.pages.page import Page

_TARGET = rf"\]\({TARGET}(?:\s+[\"'][^\"'\n]*[\"'])?\)"  # in [text](target "title")
_CITATION = rf"\[(?<!\\\[){CITED}\]"
_ADDRESS = r"https?://[^\s)>\]]+"
_TAG = r"<[^<>]*>|\{[^{}\n]*\}"  # <br>, { #id }
# fields of data that hold no sentence, and the name of any other field
_NAMING = r"^[ -]*(?:id|page|from|to|field|series|column|sources?|value): .*$"
_FIELD = r"^[ -]*[a-z][a-z_-]*:(?= )"
_NO_WORDS = re.compile(
    "|".join([_TARGET, _CITATION, _ADDRESS, _TAG, _NAMING, _FIELD]), re.MULTILINE
)
# an address that was left behind is to be seen
_PREVIEW = re.compile(r"https?://(?:localhost|127\.0\.0\.1)")


@lru_cache(maxsize=1 << 14)
def prose_of_page(page: Page) -> tuple[TextFile, str]:
    """Return the file of a page and its text, with dots for targets, citations and tags and blanks
    for code.
    """
    return page.file, _words(page.text[: page.body_start] + page.scan.masked[page.body_start :])


@lru_cache(maxsize=1)
def prose_of_data(library: Library) -> tuple[tuple[TextFile, str], ...]:
    """Return the files of the data, each with its text with dots for targets, citations, tags and
    ids.
    """
    # Without titles of others, words without sentences, and what `make edition` writes.
    without = ("sources", "search_words", "synonyms", "chinese_words", "editions")
    return tuple((file, _words(file.text)) for file in data_texts(library, *without))


def data_texts(library: Library, *without: str) -> Iterator[TextFile]:
    """Yield the files of the data but those of some names."""
    yield from (entries.yaml.file for name, entries in library.files.items() if name not in without)
    yield from (series.entry.yaml.file for series in library.series.values())
    yield from (series.csv.file for series in library.written_series())


def _words(text: str) -> str:
    return _NO_WORDS.sub(
        lambda found: found[0] if _PREVIEW.search(found[0]) else "·" * len(found[0]), text
    )
