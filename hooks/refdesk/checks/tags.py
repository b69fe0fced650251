"""HTML elements: each is one that HTML knows, is opened and closed, and its tags are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.checks.suspicion import Suspicion
from refdesk.data.language_codes import slip
from refdesk.pages.page import Page
from refdesk.probe import Trace
from refdesk.problems.suggest import closest, misspelled

_ATTRIBUTES = r"(?:\s+[^\s\"'<>=/]+(?:\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'<>]+))?)*\s*"
_TAG = re.compile(rf"<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>@]*?)(?:{_ATTRIBUTES}|(?P<odd>\s[^<>]*?))(?P<end>/?)>")
_VOID = frozenset(
    {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr"}
)  # fmt: skip
# Elements that end by themselves where another begins.
_ENDING = frozenset(
    {"body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", "tbody",
     "td", "tfoot", "th", "thead", "tr"}
)  # fmt: skip
_PAIRED = frozenset(
    {"a", "abbr", "acronym", "address", "applet", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blink",
     "blockquote", "button", "canvas", "caption", "center", "cite", "code", "data", "datalist", "del", "details", "dfn",
     "dialog", "dir", "div", "dl", "em", "fieldset", "figcaption", "figure", "font", "footer", "form", "frameset", "h1",
     "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "i", "iframe", "ins", "kbd", "label", "legend", "main", "map",
     "mark", "marquee", "math", "menu", "meter", "nav", "nobr", "noframes", "noscript", "object", "ol", "output",
     "picture", "pre", "progress", "q", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small",
     "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "template", "textarea", "time",
     "title", "tt", "u", "ul", "var", "video"}
)  # fmt: skip
_KNOWN = _VOID | _ENDING | _PAIRED
_BROKEN = re.compile(
    r"</?(?P<name>[a-z][a-z0-9]*)\s+[a-z-]+\s*=\s*[\"'][^<>]*(?=<|\Z)|</(?P<bare>[a-z][a-z0-9]*)\s*(?=<|\n|\Z)"
)
_ADDRESS = re.compile(r"[a-z]+:/", re.IGNORECASE)
_NEARLY_ADDRESS = re.compile(r"(?P<scheme>https?)(?::/?|//:?|/:/+)(?![/:])(?P<rest>[^\s<>]*\.[^\s<>]+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s(?P<name>[^\s\"'<>=/]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_TARGET = re.compile(r"(?:\\|\]\(|\]:)[ \t]*\Z")  # what stands before a tag that is none
_HOST = re.compile(r"(?:www\.[\w-]+|(?:[\w-]+\.)+(?:com|org|net|io|dev|gov|edu|cn|info))\b[^\s<>]*", re.IGNORECASE)
_FILE = re.compile(r"[^\s<>:]+\.(?:md|markdown|html?|png|svg|jpe?g|pdf|csv)(?:#[^\s<>]*)?")
_UNSEEN = "it is read as an HTML element, which readers do not see"


class _Open(NamedTuple):
    """An element that waits for its closing tag; a ``misspelled`` one is reported already."""

    name: str
    start: int
    misspelled: bool = False


def check_page(page: Page, *, templates: bool, strict: bool) -> Iterator[Suspicion]:
    """Tags of no element, elements opened and never closed or closed and never opened, tags that do not end.

    Where ``templates`` put in text, only what is no element is certain. Where it is not ``strict``, ``</br>`` stands
    for ``<br>``, as browsers read it.
    """
    if "<" not in page.text:
        return
    text = page.scan.masked
    waiting: list[_Open] = []
    forgiven: list[str] = []  # closing tags whose opening ones are reported
    for match in _BROKEN.finditer(text, page.body_start):
        name = match["name"] or match["bare"]
        if name in _KNOWN and "<" in text[match.end() : match.end() + 1] + match.group()[:1]:
            yield _suspicion(match.start(), "this tag has no > at its end", "End it with >", always=True)
            forgiven.append(name)
    for match in _TAG.finditer(text, page.body_start):
        name = match["name"].lower()
        if name == "br" and match["slash"] and not strict:
            continue
        if (nearly := _NEARLY_ADDRESS.fullmatch(match["name"])) is not None:
            message = f"'<{match['name']}>' is no address: {_UNSEEN}"
            yield _suspicion(match.start(), message, f"Write <{nearly['scheme']}://{nearly['rest']}>")
            continue
        if _ADDRESS.match(name) or _TARGET.search(text, max(match.start() - 9, 0), match.start()):
            continue
        if name not in _KNOWN:
            yield from _unknown(match, waiting)
        elif not templates:
            yield from _known(match, name, waiting, forgiven)
            yield from _twice(match, strict=strict)
            yield from _language(match) if strict and "lang" in match.group() else ()
    for opened in waiting:
        if opened.name not in _ENDING and not opened.misspelled and not templates and opened.name not in forgiven:
            yield _never_closed(opened)


def _known(match: re.Match[str], name: str, waiting: list[_Open], forgiven: list[str]) -> Iterator[Suspicion]:
    """What is wrong with the tag of a known element; ``waiting`` are the elements that are open where it stands."""
    if (match["odd"] or "").count('"') % 2:
        message = f"a quotation mark in the tag of '{name}' is never closed"
        yield _suspicion(match.start(), message, 'An attribute is written name="value"', always=True)
    needed = "" if match["slash"] else {"a": "href", "img": "src"}.get(name, "")
    names = [attribute["name"].lower() for attribute in _ATTRIBUTE.finditer(match.group())] if needed else []
    if needed and not any(re.search(rf"(?<![a-z]){needed}(?:set)?\Z", one) for one in names):  # or data-src, :href
        near = next((one for one in names if sorted(one) == sorted(needed)), None) or closest(needed, names, 0.7)
        if near or (name == "img" and names):
            message = f"'{near}' is no attribute of '{name}'" if near else "this image names no file"
            yield _suspicion(match.start(), message, f'Write {needed}="address"')
    if name in _VOID:
        if match["slash"]:
            yield _suspicion(match.start(), f"'{name}' holds nothing and has no closing tag", f"Write <{name}>")
    elif not match["slash"]:
        if not match["end"] or match["odd"]:
            waiting.append(_Open(name, match.start()))
    elif any(opened.name == name for opened in waiting):
        while (inner := waiting.pop()).name != name:
            if inner.name not in _ENDING and not inner.misspelled:
                yield _never_closed(inner)
                forgiven.append(inner.name)
    elif name in forgiven:
        forgiven.remove(name)
    else:
        message = f"'</{name}>' closes an element that is not open"
        yield _suspicion(match.start(), message, f"Open it with <{name}>, or remove it")


def _twice(match: re.Match[str], *, strict: bool) -> Iterator[Suspicion]:
    """Attributes that stand twice in a tag; where it is not ``strict``, those alone that say two different things."""
    first: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(match.group()) if match.group().count("=") > 1 else ():
        name, value = attribute["name"].lower(), attribute["value"].strip("\"'")
        if name in first and (strict or first[name] != value):
            message = f"the attribute '{name}' stands twice in the tag of '{match['name']}': only the first counts"
            slip = _suspicion(match.start(), message, "Write one of them, with all that it is to say")
            yield slip._replace(offset=match.start() + attribute.start("name"))
        first.setdefault(name, value)


def _language(match: re.Match[str]) -> Iterator[Suspicion]:
    """A language that is none, or is a country: then a screen reader speaks the text as if it were of this page."""
    for attribute in _ATTRIBUTE.finditer(match.group()):
        wrong = slip(attribute["value"].strip("\"'")) if attribute["name"].lower() in {"lang", "hreflang"} else None
        if wrong is not None:
            at = match.start() + attribute.start("value")
            at += match.string[at] in {'"', "'"}
            hint = f"Write {wrong[1]}" if wrong[1] else "Write the code of ISO 639-1, such as en or zh"
            yield _suspicion(match.start(), wrong[0], hint)._replace(offset=at)


def _never_closed(opened: _Open) -> Suspicion:
    message = f"the element '{opened.name}' is never closed"
    return _suspicion(opened.start, message, f"Close it with </{opened.name}>")


def _unknown(match: re.Match[str], waiting: list[_Open]) -> Iterator[Suspicion]:
    """A tag of no element: misspelled, an address, or text in angle brackets."""
    name = match["name"]
    near = _near(name.lower())
    shown = f"<{match['slash']}{name}>"
    if match["slash"]:
        opened = next((one for one in reversed(waiting) if one.name in {near, name}), None)
        if opened is not None:
            waiting.remove(opened)
            if opened.name == name:
                return  # its opening tag is reported
    elif not match["end"]:
        waiting.append(_Open(near or name, match.start(), misspelled=True))
        if near:
            waiting.append(_Open(name, match.start(), misspelled=True))
    if _HOST.fullmatch(name):
        hint = f"Write <https://{name}>"
    elif _FILE.fullmatch(name) or ":" in name:
        hint = f"Write [text]({name})"
    elif "-" in name:
        return  # an element of a script
    else:
        hint = f"{f'Did you mean <{near}>? ' if near else ''}Text in angle brackets is written `{shown}`"
    yield _suspicion(match.start(), f"HTML has no element '{shown}': {_UNSEEN}", hint)


def _near(name: str) -> str:
    """The element that a misspelled one was meant as ('' when none is near)."""
    swapped = [known for known in sorted(_KNOWN) if len(known) > 2 and sorted(known) == sorted(name)]
    return (swapped[0] if swapped else misspelled(name, sorted(_KNOWN))) or ""


def _suspicion(start: int, message: str, hint: str, *, always: bool = False) -> Suspicion:
    """A suspicion of a tag: it is one, if it does not come out as the text that it is."""

    def is_tag(trace: Trace, number: int) -> bool:
        return number in trace.text and (always or not trace.before(number, "<"))

    return Suspicion("malformed-html", start, message, hint, start, is_tag)
