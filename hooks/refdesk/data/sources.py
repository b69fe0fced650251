"""How a source is named, and in what language its title is."""

import re
from collections import Counter
from collections.abc import Collection

from refdesk.data.models import Source
from refdesk.files.labels import _, _n, language
from refdesk.html.text import HAN


def kinds(number: int) -> dict[str, str]:
    """Return the words for the kinds of sources, one or several, in the order in which they are listed."""
    return {
        "official": _n("official text", "official texts", number),
        "statistics": _("statistics"),
        "state-media": _("state media"),
        "media": _("other press"),
        "scholarly": _n("scholarly work", "scholarly works", number),
        "analysis": _n("analysis", "analyses", number),
    }


def counted_kinds(sources: Collection[Source]) -> str:
    """Return how many sources there are, and how many of each kind: ``3 sources: 2 official texts, 1 other press``."""
    counts = Counter[str](source.custom.kind for source in sources)
    named = ((number, kinds(number)[kind]) for kind in kinds(1) if (number := counts[kind]))
    found = [_("{number} {kind}").format(number=number, kind=kind) for number, kind in named]
    return _n("1 source: {kinds}", "{number} sources: {kinds}", len(sources)).format(
        number=len(sources), kinds=_(", ").join(found)
    )


def short_name(source: Source) -> str:
    """Return a source as in a line of sources: ``National Bureau of Statistics 2025``, with the keeper of a copy."""
    publisher = re.split("[;(；（]", source.publisher)[0].strip()
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    year = source.issued[:4] if source.issued else _("n.d.")
    label = _("{publisher} {year}, via {keeper}") if keeper else _("{publisher} {year}")
    return label.format(publisher=publisher, year=year, keeper=(keeper or "").partition(",")[0])


def title_language(source: Source) -> str:
    """Return the language of a whole title for an attribute, '' for that of the page or with Chinese in it at most."""
    if source.language == (language() or "en"):
        return ""
    if source.language == "zh":
        return "zh-Hans" if HAN.search(source.title) else ""
    return source.language


def host(url: str) -> str:
    """Return the host name of an address, without www."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
