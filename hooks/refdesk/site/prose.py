"""The prose of a site: its pages and data without what is not language."""

import re
from functools import lru_cache

from refdesk.files.text import TextFile
from refdesk.site.site import Site

_NO_WORDS = re.compile(
    r"\]\((?!http://[l1])[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[(?<!\\\[)-?@[^\[\]]*\]|https?://(?![l1])[^\s)>\]]+|<[^<>]*>|\{[^{}\n]*\}"
    r"|^[ -]*(?:(?:id|page|from|to|field|series|column|sources?|value): .*$|[a-z][a-z_-]*:(?: TODO$|(?= )))",
    re.MULTILINE,
)


@lru_cache(maxsize=1)
def prose(site: Site) -> tuple[tuple[TextFile, str], ...]:
    """The files of pages and data, each with its text in which dots stand for targets, citations, tags and ids.

    Code is blank, addresses of a preview stay. Titles of sources and words of the search are not in it, nor a field
    that is still to be written, which is told as such.
    """
    texts = [
        (page.file, page.text[: page.body_start] + page.scan.masked[page.body_start :]) for page in site.pages.values()
    ]
    library, others = site.library, {"sources", "search_words", "synonyms"}
    files = [entries.yaml.file for name, entries in library.files.items() if name not in others]
    files += [file for one in library.series.values() for file in (one.entry.yaml.file, one.csv.file)]
    texts += [(file, file.text) for file in files]
    return tuple((file, _NO_WORDS.sub(lambda match: "·" * len(match.group()), text)) for file, text in texts)
