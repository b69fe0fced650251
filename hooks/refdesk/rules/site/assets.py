"""Style sheets of the site: the files that they name exist."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from refdesk.files.text import read_text
from refdesk.files.web_address import is_outside
from refdesk.problems.problem import Problem
from refdesk.site.links import suggest_page
from refdesk.site.site import Site

_URL = re.compile(r"/\*.*?\*/|\burl\(\s*[\"']?(?P<url>[^\"'()#\s?]+)", re.DOTALL)


def check_site(site: Site) -> Iterator[Problem]:
    """Every ``url(…)`` of the site's own style sheets that names no file."""
    if not site.library.present:
        return
    for uri in dict.fromkeys(entry.target for entry in site.config.assets if entry.target.endswith(".css")):
        if uri not in site.tree.files:
            continue  # reported where it is named
        file = read_text(site.config.docs_dir / uri, site.shown(uri))
        for match in _URL.finditer(file.text) if "url(" in file.text else ():
            url = match["url"]
            if url is None or is_outside(url) or url.startswith("/"):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(url)))
            theme = site.config.theme_dir
            if path not in site.tree.files and not (theme is not None and (theme / path).is_file()):
                hint = suggest_page(site, path)
                yield file.problem("missing-file", match.start("url"), f"no file '{url}'", hint)
