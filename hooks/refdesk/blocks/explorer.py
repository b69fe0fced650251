"""``<!-- explorer -->``: a measure, lines and years that readers choose, as a chart and a table."""

from collections.abc import Iterable
from urllib.parse import urlencode

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Chart, Explored, Question
from refdesk.data.references import NATION, measures_of


class Explorer(FileBlock, marker="explorer"):
    """The series of `docs/data/explorer.yml`, for readers to choose from; questions to begin with come before it."""

    script = "assets/scripts/explorer.js"

    def render(self, desk: Desk, _: str) -> str:
        """Return the controls, which a script fills; without scripts, a link to the tables."""
        questions = desk.library.entries(Question).values()
        return fill(
            "explorer.html",
            desk=desk,
            pages=explorer_pages(desk),
            questions=[(one.text, query(one.measure, one.lines, one.view, one.since)) for one in questions],
            facts="",
        )


def explorer_pages(desk: Desk) -> dict[str, str]:
    """Return the addresses of the pages that figures and sources of the explorer lead to."""
    pages = {name: desk.holder("series", name) for name in desk.library.series}
    pages["sources"] = desk.holder("bibliography")
    return {name: desk.link_to(page) for name, page in pages.items() if page is not None}


def explored_chart(library: Library, chart: Chart) -> str:
    """Return the query by which the explorer shows the first panel of a chart, or '' where it cannot."""
    traces = chart.panels[0].traces
    columns, used = {trace.column for trace in traces}, {trace.series for trace in traces}
    for how in library.entries(Explored).values():
        beside = {how.id, how.nation, library.series[how.id].spec.preliminary}
        if how.id in used <= beside and len(columns) == 1 and columns <= {*how.measures} and not how.together:
            lines = [NATION] if how.nation in used else []
            lines += [trace.where[how.lines] for trace in traces if how.lines in trace.where]
            since = next((int(trace.since) for trace in traces if trace.since and trace.since.isdecimal()), None)
            return query(f"{how.id}.{traces[0].column}", lines, {"tiles": "map", "bars": "bars"}.get(chart.kind), since)
    return ""


def explored_series(library: Library, name: str) -> str:
    """Return the query by which the explorer shows the first measure of a series, or '' where it cannot."""
    how = library.entries(Explored).get(name)
    return query(measures_of(how)[0]) if how is not None else ""


def explorer_link(desk: Desk, asked: str, kind: str = "explorer") -> str:
    """Return the address of the explorer with a query, or '' without a query or on a site without an explorer."""
    page = desk.holder(kind)
    return f"{desk.link_to(page)}?{asked}" if page is not None and asked else ""


def query(measure: str = "", lines: Iterable[str] = (), view: str | None = None, since: int | None = None) -> str:
    """Return the query of an address of the explorer, as its script writes it."""
    parts = {"m": measure, "p": "~".join(lines), "y": f"{since}.." if since else "", "v": view or ""}
    return urlencode({name: value for name, value in parts.items() if value}, safe="~.")
