"""The installed site: a service worker that knows every file of a build by its content."""

import hashlib
import json
import re
from pathlib import Path

from refdesk.publish.assets import minified_script

WORKER = "service-worker.js"
# What is kept from the first visit on: looks, scripts with the search and its index, and a few pages.
_SHELL = re.compile(r"index\.html|404\.html|about/offline/index\.html|assets/.+\.(?:css|js)")
# What no reader opens: maps of minified code, the theme's own search, lists for machines, archives.
_LEFT_OUT = re.compile(r".+\.(?:map|gz|xml|zip|txt)|assets/javascripts/(?:lunr|workers)/.+")


def write_worker(built: Path) -> None:
    """Write the worker into a built site; the same files give the same worker, and any change another one."""
    names = sorted(path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file())
    kept = [name for name in names if name != WORKER and not _LEFT_OUT.fullmatch(name)]
    files = {name: hashlib.sha256((built / name).read_bytes()).hexdigest()[:12] for name in kept}
    lists = {"FILES": files, "SHELL": [name for name in files if _SHELL.fullmatch(name)]}
    head = "".join(f"const {name} = {json.dumps(one, separators=(',', ':'))};\n" for name, one in lists.items())
    # Several sites may share an origin, each in a folder of its own, so the name of the cache has the folder in it.
    head += 'const SCOPE_NAME = `from-0-to-1 ${new URL("./", self.location).pathname}`;\n'
    code = Path(__file__).with_name("service_worker.js").read_text(encoding="utf-8")
    (built / WORKER).write_text(head + minified_script(code), encoding="utf-8", newline="\n")
