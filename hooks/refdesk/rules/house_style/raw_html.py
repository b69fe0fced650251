"""Raw HTML in pages: allowed elements and attributes, opening and closing tags, no Markdown in it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from refdesk.data.models import language_of
from refdesk.pages.page import Page
from refdesk.pages.rendered import Rendered
from refdesk.pages.scan import mask
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean
from refdesk.site.site import Site

RULES = (
    Rule(
        "malformed-html",
        explanation="An HTML element or attribute is not on the short list of pages, or lacks one of its two tags. "
        "Links and images are written in Markdown.",
        example="<detials>\n<summary>Sources</summary>\n</details>",
        fix="write the element with both its tags, or the same in Markdown. Put `<word>` between backticks.",
    ),
    Rule(
        "foreign-html",
        explanation="The finished page holds an element or an attribute that is not on the list, as a script could be.",
        example="*Funding*{ onclick='alert(1)' }",
        fix="remove it.",
        after=("malformed-html", "malformed-attributes", "malformed-link", "malformed-citation", "footnote"),
    ),
    Rule(
        "unclosed-comment",
        explanation="A comment does not end before the next one begins, or never. What stands between is lost.",
        example="<!-- to be checked\n\nThe text goes on here.",
        fix="end the comment with `-->`.",
    ),
)

_HEADING = re.compile("h[1-6]")
_GENERATED = frozenset({"input", "download"})  # only in generated HTML
_RESERVED = re.compile(r"(?:^|\s)rd-")
_VOID = frozenset({"br", "col", "hr", "wbr"})
_LINKS = {"a": "Write [text](target)", "img": "Write ![text](file)"}
_ELEMENTS = _VOID | {
    "abbr", "b", "blockquote", "caption", "cite", "code", "colgroup", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "ruby", "rp", "rt", "s",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul", "var",
}  # fmt: skip
# Elements whose whole content is HTML, unless they have the attribute markdown.
_BLOCKS = frozenset({"blockquote", "details", "div", "dl", "figcaption", "figure", "ol", "p", "section", "table", "ul"})
ATTRIBUTES = (
    "abbr", "alt", "cite", "class", "colspan", "datetime", "dir", "headers", "height", "hidden", "href", "hreflang",
    "id", "lang", "loading", "markdown", "name", "open", "rel", "role", "rowspan", "scope", "span", "src", "start",
    "title", "width",
)  # fmt: skip
_OWN_NAMES = re.compile(r"(?:data|aria)-[a-z-]+")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>@]*?)(?P<attributes>\s[^<>]*?)?/?>")
_ATTRIBUTE = re.compile(
    r"\s+(?P<name>[^\s\"'<>=/]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>]+)))?"
)
_MARKDOWN = re.compile(
    r"(?P<link>(?<!\\)!?\[[^\[\]\n]+\]\((?!term:|value:)[^()\n]*\))|(?<![\\*\w])\*\*(?=[^\s*])[^*\n<>]*[^\s*]\*\*"
    r"|^[ \t]*(?:[-*+]|\d+\.|#{1,6})[ \t]+\S",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|mailto:", re.IGNORECASE)
_TARGET = re.compile(r"(?:\\|\]\(|\]:)[ \t]*\Z")  # stands before angle brackets that hold no element
_NO_END = re.compile(rf"</?(?:{'|'.join(sorted(_ELEMENTS))})(?:\s+[a-z-]+\s*=[^<>]*|\s*)(?=<|\n\s*\n|\s*\Z)")
_WITHIN = r"(?:(?!-->|<!--)[^\x00])"
_UNCLOSED = re.compile(rf"<!--(?:(?P<early>-?>|{_WITHIN}*?--!>)|{_WITHIN}*+(?!-->))")


class _Open(NamedTuple):
    """An open element with the ends of its opening tag; ``is_raw`` means that no Markdown is read in it."""

    name: str
    start: int
    end: int
    is_raw: bool


def is_allowed(attribute: str) -> bool:
    """Whether an attribute is allowed in pages."""
    return attribute in ATTRIBUTES or _OWN_NAMES.fullmatch(attribute) is not None


def check_text(page: Page) -> Iterator[Problem]:
    """Reports elements and attributes that are not allowed, and elements that are not closed or not opened."""
    text = mask(page.text, elements=False)
    waiting: list[_Open] = []
    for match in _NO_END.finditer(text, page.body_start):
        yield page.problem("malformed-html", match.start(), "this tag has no > at its end", "End it with >")
    for match in _TAG.finditer(text, page.body_start):
        name = match["name"].lower()
        if _ADDRESS.match(name) or _TARGET.search(text, max(match.start() - 9, 0), match.start()):
            continue
        if name not in _ELEMENTS:
            if match["slash"]:
                continue  # reported at its opening tag
            hint = f"{did_you_mean(name, _ELEMENTS)} Text in angle brackets is written `<text>`, an address <https://…>"
            message = f"pages hold no element '<{match['name']}>'"
            yield page.problem("malformed-html", match.start(), message, _LINKS.get(name, hint.strip()))
        else:
            yield from _attributes(page, match)
            yield from _pairs(page, match, name, waiting)
    for opened in waiting:
        yield _never_closed(page, opened)
    yield from _comments(page)


def check_rendered(_: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Reports elements and attributes in the HTML of a page that are not allowed: Markdown may see HTML elsewhere."""
    found = rendered[page.uri].markup
    foreign = {tag for tag, name in found if not name and tag not in _ELEMENTS and not _HEADING.fullmatch(tag)}
    foreign |= {name for tag, name in found if name and tag in {*_ELEMENTS, *_LINKS} and not is_allowed(name)}
    foreign -= _GENERATED
    for name in sorted(foreign):
        pattern = re.compile(rf"(?<=<){re.escape(name)}\b|\b{re.escape(name)}\s*=", re.IGNORECASE)
        place = pattern.search(page.text, page.body_start)
        at = place.start() if place is not None else page.top
        yield page.problem("foreign-html", at, f"'{name}' comes out as HTML, and pages hold none", "Remove it")


