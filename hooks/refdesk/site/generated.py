"""The paths of all files that are published besides those of docs/, so that links are checked
before they are made.

They are generated, or lie in the folder of the theme. Style sheets and scripts are published as one
file of each kind.
"""

import posixpath
from functools import lru_cache

from refdesk.data.models import Chart, Diagram, Source
from refdesk.data.series import COMPUTED
from refdesk.site.site import Site

STYLES = "assets/styles/site.css"
# The folder and the kind of files that are joined -> the joined file.
_JOINED = {
    ("assets/styles", ".css"): STYLES,
    ("assets/scripts", ".js"): "assets/scripts/site.js",
}
CHART_STYLES = "assets/styles/charts.css"
STATEMENTS = "data/statements.jsonl"
ROOT_FILES = ("feed.xml", "robots.txt", "humans.txt", "llms.txt", STATEMENTS)


def joined_into(path: str) -> str | None:
    """Return the file that a style sheet or script of mkdocs.yml is joined into, or None if it is
    published by itself.

    Only files in the folder of the joined file are joined, so that relative addresses in them stay
    right.
    """
    return _JOINED.get((posixpath.dirname(path), posixpath.splitext(path)[1]))


@lru_cache(maxsize=2)
def theme_files(site: Site) -> frozenset[str]:
    """Return the published paths of the files below ``assets/`` in the site's theme folder."""
    folder = site.config.theme_dir
    found = (path for path in (folder / "assets").rglob("*") if path.is_file())
    return frozenset(path.relative_to(folder).as_posix() for path in found)


def html_path(site: Site, uri: str) -> str:
    """Return the path of the HTML file of a page."""
    url = site.tree.url(uri)
    return f"{url}index.html" if url.endswith("/") or not url else url


def text_path(site: Site, uri: str) -> str:
    """Return the path of the plain text of a page, beside its HTML file."""
    return html_path(site, uri) + ".md"


def card_path(uri: str) -> str:
    """Return the path of the picture of a page in link previews."""
    return f"assets/cards/{posixpath.splitext(uri)[0].replace('/', '-')}.png"


def embed_path(chart_id: str) -> str:
    """Return the path of the page that shows a chart alone, for a frame on another site."""
    return f"embed/{chart_id}.html"


@lru_cache(maxsize=2)
def generated_files(site: Site) -> frozenset[str]:
    """Return the paths of all generated files."""
    made = {CHART_STYLES, *files_of_data(site), *ROOT_FILES}
    made |= {
        whole for asset in site.config.assets if (whole := joined_into(asset.name)) is not None
    }
    made |= {embed_path(chart_id) for chart_id in site.library.entries(Chart)}
    for uri in site.pages:
        made |= {text_path(site, uri), card_path(uri)}
    former = (
        source for source in site.redirected if "#" not in source and source not in site.tree.files
    )
    return frozenset(made | {html_path(site, uri) for uri in former})


@lru_cache(maxsize=2)
def files_of_data(site: Site) -> frozenset[str]:
    """Return the paths of the files that are generated from data."""
    library = site.library
    charts = library.entries(Chart).values()
    drawn = [
        f"charts/{chart.view_name(number)}" for chart in charts for number in range(chart.views)
    ]
    drawn += [f"diagrams/{name}" for name in library.entries(Diagram)]
    tables = [*library.published_tables(), *(f"charts/{chart.id}" for chart in charts)]
    names = {f"{name}.{form}" for name in tables for form in ("csv", "json")}
    names |= {f"{name}.{form}" for name in drawn for form in ("svg", "png")}
    names |= {f"series/{name}.json" for name in library.series_names}
    names |= {f"series/{name}.csv" for name in library.series_names & {*library.series, COMPUTED}}
    # The list of sources is made, too: it holds those that have files of their own.
    if "sources" in library.files:
        names |= {"sources.json", "sources.bib", Source.data_path}
    return frozenset(
        f"data/{name}" for name in {*names, "datapackage.json", "from-0-to-1-data.zip"}
    )
