"""The paths of all generated files, so that links to them can be checked without generating them."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache

from refdesk.data.models import Chart, Diagram
from refdesk.data.series import COMPUTED
from refdesk.data.tables import SOURCES, table_names
from refdesk.site.assets import joined_files
from refdesk.site.site import Site

CHART_STYLES = "assets/styles/charts.css"
CLAIMS, STATEMENTS = "data/claims.jsonl", "data/statements.jsonl"
ROOT_FILES = ("feed.xml", "robots.txt", "humans.txt", "llms.txt", CLAIMS, STATEMENTS)
_TABLE_FORMS = ("csv", "json")


def html_path(site: Site, uri: str) -> str:
    """Returns the path of the HTML file of a page."""
    url = site.tree.url(uri)
    return f"{url}index.html" if url.endswith("/") or not url else url


def text_path(site: Site, uri: str) -> str:
    """Returns the path of the plain text of a page, beside its HTML file."""
    return html_path(site, uri) + ".md"


def card_path(uri: str) -> str:
    """Returns the path of the picture of a page in link previews."""
    return f"assets/cards/{posixpath.splitext(uri)[0].replace('/', '-')}.png"


@lru_cache(maxsize=2)
def generated_files(site: Site) -> frozenset[str]:
    """Returns the paths of all generated files."""
    made = {CHART_STYLES, *files_of_data(site), *ROOT_FILES, *joined_files(site).values()}
    for uri in site.pages:
        made |= {text_path(site, uri), card_path(uri)}
    former = (source for source in site.redirected if "#" not in source and source not in site.tree.files)
    return frozenset(made | {html_path(site, uri) for uri in former})


@lru_cache(maxsize=2)
def files_of_data(site: Site) -> frozenset[str]:
    """Returns the paths of the files that are generated from data."""
    return frozenset(_files_of_data(site))


def _files_of_data(site: Site) -> Iterator[str]:
    library = site.library
    yield from ("data/datapackage.json", "data/from-0-to-1-data.zip")
    if SOURCES in library.files:
        yield from ("data/sources.json", "data/sources.bib")
    for name in table_names(library):
        yield from (f"data/{name}.{form}" for form in _TABLE_FORMS)
    for name in library.series_names:
        yield f"data/series/{name}.json"
    yield from (f"data/series/{name}.csv" for name in library.series_names & {*library.series, COMPUTED})
    for chart in library.entries(Chart).values():
        yield from (f"data/charts/{chart.id}.{form}" for form in _TABLE_FORMS)
        yield from (f"data/charts/{chart.view_name(n)}.{form}" for n in range(chart.views) for form in ("svg", "png"))
    for name in library.entries(Diagram):
        yield from (f"data/diagrams/{name}.{form}" for form in ("svg", "png"))