def _comments(page: Page) -> Iterator[Problem]:
    """Reports comments that contain the next one, never end, or end earlier for a browser than for Markdown."""
    for opening in re.compile("<!--").finditer(mask(page.text, comments=False), page.body_start):
        match = _UNCLOSED.match(page.text, opening.start())
        if match is None:
            continue
        message = "this comment does not end before the next one begins"
        if is_last := "-->" not in page.text[match.end() :]:
            message = "this comment never ends"
        if match["early"]:
            message = "a browser ends this comment before its end"
        yield page.problem("unclosed-comment", match.start(), message, "End it with -->")
        if is_last:
            break  # the rest of the page is in it


def _attributes(page: Page, match: re.Match[str]) -> Iterator[Problem]:
    """Reports attributes that are not allowed or repeated, and invalid languages."""
    written = match["attributes"] or ""
    found = list(_ATTRIBUTE.finditer(written))
    if "".join(one.group() for one in found) != written.rstrip():
        yield page.problem("malformed-html", match.start(), "this tag is not well formed", 'Write name="value"')
        return
    seen: set[str] = set()
    for one in found:
        value_group = str(one.lastgroup)  # ``name`` if there is no value
        name, value = one["name"].lower(), one[value_group]
        at = match.start("attributes") + one.start("name")
        if not is_allowed(name):
            message = f"elements of pages have no attribute '{name}'"
            yield page.problem("malformed-html", at, message, did_you_mean(name, ATTRIBUTES))
        elif name == "class" and _RESERVED.search(value):
            yield page.problem("malformed-html", at, "classes that begin with 'rd-' are those of generated HTML")
        elif name in seen:
            yield page.problem("malformed-html", at, f"the attribute '{name}' stands twice in this tag", "Write one")
        elif name in {"lang", "hreflang"} and (meant := language_of(value)) is not None:
            at = match.start("attributes") + one.start(value_group)
            yield page.problem("malformed-html", at, f"'{value}' is the code of a country", f"Write {meant}")
        seen.add(name)


def _pairs(page: Page, match: re.Match[str], name: str, waiting: list[_Open]) -> Iterator[Problem]:
    """Reports what a tag closes wrongly or leaves open; ``waiting`` are the open elements."""
    if name in _VOID:
        if match["slash"]:
            yield page.problem("malformed-html", match.start(), f"'{name}' has no closing tag", f"Write <{name}>")
    elif not match["slash"]:
        is_raw = name in _BLOCKS and not re.search(r"\smarkdown\b", match["attributes"] or "")
        waiting.append(_Open(name, match.start(), match.end(), is_raw))
    elif name not in {opened.name for opened in waiting}:
        message = f"'</{name}>' closes an element that is not open"
        yield page.problem("malformed-html", match.start(), message, f"Open it with <{name}>, or remove it")
    else:
        while (inner := waiting.pop()).name != name:
            yield _never_closed(page, inner)
        if inner.is_raw and not any(outer.is_raw for outer in waiting):
            yield from _markdown(page, inner.end, match.start())


def _markdown(page: Page, start: int, end: int) -> Iterator[Problem]:
    """Reports Markdown in an element in which it is not read; there, marks of code hide no element."""
    code, text = mask(page.text, comments=False, elements=False)[start:end], page.text[start:end]
    if code != text:
        at = start + next(at for at, (sign, other) in enumerate(zip(code, text, strict=True)) if sign != other)
        yield page.problem("stray-mark", at, "this is no code: it stands in raw HTML", "Write <code> and &lt;")
    for match in _MARKDOWN.finditer(page.scan.masked, start, end):
        code = "malformed-link" if match["link"] else "stray-mark"
        message = "this stands in raw HTML and comes out as it is typed"
        yield page.problem(code, match.start(), message, "Give the HTML element around it the attribute markdown")


def _never_closed(page: Page, opened: _Open) -> Problem:
    message = f"the element '{opened.name}' is never closed"
    return page.problem("malformed-html", opened.start, message, f"Close it with </{opened.name}>")
