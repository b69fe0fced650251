"""Items of CSL as sources of this site."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from refdesk.contribute.formats import TABLE, Item
from refdesk.contribute.writing import words
from refdesk.data.fields import TODO, language_of
from refdesk.data.models import Source
from refdesk.files.text import INVISIBLE
from refdesk.html.text import HAN

_FIELDS = [info.alias or name for name, info in Source.model_fields.items()]
_TYPES = get_args(Source.model_fields["type"].annotation)
# known by their authors, others by who publishes them
_SIGNED = ("article-journal", "book", "chapter")
_OWN_ID = re.compile(r"\d*[a-z][a-z0-9]*(-[a-z0-9.]+)+")
_DAY = re.compile(r"(?<!\d)(\d{4})(?:\D(0?[1-9]|1[0-2])(?:\D(0?[1-9]|[12]\d|3[01]))?)?(?!\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.).+?(?=[;,]?\s+(?:https?://|www\.)|$)")
_TAG = re.compile(
    r"(?i)</?(?:[ibup]|em|strong|su[bp]|span|br|scp?|(?:jats|mml):[\w-]+)(?:\s[^<>]*)?/?>"
)
_NO_SCHEME = re.compile(r"^(?=[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$))")
# a title, and what stands behind it, set off: the name of a site, or of a part of one
_BEHIND = re.compile(
    r"(?P<title>.*\S)(?:\s*(?:[|｜_]|--|——)\s*|\s+[-–—]\s+|-(?=[\u3400-\u9fff]))(?P<behind>[^|｜_]+)"
)
_TAKEN = {"id", "type", "language", "accessed", "DOI"}  # in words of their own
# of a name
_PARTS = (("non-dropping-particle", "family", "suffix", "literal"), ("given", "dropping-particle"))


def as_source(item: Item) -> dict[str, Any]:
    """Return a CSL item as an entry: our fields in order, of our types; what only a person knows is
    left open.
    """
    text = {name: _text(item.get(name)) for name in _FIELDS}
    publisher, container = _plain(text["publisher"]), _plain(text["container-title"])
    title = _without_site(_plain(text["title"]), [publisher, container])
    kind = _type(text["type"])
    doi = re.sub(r"^.*?(?=10(\.\d+)?/)", "", text["DOI"])
    is_own = isinstance(item.get("custom"), dict)
    at_doi = f"https://doi.org/{doi}" if doi and not is_own else ""
    language = _language(text["language"], title)
    entry: dict[str, Any] = {
        **text,
        "type": kind,
        "title": title or TODO,
        "author": list(_people(item.get("author"))),
        "editor": list(_people(item.get("editor"))),
        "publisher": publisher or container or TODO,
        "container-title": container if publisher or kind == "article-journal" else "",
        "issued": _day(item.get("issued")) or (TODO if item.get("issued") else ""),
        "accessed": _day(item.get("accessed")) or TODO,
        "language": language,
        "URL": _address(text["URL"]) or at_doi,
        "DOI": "" if doi.startswith("10/") else doi,  # a short one, which its address holds
        "custom": item["custom"] if is_own else _custom(language),
    }
    is_on_shelf = not text["archive_location"].startswith("http")
    if is_on_shelf:
        entry["archive"] = entry["archive_location"] = ""
    entry["id"] = text["id"] if _OWN_ID.fullmatch(text["id"]) else _name(entry)
    return {name: entry[name] for name in _FIELDS if entry[name]}


def _type(named: str) -> str:
    """Return the type of CSL for a word, which is one or what another program calls one."""
    name = named.casefold()
    return name if name in _TYPES else TABLE["types"].get(name, "document")


def _address(text: str) -> str:
    """Return the first web address in a text, with its scheme, or ""."""
    once = re.sub(r"^(?:(?:https?://)?(?:dx\.)?doi\.org/){2,}", "https://doi.org/", text)
    address = _ADDRESS.search(_NO_SCHEME.sub("https://", once))
    if address is None:
        return ""
    return re.sub("^www", "http://www", address[0]).replace("&amp;", "&")


def _custom(language: str) -> dict[str, str]:
    """Return the fields of our own, open."""
    gloss = {"gloss": TODO} if language != "en" else {}
    return {"kind": TODO, **gloss, "read": TODO}


def _text(value: object) -> str:
    """Return a field as one line of text; a number stands for itself, anything else for nothing."""
    return (
        INVISIBLE.sub("", " ".join(str(value).split()))
        if isinstance(value, str | int | float)
        else ""
    )


def _plain(text: str) -> str:
    """Return a text without HTML, which some write for italics and small signs, and without the
    spans of pandoc.
    """
    return html.unescape(_TAG.sub("", re.sub(r"\[([^][]*)\]\{\.\w+\}", r"\1", text))).strip()


def _without_site(title: str, names: Iterable[str]) -> str:
    """Return a title without the names of sites behind it, known ones and those that are given."""
    sites = {name.casefold() for name in (*TABLE["sites"], *names) if name}
    while (match := _BEHIND.fullmatch(title)) is not None:
        behind = match["behind"].casefold()
        if behind not in sites and not behind.endswith("频道"):
            break
        title = match["title"]
    return title


def _language(named: str, title: str) -> str:
    """Return the code of a language: the one that is named, else that of the script or the small
    words of the title.
    """
    first = re.split(r"[\W_]", named.casefold())[0]
    code = TABLE["languages"].get(first, first)
    if re.fullmatch("[a-z]{2}", code):
        return language_of(code) or code
    return next((code for code, signs in TABLE["signs"].items() if re.search(signs, title)), TODO)


def _day(value: object) -> str:
    """Return a date as we write it: from a text, or from the parts in which CSL has it."""
    if isinstance(value, list):  # of a period, the first day
        return _day(value[0]) if value else ""
    if isinstance(value, dict):
        parts = value.get("date-parts") or [value.get(name) for name in ("year", "month", "day")]
        value = "-".join(re.findall(r"\d+", str(parts))) or value.get("literal") or value.get("raw")
    match = _DAY.search(_text(value))
    return "-".join(part.zfill(2) for part in match.groups() if part) if match is not None else ""


def _people(value: object) -> Iterator[dict[str, str]]:
    """Yield names in two parts, or literal where there is one part; a text may hold several
    names.
    """
    for one in value if isinstance(value, list) else re.split(r"\s+and\s+", _text(value)):
        if isinstance(one, dict):
            names = [
                tuple(" ".join(_plain(_text(one.get(part))) for part in parts) for parts in _PARTS)
            ]
        else:
            names = [
                name for text in re.split("[;；、]", _plain(_text(one))) for name in _names(text)
            ]
        for family, given in ((" ".join(part.split()) for part in name) for name in names):
            if family:
                yield {"family": family, "given": given} if given else {"literal": family}


def _names(text: str) -> list[tuple[str, ...]]:
    """Return family and given name of each person: between Chinese names, a comma may stand as
    between persons.
    """
    first, *others = parts = [part.strip() for part in re.split("[,，]", text)]
    is_one = len(parts) == 2 and (
        len(first) == 1 or len(others[0]) == 1 or first in TABLE["double-families"]
    )
    if not HAN.search(text) or is_one:
        return [(first, ", ".join(others))]
    return [(part, "") for part in parts]


def left_out(item: Item, entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of an item that hold a word, a number or a sign which its entry does not."""
    kept = set(_pieces(entry))
    for name, value in item.items():
        if name not in _TAKEN and not kept.issuperset(_pieces(value)):
            yield name


def _pieces(value: object) -> Iterator[str]:
    """Yield the words, numbers and telling signs of all texts in a value, in small letters."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _pieces(one)
    else:
        text = _plain(_text(value)).casefold()
        yield from (piece.lstrip("0") for piece in re.findall(r"[^\W_]+|[&%#$€<>]", text))


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
    # some programs write the month of a paper, others its year alone
    issued = entry["issued"][:4] if entry["type"] in _SIGNED else entry["issued"]
    when = [issued] if issued[:1].isdigit() else []
    return "-".join([name, *when, *_telling_words(entry["title"])[:2]])


def _telling_words(text: str) -> list[str]:
    """Return the words of a text, without those that say little where there are others."""
    found = words(text.replace(TODO, ""))
    return [word for word in found if word not in TABLE["small-words"]] or found
