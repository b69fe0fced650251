"""How a source is named, and in what language its title is."""

from refdesk.data.models import Source
from refdesk.html.text import HAN


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
