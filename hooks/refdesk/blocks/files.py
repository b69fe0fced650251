"""``<!-- files -->``: the files beside the pages that programs read, of every series, chart, table and page."""

from typing import ClassVar

from refdesk.blocks.base import FileBlock, column_head, download_links, stacked_table, table_files
from refdesk.blocks.charts import pictures
from refdesk.blocks.desk import Desk
from refdesk.data.models import TITLES, Chart
from refdesk.data.tables import table_names
from refdesk.html.text import escape
from refdesk.site.generated import text_path


class Files(FileBlock, marker="files"):
    """A heading and a table for each kind, with a row for each thing."""

    shown: ClassVar = {"": ()}

    def render(self, desk: Desk, _: str) -> str:
        """Markdown headings with HTML tables below them."""
        library = desk.library
        charts = library.entries("charts", Chart).values()
        kinds = {
            "Series": [(one.spec.title, table_files(f"series/{one.id}")) for one in library.series.values()],
            "Charts": [(chart.title, table_files(f"charts/{chart.id}") + pictures(chart)) for chart in charts],
            "Tables": [(TITLES[name], table_files(name)) for name in table_names(library)],
        }
        if desk.site.tree.use_directory_urls:  # a site that is read from the disk has no texts beside its pages
            texts = {page.title: text_path(desk.site, uri) for uri, page in desk.site.pages.items()}
            kinds["Page texts"] = [(title, [("Markdown", path)]) for title, path in texts.items()]
        parts: list[str] = []
        for kind, of_kind in kinds.items():
            linked = ((escape(title), download_links(desk, files)) for title, files in of_kind)
            rows = (f'<tr><th scope="row">{title}</th><td data-label="Files">{to}</td></tr>' for title, to in linked)
            heads = [column_head("Of"), column_head("Files")]
            parts.append(f"## {kind}\n\n{stacked_table(f'{kind} and their files', heads, rows)}")
        return "\n\n".join(parts)
