"""The closed list of what a whole page of this site can hold, whoever made it: writer, block,
template or theme.

By its policy (Content-Security-Policy), a browser loads and runs nothing else: of inline scripts,
those of the theme.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path

_ELEMENTS = frozenset(
    {
        "a",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "circle",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "defs",
        "del",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "g",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "img",
        "input",
        "kbd",
        "label",
        "legend",
        "li",
        "line",
        "link",
        "main",
        "meta",
        "nav",
        "noscript",
        "ol",
        "option",
        "p",
        "path",
        "pre",
        "polygon",
        "polyline",
        "rect",
        "script",
        "section",
        "select",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "textarea",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "tspan",
        "ul",
        "use",
    }
)
_ATTRIBUTES = frozenset(
    {
        "action",
        "alt",
        "as",
        "autocapitalize",
        "autocomplete",
        "charset",
        "checked",
        "class",
        "clip-rule",
        "colspan",
        "content",
        "crossorigin",
        "cx",
        "cy",
        "d",
        "datetime",
        "defer",
        "dir",
        "download",
        "dx",
        "dy",
        "enterkeyhint",
        "fill",
        "fill-rule",
        "font-size",
        "for",
        "headers",
        "height",
        "hidden",
        "href",
        "hreflang",
        "http-equiv",
        "id",
        "inputmode",
        "lang",
        "loading",
        "maxlength",
        "name",
        "novalidate",
        "open",
        "opacity",
        "placeholder",
        "points",
        "preserveaspectratio",
        "property",
        "r",
        "rel",
        "required",
        "role",
        "rows",
        "rowspan",
        "rx",
        "ry",
        "scope",
        "spellcheck",
        "src",
        "start",
        "step",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-width",
        "tabindex",
        "text-anchor",
        "title",
        "transform",
        "type",
        "value",
        "viewbox",
        "width",
        "x",
        "x1",
        "x2",
        "xmlns",
        "y",
        "y1",
        "y2",
    }
)
_POLICY = "Content-Security-Policy"
_OF_SCRIPTS = re.compile(r"(?:data|aria)-[a-z-]+")
# A tag that every browser reads alike; a page holds no other sign < or >.
_VALUES = r"(?:\s+[a-zA-Z][\w:-]*(?:=(?:\"[^\"<>]*\"|[^\s\"'<>=`]+))?)*"
_TAG = re.compile(
    rf"</[a-z][\w-]*>|<(?P<name>[a-z][\w-]*)(?P<values>{_VALUES})\s*/?>", re.IGNORECASE
)
_VALUE = re.compile(r"([a-zA-Z][\w:-]*)(?:=(?:\"([^\"]*)\"|([^\s>]+)))?")
_SIGN = re.compile(r"<[^<>]*>?")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--).)*-->", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_SCRIPT = re.compile(r"(?P<tag><script\b[^<>]*>)(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_INLINE = re.compile(r'<script (?:src="|(?:id="__config" )?type="application/(?:ld\+)?json">)')
_OWN_ID = re.compile(r' id="(__[^"]*)"')  # of the theme, which looks for them
# an address of the site itself
_OWN = re.compile(r"(?![/\\]{2})(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
# signs of an address that browsers leave out, at least at its beginning
_PASSED_OVER = re.compile(r"[\x00-\x20]+")
_OUTSIDE = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
# links of a head that only name something
_NOT_LOADED = frozenset({"canonical", "license", "schema.DC", "alternate"})
_INLINE = re.compile(r"<script>(?P<body>.*?)</script>", re.DOTALL)
_FILLED = re.compile(r"\{\{.*?\}\}")  # where a template puts the path to the root of the site
_CHARSET = '<meta charset="utf-8">'


def theme_scripts(folders: Iterable[Path]) -> tuple[re.Pattern[str], ...]:
    """Return patterns for the inline scripts in the theme folders: only these are allowed
    to run.
    """
    paths = (
        path for folder in folders for path in sorted(folder.glob("partials/javascripts/*.html"))
    )
    bodies = (body for path in paths for body in _INLINE.findall(path.read_text(encoding="utf-8")))
    return tuple(
        re.compile(r"(?:[./]*|/[\w./~-]*)".join(map(re.escape, _FILLED.split(body))))
        for body in bodies
    )


def with_policy(
    html: str,
    scripts: Sequence[re.Pattern[str]] = (),
    *,
    from_disk: bool = False,
    preview: bool = False,
) -> str:
    """Return the page with its policy, right behind the declaration of the encoding.

    It allows everything from the site itself, nothing from elsewhere; of inline scripts those of
    the theme, no style. Pages that are read from the disk have no origin that 'self' could name:
    there, files take its place. To those of a preview the server adds an inline script, which
    differs with each request.
    """
    own = "'self' file:" if from_disk else "'self'"
    bodies = (
        body for body in _INLINE.findall(html) if any(script.fullmatch(body) for script in scripts)
    )
    digests = (base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies)
    inline = (
        " 'unsafe-inline'"
        if preview
        else "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
    )
    content = (
        f"default-src 'none'; script-src {own}{inline}; style-src {own}; "
        f"img-src {own} data:; "  # the icons of the theme stand in its style sheet
        f"font-src {own}; connect-src {own}; manifest-src {own}; worker-src {own}; base-uri "
        f"'none'; form-action {own}"
    )
    return html.replace(_CHARSET, f'{_CHARSET}<meta http-equiv="{_POLICY}" content="{content}">', 1)


def foreign(html: str, scripts: Collection[re.Pattern[str]]) -> list[str]:
    """Return what a whole page holds besides elements, attributes, addresses and inline scripts of
    the list.
    """
    found = [
        one["body"][:80]
        for one in _SCRIPT.finditer(html)
        if not _NOT_INLINE.match(one["tag"])
        and not any(known.fullmatch(one["body"]) for known in scripts)
    ]
    begin = _DOCTYPE.match(html)
    rest = _COMMENT.sub("", _SCRIPT.sub(r"\g<tag>", html[begin.end() if begin else 0 :]))
    found += sorted(tag[:80] for tag in set(_SIGN.findall(rest)) if not _is_listed(tag))
    return found + [name for name, count in Counter(_OWN_ID.findall(rest)).items() if count > 1]


@lru_cache(maxsize=1 << 16)
def _is_listed(sign: str) -> bool:
    """Return whether a tag is closed, or of an element whose attributes and addresses are those of
    this site.
    """
    tag = _TAG.fullmatch(sign)
    if tag is None or tag["name"] is None:
        return tag is not None
    name, found = tag["name"].lower(), _VALUE.findall(tag["values"])
    values = {attribute.lower(): unescape(quoted or bare) for attribute, quoted, bare in found}
    own = [values.get("src", ""), values.get("action", ""), values.get("href", "")]
    if _OUTSIDE.match(own[2]) if name == "a" else values.get("rel", "").rstrip() in _NOT_LOADED:
        own.pop()
    return (
        name in _ELEMENTS
        and len(values) == len(found)  # of one that stands twice browsers read the first
        and all(map(_OF_SCRIPTS.fullmatch, values.keys() - _ATTRIBUTES))
        and all(_OWN.match(_PASSED_OVER.sub("", address)) for address in filter(None, own))
        and values.get("http-equiv", _POLICY) == _POLICY
        # the theme would load a script from another host
        and "mermaid" not in values.get("class", "").split()
    )
