"""``<!-- files -->``: the files beside the pages that programs read, of every series, chart, table and page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Block, column_head, download_links, stacked_table, table_files
from refdesk.blocks.charts import pictures
from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import TITLES, Chart
from refdesk.data.tables import table_names
from refdesk.files.yaml import InlineText
from refdesk.html.text import escape
from refdesk.site.generated import text_path


class Files(Block):
    """A table for each kind of file, with a row for each thing."""

    def names(self, _: Library) -> Iterable[str]:
        """No name."""
        return [""]

    def inlines(self, _: Library, __: str) -> Iterator[InlineText]:
        """None: it shows no text of the data."""
        return iter(())

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML tables below them."""
        library, urls = desk.library, desk.site.config.use_directory_urls
        charts = library.entries("charts", Chart).values()
        rows: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
            "Series": [(one.spec.title, table_files(f"series/{one.id}")) for one in library.series.values()],
            "Charts": [(chart.title, table_files(f"charts/{chart.id}") + pictures(chart)) for chart in charts],
            "Tables": [(TITLES[name], table_files(name)) for name in table_names(library)],
            "Page texts": [
                (page.title, [("Markdown", text_path(uri, use_directory_urls=urls))])
                for uri, page in desk.site.pages.items()
            ],
        }
        return "\n\n".join(f"## {kind}\n\n{_table(desk, kind, of_kind)}" for kind, of_kind in rows.items())


def _table(desk: Desk, kind: str, rows: Iterable[tuple[str, list[tuple[str, str]]]]) -> str:
    cells = (
        f'<tr><th scope="row">{escape(title)}</th><td data-label="Files">{download_links(desk, files)}</td></tr>'
        for title, files in rows
    )
    return stacked_table(f"{kind} and their files", [column_head("Of"), column_head("Files")], cells)
