"""The prose of pages and data, without targets of links, citations, tags and code; addresses of a preview stay."""

import re
from functools import lru_cache

from refdesk.data.library import Library
from refdesk.files.text import TextFile
from refdesk.pages.page import Page

_NO_WORDS = re.compile(
    r"\]\((?!http://[l1])[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[(?<!\\\[)-?@[^\[\]]*\]|https?://(?![l1])[^\s)>\]]+|<[^<>]*>|\{[^{}\n]*\}"
    r"|^[ -]*(?:(?:id|page|from|to|field|series|column|sources?|value): .*$|[a-z][a-z_-]*:(?: TODO$|(?= )))",
    re.MULTILINE,
)


@lru_cache(maxsize=1 << 10)
def prose_of_page(page: Page) -> tuple[TextFile, str]:
    """Returns the file of a page and its text, with dots for targets, citations and tags and blanks for code."""
    return page.file, _words(page.text[: page.body_start] + page.scan.masked[page.body_start :])


@lru_cache(maxsize=1)
def prose_of_data(library: Library) -> tuple[tuple[TextFile, str], ...]:
    """Returns the files of the data, each with its text with dots for targets, citations, tags and ids.

    Left out are the titles of sources, the words of the search, and fields that are still to be written, which another
    rule reports.
    """
    others = {"sources", "search_words", "synonyms"}
    files = [entries.yaml.file for name, entries in library.files.items() if name not in others]
    files += [file for one in library.series.values() for file in (one.entry.yaml.file, one.csv.file)]
    return tuple((file, _words(file.text)) for file in files)


def _words(text: str) -> str:
    return _NO_WORDS.sub(lambda match: "·" * len(match.group()), text)
