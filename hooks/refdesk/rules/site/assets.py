"""Style sheets of the site: the files that they name exist, and drawings find the colours that they ask for."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from refdesk.charts.colours import ASKED, PALETTE
from refdesk.charts.drawings import palette_of
from refdesk.files.text import read_text
from refdesk.files.web_address import is_outside
from refdesk.problems.problem import Problem
from refdesk.site.assets import source_file
from refdesk.site.links import suggest_page
from refdesk.site.site import Site

_URL = re.compile(r"/\*.*?\*/|\burl\(\s*[\"']?(?P<url>[^\"'()#\s?]+)", re.DOTALL)


def check_site(site: Site) -> Iterator[Problem]:
    """Every ``url(…)`` of a style sheet that names no file, and every colour that the palette lacks."""
    yield from _named_files(site)
    yield from _colours(site)


def _named_files(site: Site) -> Iterator[Problem]:
    for uri in dict.fromkeys(entry.name for entry in site.config.assets if entry.name.endswith(".css")):
        path = source_file(site, uri)
        if not path.is_file():
            continue  # reported where it is named
        file = read_text(path, site.config.shown(path))
        for match in _URL.finditer(file.text):
            url = match["url"]
            if url is None or url.startswith("data:"):
                continue
            if is_outside(url) or url.startswith("/"):
                yield file.problem("outside-docs", match.start("url"), f"'{url}' is not a file of the site")
                continue
            named = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(url)))
            if not source_file(site, named).is_file():
                yield file.problem("missing-file", match.start("url"), f"no file '{url}'", suggest_page(site, named)[0])


def _colours(site: Site) -> Iterator[Problem]:
    if not (site.library.files.get("charts") or site.library.files.get("diagrams")):
        return
    shown = site.config.shown(source_file(site, PALETTE))
    for kind, names in palette_of(site).lacking(ASKED):
        written = ", ".join(f"--rd-{name}" for name in names)
        message = f"drawings ask for colours that the {kind} palette does not give: {written}"
        yield Problem(shown, 1, 1, "missing-field", message, "Write each as #rrggbb or var(--rd-…)")
