"""``refdesk import FILE…``: adds the sources of other people's bibliographies to docs/data/sources.yml."""

import re
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from refdesk.contribute.formats import TABLE, Item, read_items
from refdesk.contribute.writing import as_yaml, insert, tell, words
from refdesk.data.library import load_library
from refdesk.data.models import OPEN, Source
from refdesk.files.checkout import DOCS, UnusableSiteError
from refdesk.html.text import HAN
from refdesk.problems.report import line_of

PATH = f"{DOCS}/data/sources.yml"
_FIELDS = [info.alias or name for name, info in Source.model_fields.items()]
_TYPES = get_args(Source.model_fields["type"].annotation)
_SIGNED = ("article-journal", "book", "chapter")  # known by their authors, others by who publishes them
_OWN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9.]+)+")
_DAY = re.compile(r"(\d{4})(?:\D(\d\d?))?(?:\D(\d\d?))?(?!\d)")
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "how", "in", "of", "on", "or", "the", "to", "why", "with"}


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Add the sources that are new; a file with a mistake stops all before anything is written."""
    file = load_library(root / DOCS).files.get("sources")
    if file is None or not file.readable:
        raise UnusableSiteError(line_of(file.problems[0]) if file else f"there is no {PATH}")
    known = {key: str(item.get("id")) for _, item in file.items for key in _identities(item)}
    new: dict[str, str] = {}
    entries = [(name, as_source(item)) for name in options.files for item in read_items(Path(name))]
    for name, entry in entries:
        same = next((known[key] for key in _identities(entry) if key in known), None)
        if same is not None:
            say(f"{name}: '{entry['title']}' is there already: {same}")
            continue
        while entry["id"] in new or entry["id"] in file.paths:
            entry["id"] += "-2"
        known |= dict.fromkeys(_identities(entry), entry["id"])
        new[entry["id"]] = as_yaml(entry)
    insert(root, PATH, new.items(), "id")
    tell(root, [PATH], say)
    return 0


def _identities(source: Mapping[str, Any]) -> Iterator[str]:
    """What no two sources share: DOI, address, title with date, and an id of the form of this site."""
    address = str(source.get("URL") or "").casefold().partition("://")[2].removeprefix("www.").rstrip("/")
    doi = str(source.get("DOI") or "").casefold()
    yield from (key for key in (address, doi and f"doi.org/{doi}") if "/" in key)
    yield f"{source.get('title')} ({source.get('issued')})"
    if _OWN_ID.fullmatch(str(source.get("id"))):
        yield str(source["id"])


def as_source(item: Item) -> dict[str, Any]:
    """A CSL item as an entry: our fields in order, of our types; what only a person knows is left open."""
    text = {name: _text(item.get(name)) for name in (*_FIELDS, "note")}
    kind = text["type"].casefold()
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text["DOI"], flags=re.IGNORECASE)
    is_own = _OWN_ID.fullmatch(text["id"]) is not None
    language = text["language"].replace("_", "-").partition("-")[0]
    entry: dict[str, Any] = {
        **text,
        "type": kind if kind in _TYPES else TABLE["types"].get(kind, "document"),
        "title": text["title"] or OPEN,
        "author": list(_authors(item.get("author"))),
        "publisher": text["publisher"] or text["container-title"] or OPEN,
        "container-title": text["container-title"] if text["publisher"] else "",
        "issued": _day(item.get("issued")) or (OPEN if item.get("issued") else ""),
        "accessed": _day(item.get("accessed")) or OPEN,
        "language": language if re.fullmatch("[a-z]{2}", language) else "zh" if HAN.search(text["title"]) else OPEN,
        "URL": text["URL"] or (f"https://doi.org/{doi}" if doi and not is_own else ""),
        "DOI": doi,
        "custom": item.get("custom") if is_own else None,
    }
    if not isinstance(entry["custom"], dict):
        gloss = {"gloss": (is_own and text["note"]) or OPEN} if entry["language"] != "en" else {}
        entry["custom"] = {"kind": OPEN, **gloss, "read": OPEN}
    entry["id"] = text["id"] if is_own else _name(entry)
    return {name: entry[name] for name in _FIELDS if entry[name]}


def _text(value: object) -> str:
    """A field as one line of text; a number stands for itself, anything else for nothing."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _day(value: object) -> str:
    """A date as we write it: from a text, or from the parts in which CSL has it."""
    if isinstance(value, list):  # of a period, the first day
        return _day(value[0]) if value else ""
    if isinstance(value, dict):
        parts = value.get("date-parts") or [value.get(name) for name in ("year", "month", "day")]
        value = "-".join(re.findall(r"\d+", str(parts))) or value.get("literal") or value.get("raw")
    match = _DAY.match(_text(value))
    return "-".join(f"{int(part):02}" for part in match.groups() if part) if match is not None else ""


def _authors(value: object) -> Iterator[dict[str, str]]:
    """Names in two parts, or literal where there is one part; a text may hold several names."""
    for one in value if isinstance(value, list) else re.split(r"\s*;\s*|\s+and\s+", _text(value)):
        family, _, given = _text(one).partition(", ")
        if isinstance(one, dict):
            parts = (_text(one.get(part)) for part in ("non-dropping-particle", "family", "literal"))
            family, given = " ".join(filter(None, parts)), _text(one.get("given"))
        if family:
            yield {"family": family, "given": given} if given else {"literal": family}


def _name(entry: Mapping[str, Any]) -> str:
    """An id of the form of this site: who, when, what."""
    authors = [words(one.get("family") or one["literal"].rpartition(" ")[2]) for one in entry["author"]]
    labels = entry["URL"].partition("://")[2].partition("/")[0].removeprefix("www.").split(".")[:-1]
    host = words(max(labels, key=len, default="").replace("-", ""))
    who = authors[:1] if entry["type"] in _SIGNED else [host]
    name = next((found[0] for found in (*who, words(entry["publisher"])) if found), "source")
    when = [entry["issued"]] if entry["issued"][:1].isdigit() else []
    what = [word for word in words(entry["title"]) if word not in _SMALL_WORDS]
    return "-".join([name, *when, *what[:2]])
