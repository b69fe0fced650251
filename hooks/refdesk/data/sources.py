"""How a source is named, and in what language its title is."""

from collections import Counter
from collections.abc import Collection

from refdesk.data.models import Source
from refdesk.html.text import HAN

# The kinds of sources in the order in which they are listed: the words for one and for several.
KINDS = {
    "official": ("official text", "official texts"),
    "statistics": ("statistics", "statistics"),
    "state-media": ("state media", "state media"),
    "media": ("other press", "other press"),
    "scholarly": ("scholarly work", "scholarly works"),
    "analysis": ("analysis", "analyses"),
}


def counted_kinds(sources: Collection[Source]) -> str:
    """Return how many sources there are, and how many of each kind: ``3 sources: 2 official texts, 1 other press``."""
    counts = Counter[str](source.custom.kind for source in sources)
    kinds = [f"{counts[kind]} {words[counts[kind] > 1]}" for kind, words in KINDS.items() if counts[kind]]
    return f"{len(sources)} source{'s' if len(sources) > 1 else ''}: {', '.join(kinds)}"


def short_name(source: Source) -> str:
    """Return a source as in a line of sources: ``National Bureau of Statistics 2025``, with the keeper of a copy."""
    publisher = source.publisher.partition(";")[0].partition("(")[0].strip()
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    via = f", via {keeper.partition(',')[0]}" if keeper else ""
    return f"{publisher} {source.issued[:4] if source.issued else 'n.d.'}{via}"


def title_language(source: Source) -> str:
    """Return the language of a whole title for an attribute, '' for one in English or with Chinese in it at most."""
    if source.language == "zh":
        return "zh-Hans" if HAN.search(source.title) else ""
    return "" if source.language == "en" else source.language


def host(url: str) -> str:
    """Return the host name of an address, without www."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
