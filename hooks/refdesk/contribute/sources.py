"""Items of CSL as sources of this site."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from refdesk.contribute.formats import TABLE, Item
from refdesk.contribute.writing import words
from refdesk.data.fields import OPEN, UNSEEN, language_of
from refdesk.data.models import Source

_FIELDS = [info.alias or name for name, info in Source.model_fields.items()]
_TYPES = get_args(Source.model_fields["type"].annotation)
_SIGNED = ("article-journal", "book", "chapter")  # known by their authors, others by who publishes them
_OWN_ID = re.compile(r"\d*[a-z][a-z0-9]*(-[a-z0-9.]+)+")
_DAY = re.compile(r"(?<!\d)(\d{4})(?:\D(0?[1-9]|1[0-2])(?:\D(0?[1-9]|[12]\d|3[01]))?)?(?!\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.).+?(?=[;,]?\s+(?:https?://|www\.)|$)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_PARTS = (("non-dropping-particle", "family", "suffix", "literal"), ("given", "dropping-particle"))  # of a name


def as_source(item: Item) -> dict[str, Any]:
    """Return a CSL item as an entry: our fields in order, of our types; what only a person knows is left open."""
    text = {name: _text(item.get(name)) for name in _FIELDS}
    title, publisher, container = (_plain(text[name]) for name in ("title", "publisher", "container-title"))
    named = text["type"].casefold()
    kind = named if named in _TYPES else TABLE["types"].get(named, "document")
    doi = re.sub(r"^.*?(?=10(\.\d+)?/)", "", text["DOI"])
    address = _ADDRESS.search(text["URL"])
    is_own = isinstance(item.get("custom"), dict)
    at_doi = f"https://doi.org/{doi}" if doi and not is_own else ""
    entry: dict[str, Any] = {
        **text,
        "type": kind,
        "title": title or OPEN,
        "author": list(_authors(item.get("author"))),
        "publisher": publisher or container or OPEN,
        "container-title": container if publisher or kind == "article-journal" else "",
        "issued": _day(item.get("issued")) or (OPEN if item.get("issued") else ""),
        "accessed": _day(item.get("accessed")) or OPEN,
        "language": _language(text["language"], title),
        "URL": re.sub("^www", "http://www", address[0]).replace("&amp;", "&") if address else at_doi,
        "DOI": "" if doi.startswith("10/") else doi,  # a short one, which its address holds
        "custom": item.get("custom"),
    }
    if not text["archive_location"].startswith("http"):  # a shelf
        entry["archive"] = entry["archive_location"] = ""
    if not is_own:
        gloss = {"gloss": OPEN} if entry["language"] != "en" else {}
        entry["custom"] = {"kind": OPEN, **gloss, "read": OPEN}
    entry["id"] = text["id"] if _OWN_ID.fullmatch(text["id"]) else _name(entry)
    return {name: entry[name] for name in _FIELDS if entry[name]}


def _text(value: object) -> str:
    """Return a field as one line of text; a number stands for itself, anything else for nothing."""
    return UNSEEN.sub("", " ".join(str(value).split())) if isinstance(value, str | int | float) else ""


def _plain(text: str) -> str:
    """Return a text without HTML, which some write for italics and small signs, and without the spans of pandoc."""
    return html.unescape(_TAG.sub("", re.sub(r"\[([^][]*)\]\{\.\w+\}", r"\1", text))).strip()


def _language(named: str, title: str) -> str:
    """Return the code of a language: the one that is named, else that of the script or the small words of the title."""
    first = re.split(r"[\W_]", named.casefold())[0]
    code = TABLE["languages"].get(first, first)
    if re.fullmatch("[a-z]{2}", code):
        return language_of(code) or code
    return next((code for code, signs in TABLE["signs"].items() if re.search(signs, title)), OPEN)


def _day(value: object) -> str:
    """Return a date as we write it: from a text, or from the parts in which CSL has it."""
    if isinstance(value, list):  # of a period, the first day
        return _day(value[0]) if value else ""
    if isinstance(value, dict):
        parts = value.get("date-parts") or [value.get(name) for name in ("year", "month", "day")]
        value = "-".join(re.findall(r"\d+", str(parts))) or value.get("literal") or value.get("raw")
    match = _DAY.search(_text(value))
    return "-".join(part.zfill(2) for part in match.groups() if part) if match is not None else ""


def _authors(value: object) -> Iterator[dict[str, str]]:
    """Yield names in two parts, or literal where there is one part; a text may hold several names."""
    for one in value if isinstance(value, list) else re.split(r"\s+and\s+", _text(value)):
        if isinstance(one, dict):
            names = [tuple(" ".join(_plain(_text(one.get(part))) for part in parts) for parts in _PARTS)]
        else:
            names = [name.partition(",")[::2] for name in re.split("[;；、]", _plain(_text(one)))]
        for family, given in ((" ".join(part.split()) for part in name) for name in names):
            if family:
                yield {"family": family, "given": given} if given else {"literal": family}


def _name(entry: Mapping[str, Any]) -> str:
    """Return an id of the form of this site: who, when, what."""
    authors = [_telling_words(one.get("family", one.get("literal", ""))) for one in entry["author"]]
    labels = entry["URL"].partition("://")[2].partition("/")[0].removeprefix("www.").split(".")[:-1]
    if len(labels) > 1 and labels[-1] in TABLE["domains"]:  # as in gov.cn or co.uk
        labels.pop()
    host = words("".join(labels[-1:]).replace("-", ""))
    who = authors[:1] if entry["type"] in _SIGNED or host == ["doi"] else [host]
    publisher = _telling_words(entry["publisher"])
    name = next((found[0] for found in (*who, publisher, *authors, host) if found), "source")
    when = [entry["issued"]] if entry["issued"][:1].isdigit() else []
    return "-".join([name, *when, *_telling_words(entry["title"])[:2]])


def _telling_words(text: str) -> list[str]:
    """Return the words of a text, without those that say little where there are others."""
    found = words(text.replace(OPEN, ""))
    return [word for word in found if word not in TABLE["small-words"]] or found
