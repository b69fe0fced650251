"""Style sheets: written in several files by what they style, sent to readers as one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

JOINED = "assets/site.css"
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


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
        parts.append(_COMMENT.sub("", text).strip())
    return linked, inside, "\n".join(parts) + "\n"
