"""The search index as a script, which pages can load from a server and from the disk."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from refdesk.blocks.shown import holder
from refdesk.data.everyday_words import everyday_words
from refdesk.data.models import Synonyms
from refdesk.search.chinese import readings, traditional_forms
from refdesk.search.records import PageHtml, bilingual, read_entries
from refdesk.search.tables import table
from refdesk.site.site import Site

INDEX = "assets/search-index.{}.js"


def search_index(site: Site, pages: Mapping[str, PageHtml]) -> tuple[str, str]:
    """Return the path of the index (with a digest of its content, so that no cache serves an old one) and its text."""
    numbers = {uri: number for number, uri in enumerate(pages)}
    shown = [(series, holder(site, "series", series.id)) for series in site.library.series.values()]
    everyday = everyday_words(site.library.everyday) if site.library.everyday is not None else ()
    # In columns, which compress better than rows.
    rows = [(numbers[e.page], *e[1:5], "|".join(e.names), "|".join(e.keywords)) for e in read_entries(site, pages)]
    body: dict[str, object] = {
        "pages": [[page.url, page.title, *page.trail] for page in pages.values()],
        "entries": list(zip(*rows, strict=True)),
        "synonyms": list(_synonyms(site)),
        "tables": [table(series, numbers[page]) for series, page in shown if page in numbers],
        "everyday": {line.english: " ".join(word for _, word in line.chinese) for line in everyday},
    }
    used = frozenset(_json(body))
    body |= {"pinyin": readings(used), "traditional": traditional_forms(used)}
    script = f"refdeskSearch.load({_json(body)});\n"
    return INDEX.format(hashlib.sha256(script.encode()).hexdigest()[:10]), script


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _synonyms(site: Site) -> Iterator[list[str]]:
    """Yield synonyms: those of the data file, and names that a series gives in English and Chinese."""
    for group in site.library.entries(Synonyms).values():
        yield list(group.words)
    pairs = dict.fromkeys(pair for series in site.library.series.values() for pair in bilingual(series))
    yield from (list(pair) for pair in pairs if all(pair))
