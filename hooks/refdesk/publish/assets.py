"""Style sheets and scripts as readers get them: without comments and blanks, joined where pages load several."""

import re
from collections.abc import Iterable, Mapping

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


def is_changed(path: str) -> bool:
    """Whether a file of this published path reaches readers in another form than it is written."""
    return _OWN.fullmatch(path) is not None


def published_files(texts: Mapping[str, str], named: Iterable[str]) -> dict[str, str]:
    """Path -> text of the files to publish in place of ``texts``, which holds those that are to change.

    ``named`` are the style sheets and scripts of mkdocs.yml, in order.
    """
    parts: dict[str, list[str]] = {SEARCH: [path for path in _SEARCH_PARTS if path in texts]}
    for path in named:
        whole = joined_into(path)
        if whole is not None and path in texts:
            parts.setdefault(whole, []).append(path)
    inside = {path for paths in parts.values() for path in paths}
    made = {
        path: minified_script(text) if path.endswith(".js") else str(rcssmin.cssmin(text))
        for path, text in texts.items()
    }
    joined = {whole: "\n".join(made[path] for path in paths) + "\n" for whole, paths in parts.items() if paths}
    return {path: text for path, text in made.items() if path not in inside} | joined


def minified_script(text: str) -> str:
    """A script without its comments and the blanks that mean nothing."""
    return str(rjsmin.jsmin(text))
