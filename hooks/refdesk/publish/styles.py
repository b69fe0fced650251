"""Style sheets: written in several files by what they style, sent to readers as one, without what they do not use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence, Set

JOINED = "assets/site.css"
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)
# A blank behind a colon is one behind the name of a property: no selector has any there.
_BLANKS = re.compile(r"""(?P<text>"[^"]*"|'[^']*')|\s*(?P<sign>[{};,])\s*|:\s+""")
_RULE = re.compile(r"(?P<selectors>[^{}]*)\{[^{}]*\}")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=(?P<name>[\w-]+)\]")
_EMPTY = re.compile(r"@[^{}]*\{\}")


def is_joined(path: str) -> bool:
    """Whether a style sheet that the configuration names goes into the joined one, if it is the site's own.

    Only files of the joined one's own folder do, so that the addresses in them still hold.
    """
    return posixpath.dirname(path) == posixpath.dirname(JOINED) and path.endswith(".css")


def join_styles(paths: Sequence[str], text_of: Callable[[str], str | None]) -> tuple[list[str], list[str], str]:
    """(paths to link, paths that went into the joined one, its text without comments), in the order given.

    ``text_of`` gives None for a file that is not the site's own.
    """
    linked: list[str] = []
    inside: list[str] = []
    parts: list[str] = []
    for path in paths:
        text = text_of(path) if is_joined(path) else None
        if text is None:
            linked.append(path)
            continue
        if not parts:
            linked.append(JOINED)
        inside.append(path)
        parts.append(_squeezed(_COMMENT.sub("", text)).strip())
    return linked, inside, "\n".join(parts) + "\n"


def _squeezed(text: str) -> str:
    """A style sheet without the blanks that mean nothing; those in a text between quotation marks stay."""
    return _BLANKS.sub(lambda match: match["text"] or match["sign"] or ":", text)


def without_colours(text: str, used: Set[str]) -> str:
    """A style sheet of the theme without the rules for colours that the site does not use."""

    def kept(rule: re.Match[str]) -> str:
        names = [_COLOUR.search(selector) for selector in rule["selectors"].split(",")]
        return "" if all(name is not None and name["name"] not in used for name in names) else rule.group()

    return _EMPTY.sub("", _RULE.sub(kept, text))
