"""Style sheets and scripts as readers get them: without comments and blanks, joined where pages load several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

import rcssmin
import rjsmin

from refdesk.site.assets import joined_into

SEARCH = "assets/scripts/search.js"
# The parts of the search, each behind those that it needs; loaded together when the search is first used.
_SEARCH_PARTS = (
    "assets/vendor/minisearch/minisearch.js",
    *(f"assets/scripts/search-{part}.js" for part in ("text", "chinese", "engine", "documents")),
)
_OWN = re.compile(r"assets/(?:styles/.+\.css|(?:scripts|vendor)/.+\.js)")
_THEME_COLOURS = re.compile(r"assets/stylesheets/palette\..+\.css")
_RULE = re.compile(r"(?P<selectors>[^{}]*)\{[^{}]*\}")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=(?P<name>[\w-]+)\]")
_EMPTY = re.compile(r"@[^{}]*\{\}")


def is_changed(path: str) -> bool:
    """Whether a file of this published path reaches readers in another form than it is written."""
    return _OWN.fullmatch(path) is not None or _THEME_COLOURS.fullmatch(path) is not None


def published_files(texts: Mapping[str, str], named: Iterable[str], colours: Set[str]) -> dict[str, str]:
    """Path -> text of the files to publish in place of ``texts``, which holds those that are to change.

    ``named`` are the style sheets and scripts of mkdocs.yml, in order; ``colours`` those of the theme that are used.
    """
    parts: dict[str, list[str]] = {SEARCH: [path for path in _SEARCH_PARTS if path in texts]}
    for path in named:
        whole = joined_into(path)
        if whole is not None and path in texts:
            parts.setdefault(whole, []).append(path)
    inside = {path for paths in parts.values() for path in paths}
    made = {path: _finished(path, text, colours) for path, text in texts.items()}
    joined = {whole: "\n".join(made[path] for path in paths) + "\n" for whole, paths in parts.items() if paths}
    return {path: text for path, text in made.items() if path not in inside} | joined


def _finished(path: str, text: str, colours: Set[str]) -> str:
    if _THEME_COLOURS.fullmatch(path):
        return without_colours(text, colours)
    return minified_script(text) if path.endswith(".js") else str(rcssmin.cssmin(text))


def minified_script(text: str) -> str:
    """A script without its comments and the blanks that mean nothing."""
    return str(rjsmin.jsmin(text))


def without_colours(text: str, used: Set[str]) -> str:
    """A style sheet of the theme without the rules for colours that the site does not use."""

    def kept(rule: re.Match[str]) -> str:
        names = [_COLOUR.search(selector) for selector in rule["selectors"].split(",")]
        return "" if all(name is not None and name["name"] not in used for name in names) else rule.group()

    return _EMPTY.sub("", _RULE.sub(kept, text))
