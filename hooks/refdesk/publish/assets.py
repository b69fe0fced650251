"""Minifies and joins style sheets and scripts; writes the service worker."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import rcssmin
import rjsmin

from refdesk.files.text import read_text
from refdesk.publish.theme_styles import THEME_STYLES, is_of_theme, without_unused
from refdesk.site.generated import joined_into

SEARCH = "assets/scripts/search.js"
_OWN = re.compile(r"assets/(?:styles/.+\.css|(?:scripts|vendor)/.+\.js)")
EXPLORER_DATA = "assets/scripts/explore/data.js"
KNOWN_DATA = "assets/scripts/form/known.js"
# The scripts that some pages load besides those of mkdocs.yml: each joined from parts, in the order
# that they need.
_JOINED = {
    SEARCH: (
        "assets/vendor/minisearch/minisearch.js",
        *(f"assets/scripts/search-{part}.js" for part in ("text", "chinese", "engine")),
    ),
    "assets/scripts/explorer.js": (
        EXPLORER_DATA,
        *(f"assets/scripts/explore/{part}.js" for part in ("choice", "shown", "chart", "page")),
    ),
    "assets/scripts/form.js": (
        KNOWN_DATA,
        *(f"assets/scripts/form/{part}.js" for part in ("check", "text", "page")),
    ),
}

WORKER = "service-worker.js"
# Files that are cached at the first visit: styles, scripts with the search and its index, a few
# pages.
_SHELL = re.compile(r"index\.html|404\.html|about/offline/index\.html|assets/.+\.(?:css|js)")
# Files that are never cached: source maps, the theme's own search, files for programs, archives.
_LEFT_OUT = re.compile(r".+\.(?:map|gz|xml|zip|txt)|assets/javascripts/(?:lunr|workers)/.+")


def needed_assets(folder: Path) -> dict[str, list[str]]:
    """Return the style sheets and scripts below the theme's folder that no page has unless
    mkdocs.yml names them.

    They are all but the parts of scripts that some pages load and those that a template names, by
    setting.
    """
    folders = (folder, Path(__file__).with_name("templates"))
    templates = "".join(
        read_text(path, path.name).text for one in folders for path in one.rglob("*.html")
    )
    found = {"extra_css": "assets/styles/**/*.css", "extra_javascript": "assets/scripts/**/*.js"}
    parts = {*_JOINED, *(part for paths in _JOINED.values() for part in paths)}
    paths = {
        name: (path.relative_to(folder).as_posix() for path in sorted(folder.glob(kind)))
        for name, kind in found.items()
    }
    return {
        name: [one for one in those if one not in parts and one not in templates]
        for name, those in paths.items()
    }


def is_changed(path: str) -> bool:
    """Return whether the file with this published path is minified or joined."""
    return _OWN.fullmatch(path) is not None or is_of_theme(path)


def published_paths(paths: Iterable[str]) -> list[str]:
    """Return the published files that pages load in place of those that mkdocs.yml names, in the
    same order.
    """
    return list(dict.fromkeys(joined_into(path) or path for path in paths))


def published_files(texts: Mapping[str, str], named: Iterable[str]) -> dict[str, str]:
    """Return the files to publish in place of ``texts``; ``named`` are those of mkdocs.yml, in
    order.
    """
    own = {path: _minified(path, text) for path, text in texts.items() if not is_of_theme(path)}
    parts = _parts(own, named)
    inside = {path for paths in parts.values() for path in paths}
    published = {path: text for path, text in own.items() if path not in inside}
    for whole, paths in parts.items():
        published[whole] = "\n".join(own[path] for path in paths) + "\n"
    theme = "".join(
        texts[path] for path in sorted(texts) if is_of_theme(path) and path.endswith(".css")
    )
    if theme:
        published[THEME_STYLES] = without_unused(theme, published.values())
    return published


def _minified(path: str, text: str) -> str:
    """Return a script or a style sheet as it is published."""
    return minified_script(text) if path.endswith(".js") else str(rcssmin.cssmin(text))


def _parts(own: Collection[str], named: Iterable[str]) -> dict[str, list[str]]:
    """Return the files that are joined into each published file, in the order in which they run."""
    parts = {whole: list(paths) for whole, paths in _JOINED.items()}
    for path in named:
        if whole := joined_into(path):
            parts.setdefault(whole, []).append(path)
    there = {whole: [one for one in paths if one in own] for whole, paths in parts.items()}
    return {whole: paths for whole, paths in there.items() if paths}


def minified_script(text: str) -> str:
    """Return a script without comments and needless white space."""
    return str(rjsmin.jsmin(text))


def write_worker(built: Path) -> None:
    """Write the service worker into a built site; it changes whenever a file of the site does."""
    names = sorted(
        path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()
    )
    kept = [name for name in names if name != WORKER and not _LEFT_OUT.fullmatch(name)]
    files = {name: hashlib.sha256((built / name).read_bytes()).hexdigest()[:12] for name in kept}
    lists = {"FILES": files, "SHELL": [name for name in files if _SHELL.fullmatch(name)]}
    head = "".join(
        f"const {name} = {json.dumps(one, separators=(',', ':'))};\n" for name, one in lists.items()
    )
    # Several sites may share an origin, each in its own folder, so the name of the cache contains
    # the folder.
    head += 'const SCOPE_NAME = `from-0-to-1 ${new URL("./", self.location).pathname}`;\n'
    code = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    (built / WORKER).write_text(head + minified_script(code), encoding="utf-8", newline="\n")
