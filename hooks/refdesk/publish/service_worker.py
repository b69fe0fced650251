"""The installed site: a service worker that knows every file of a build by its content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from refdesk.publish.assets import minified_script

WORKER = "service-worker.js"
# What is kept from the first visit on: looks, scripts with the search and its index, and a few pages.
_SHELL_PAGES = ("index.html", "404.html", "about/offline/index.html")
_SHELL_SUFFIXES = frozenset({".css", ".js"})
# What no reader opens: maps of minified code, the theme's own search, lists for machines, archives.
_LEFT_OUT_SUFFIXES = (".map", ".gz", ".xml", ".zip", ".txt")
_LEFT_OUT_FOLDERS = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def write_worker(built: Path) -> None:
    """Write the worker into a built site; the same files give the same worker, and any change another one."""
    files = {name: _mark(built / name) for name in sorted(_names(built)) if _is_kept(name)}
    shell = [
        name
        for name in files
        if name in _SHELL_PAGES or (name.startswith("assets/") and Path(name).suffix in _SHELL_SUFFIXES)
    ]
    head = f"const FILES = {_json(files)};\nconst SHELL = {_json(shell)};\n"
    # Several sites may share an origin, each in a folder of its own, so the name of the cache has the folder in it.
    head += 'const SCOPE_NAME = `from-0-to-1 ${new URL("./", self.location).pathname}`;\n'
    code = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    (built / WORKER).write_text(head + minified_script(code), encoding="utf-8", newline="\n")


def _names(built: Path) -> Iterator[str]:
    """Every file of a built site by its path there."""
    for folder, _, names in os.walk(built):
        prefix = folder[len(str(built)) + 1 :].replace(os.sep, "/")
        yield from (f"{prefix}/{name}" if prefix else name for name in names)


def _is_kept(name: str) -> bool:
    """Whether readers who keep the site want the file."""
    return name != WORKER and not name.endswith(_LEFT_OUT_SUFFIXES) and not name.startswith(_LEFT_OUT_FOLDERS)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
