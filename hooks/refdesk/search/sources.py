"""Which source is meant: by words of its id, title, publisher, authors or date, in any script."""

import re
from collections.abc import Mapping
from functools import lru_cache

from refdesk.data.library import Library
from refdesk.data.models import Source
from refdesk.problems.problem import Swap
from refdesk.problems.suggest import suggest_name, unaccented
from refdesk.search.chinese import reading, simplified

_FEW = 3


def find_sources(library: Library, query: str) -> list[Source]:
    """Return the sources that hold the most words of a query, the newest first; Chinese is found by
    its pinyin, too.
    """
    words = set(_plain(query).split())
    held = {key: sum(word in text for word in words) for key, text in _texts(library).items()}
    most = max(held.values(), default=0)
    found = [library.sources[key] for key, count in held.items() if count == most > 0]
    return sorted(found, key=lambda source: source.issued or "", reverse=True)


def suggest_source(library: Library, key: str) -> tuple[str, Swap | None]:
    """Return the hint for an unknown key, and its certain correction if there is one."""
    hint, swap = suggest_name(key, library.known("sources"))
    if not hint:
        found = find_sources(library, re.sub(r"[\W_]", " ", key))
        perhaps = " or ".join(f"'{one.id}'" for one in found) if len(found) <= _FEW else ""
        hint = (f"Perhaps {perhaps}; " if perhaps else "") + (
            "'refdesk find WORDS' looks for a source"
        )
    return hint, swap


@lru_cache(maxsize=1)
def _texts(library: Library) -> Mapping[str, str]:
    """Return for each source the text in which words are looked for."""
    texts: dict[str, str] = {}
    for source in library.sources.values():
        named = [
            source.id,
            source.title,
            source.custom.gloss,
            source.publisher,
            source.container_title,
            source.issued,
        ]
        text = _plain(" ".join(filter(None, [*named, *map(str, source.author)])))
        texts[source.id] = f"{text} {reading(text)}"
    return texts


def _plain(text: str) -> str:
    """Return a text in small letters without accents, in simplified characters."""
    return unaccented(simplified(text))
