"""The installed site: a service worker that knows every file of a build by its content."""

from __future__ import annotations

import hashlib
import json
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
    names = sorted(path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file())
    kept = [name for name in names if not name.endswith(_LEFT_OUT_SUFFIXES) and not name.startswith(_LEFT_OUT_FOLDERS)]
    files = {name: hashlib.sha256((built / name).read_bytes()).hexdigest()[:12] for name in kept if name != WORKER}
    shell = [
        name
        for name in files
        if name in _SHELL_PAGES or (name.startswith("assets/") and Path(name).suffix in _SHELL_SUFFIXES)
    ]
    lists = {"FILES": files, "SHELL": shell}
    head = "".join(f"const {name} = {json.dumps(one, separators=(',', ':'))};\n" for name, one in lists.items())
    # Several sites may share an origin, each in a folder of its own, so the name of the cache has the folder in it.
    head += 'const SCOPE_NAME = `from-0-to-1 ${new URL("./", self.location).pathname}`;\n'
    code = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    (built / WORKER).write_text(head + minified_script(code), encoding="utf-8", newline="\n")
