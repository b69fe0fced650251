"""What other sources tell of a new one: its kind, publisher and language, and whether it is there
under another name.

All of it is a proposal, which a person confirms.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from refdesk.contribute.formats import TABLE
from refdesk.data.fields import TODO
from refdesk.data.models import Source

_FEWEST = 2  # sources of a host that say something of the next
_SHARE = 0.8  # of them that agree
_LEAST = 8  # signs of a name that tells a text from others
_DOI = re.compile(r"^10\.\d+(?=/)")
_OF_SOURCE: dict[str, Callable[[Source], str]] = {
    "kind": lambda source: source.custom.kind,
    "publisher": lambda source: source.publisher,
    "language": lambda source: source.language,
}
# what stands before or around the name of a text, where others print it
_AROUND = re.compile(r"^\W*(?:受权发布|授权发布|全文|权威发布)\W+|[（(]全文[）)]$")
_INNER = re.compile(r"《([^《》]+)》|关于印发(.+)的通知")
_NUMBER = re.compile(r"\w发\W?\d{4}\W?\d+号")  # of an official document, as in 国发〔2018〕4号


class Proposals:
    """What known sources tell of a new one."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = [*sources]
        self._of_host: dict[str, list[Source]] = defaultdict(list)
        for source in self._sources:
            self._of_host[_host(source.url or "", source.doi or "")].append(source)

    def fill(self, entry: dict[str, Any]) -> Iterator[str]:
        """Fill in what is open and others of the host agree on; yield each field with its value."""
        host = _host(entry.get("URL", ""), entry.get("DOI", ""))
        if entry["publisher"] in TABLE["sites"] and self._agreed(host, "publisher"):
            entry["publisher"] = TODO  # a site is not who answers for the text
        for field, record in (
            ("kind", entry["custom"]),
            ("publisher", entry),
            ("language", entry),
        ):
            proposed = self._agreed(host, field)
            if field == "kind" and not proposed:
                proposed = _kind_by_title(entry)
            if record.get(field) == TODO and proposed:
                record[field] = proposed
                yield f"{field} {proposed}"

    def _agreed(self, host: str, field: str) -> str:
        """Return what most sources of a host have in a field, '' where they are few or differ."""
        known = self._of_host.get(host, ()) if host else ()
        counted = Counter(map(_OF_SOURCE[field], known))
        for value, count in counted.most_common(1):
            if counted.total() >= _FEWEST and count >= _SHARE * counted.total():
                return value
        return ""

    def alike(self, entry: Mapping[str, Any]) -> list[str]:
        """Return the ids of sources that may be the same text under another name."""
        names, title = _names(entry["title"]), _plain(entry["title"])
        return [
            source.id
            for source in self._sources
            if names & _names(source.title)
            and not (title == _plain(source.title) and _are_two_days(entry, source))
        ]


def _host(url: str, doi: str) -> str:
    """Return the host of an address, or for a DOI the part that stands for its publisher."""
    host = urlsplit(url).netloc.removeprefix("www.").casefold()
    registrant = _DOI.match(doi or url.partition("doi.org/")[2])
    return registrant.group() if registrant is not None and host in {"", "doi.org"} else host


def _kind_by_title(entry: Mapping[str, Any]) -> str:
    """Return the kind that the title shows, or the type of a paper."""
    for kind, signs in TABLE["kinds"].items():
        if re.search(signs, entry["title"]):
            return str(kind)
    return "scholarly" if entry["type"] == "article-journal" else ""


def _plain(title: str) -> str:
    """Return a title without spaces and marks, in small letters."""
    return re.sub(r"[\W_]+", "", _AROUND.sub("", title)).casefold()


def _names(title: str) -> set[str]:
    """Return the names under which a text may stand elsewhere: its title, what is named in it, and
    its number.
    """
    inner = (part for found in _INNER.findall(title) for part in found if part)
    names = {_plain(name) for name in (title, *inner)}
    numbers = {_plain(number) for number in _NUMBER.findall(title)}
    return {name for name in names if len(name) >= _LEAST} | numbers


def _are_two_days(entry: Mapping[str, Any], source: Source) -> bool:
    """Return whether two texts came out on two days: reports of one name do."""
    days = entry.get("issued", ""), source.issued or ""
    return all(len(day) == len("2026-04-30") for day in days) and days[0] != days[1]
