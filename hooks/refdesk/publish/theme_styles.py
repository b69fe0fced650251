"""Joins the style sheets of the theme, without what it has for features and extensions that this
site does not use.
"""

import re
from collections.abc import Iterable, Iterator

THEME_STYLES = "assets/stylesheets/theme.css"
_SHEET = re.compile(r"assets/stylesheets/(?:main|palette)\.\w+\.min\.css(?:\.map)?")
# Classes that come with extensions of Markdown, features and plugins that mkdocs.yml does not name.
_EXTENSIONS = (
    "tabbed-set", "tabbed-labels", "tabbed-content", "tabbed-block", "tabbed-control",
    "tabbed-button", "keys", "highlighttable", "linenodiv", "linenos", "critic", "footnote",
    "footnote-ref", "footnote-backref", "task-list-item", "task-list-indicator",
    "task-list-control", "arithmatex", "katex-html", "emojione", "gemoji", "twemoji", "mermaid",
    "giscus", "cards", "card",
)  # fmt: skip
_FEATURES = (
    "annotation", "annotation-list", "author", "banner", "clipboard", "code", "consent",
    "content--post", "feedback", "input", "meta", "nav--integrated", "pagination", "path", "post",
    "profile", "progress", "search", "search-result", "select", "sidebar--post", "social",
    "source__fact", "source__facts", "tag", "tag-icon", "tag-shadow", "tags", "tooltip",
    "tooltip2", "version",
)  # fmt: skip
_UNUSED_CLASS = re.compile(
    rf"(?:{'|'.join(_EXTENSIONS)}|md-(?:{'|'.join(_FEATURES)})(?:__[\w-]+|--\w+)*)"
)
# Boxes of these kinds look as a note does.
_KINDS = {
    "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug",
    "example", "quote",
}  # fmt: skip
_NAMED_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
# The colours of the theme: those of this site are its own (palette.css).
_UNUSED_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=")
# What stands in these does not have to be there for a selector to be met.
_ALTERNATIVES = re.compile(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)")
_PIECE = re.compile(r"""[{}]|(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{}"'])+""")
_SELECTOR = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|[^,()])+")
_SET = re.compile(r"""(?<=[{;])(--md-[\w-]+):(?:"(?:\\.|[^"\\])*"|[^;{}"])*(?:;|(?=\}))""")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_EMPTY = re.compile(r"(?<=[{}])[^{}]+\{\}")


def is_of_theme(path: str) -> bool:
    """Return whether the file with this path is a style sheet of the theme, or its map."""
    return _SHEET.fullmatch(path) is not None


def is_left_out(name: str) -> bool:
    """Return whether the theme's rules for a class are left out."""
    return _UNUSED_CLASS.fullmatch(name) is not None


def without_unused(sheet: str, others: Iterable[str]) -> str:
    """Return a minified sheet without rules for unused classes and without variables that neither
    it nor the others ask for.
    """
    kept = "".join(_kept(sheet))
    asked = set(_ASKED.findall("".join((kept, *others))))
    return _EMPTY.sub("", _SET.sub(lambda found: found[0] if found[1] in asked else "", kept))


def _kept(sheet: str) -> Iterator[str]:
    """Yield each rule of a sheet, with the selectors that can be met; no rule if none can."""
    for head, body in _rules(sheet):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_kept(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            met = [one for one in _SELECTOR.findall(head) if _can_be_met(one)]
            if met:
                yield f"{','.join(met)}{{{body}}}"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each outermost pair of braces, and what stands in it."""
    head, body, depth = "", "", 0
    for piece in _PIECE.findall(sheet):
        depth -= piece == "}"
        if depth:
            body += piece
        elif piece == "}":
            yield head, body
            head, body = "", ""
        elif piece != "{":
            head += piece
        depth += piece == "{"


def _can_be_met(selector: str) -> bool:
    needed = _ALTERNATIVES.sub("", selector)
    return not _UNUSED_COLOUR.search(needed) and not any(
        is_left_out(name) or name in _KINDS for name in _NAMED_CLASS.findall(needed)
    )
