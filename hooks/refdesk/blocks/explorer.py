"""``<!-- explorer -->``: a measure, lines and years that readers choose, as a chart and a table.

``<!-- compare -->``: places side by side, their facts in a table and their figures in the chart of
the explorer.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.hub import facilities_in
from refdesk.charts.cells import points_of
from refdesk.data.charts import NATION, lines_of, measures_of
from refdesk.data.library import Library
from refdesk.data.models import Chart, Commitment, Explored, Hub, Institution, Province
from refdesk.data.values import Value
from refdesk.files.yaml import InlineText

# With the figures of the explorer: of 19 kB (gz) the comparison needs 15; a file of its own would
# cost whoever opens both pages 24 kB more, with the code.
_SCRIPT = "assets/scripts/explorer.js"
_COMPARED = {"": ("hubs", "institutions", "commitments", "provinces", "explorer")}


class Explorer(FileBlock, marker="explorer", script=_SCRIPT):
    """The series of `docs/data/explorer.yml`, for readers to choose from; questions to begin with
    come before it.
    """


class Compare(FileBlock, marker="compare", script=_SCRIPT, shown=_COMPARED):
    """Hubs and provinces side by side, two to four as readers choose; without scripts, a table of
    all.
    """

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Yield the text fields of the hubs, institutions and commitments that have a place."""
        for model, field in ((Hub, "compares"), (Institution, "place"), (Commitment, "place")):
            file = library.files[model.data_name]
            placed = [entry_id for entry_id, entry in file.entries.items() if getattr(entry, field)]
            yield from (inline for entry_id in placed for inline in file.inlines(entry_id))

    def sources(self, library: Library, _: str) -> Iterable[str]:
        """Return the sources of the figures."""
        return (
            key
            for figures in _figures(library).values()
            for one in figures.values()
            for key in one.sources()
        )

    def series(self, library: Library, _: str) -> Iterable[str]:
        """Return the series of the figures."""
        return {
            name
            for how in library.entries(Explored).values()
            if how.nation
            for name in (how.id, how.nation)
        }

    def render(self, desk: Desk, _: str) -> str:
        """Return the explorer with the facts of every place, of which a script shows those that are
        chosen.
        """
        provinces = sorted((unit.name, unit.zh) for unit in desk.library.entries(Province).values())
        places, figures = dict(provinces) | {NATION: ""}, _figures(desk.library)
        return desk.fill(
            "compare.html", places=places, figures=figures, facilities_in=facilities_in
        )


def _figures(library: Library) -> dict[str, dict[str, Value]]:
    """Return by title, for each measure that has the nation beside provinces, the last final figure
    of each place.
    """
    found: dict[str, dict[str, Value]] = {}
    for how in library.entries(Explored).values():
        for column in how.measures if how.nation else ():
            values = found.setdefault(library.series[how.id].spec.columns[column].title, {})
            for place, trace in lines_of(library, how, column).items():
                series = library.series[trace.series]
                final = [
                    one
                    for one in points_of(series, trace)
                    if one.cell.key not in series.spec.estimates
                ]
                if final:
                    values[place] = max(final, key=attrgetter("year")).cell
    return found


def explored_chart(library: Library, chart: Chart) -> dict[str, object]:
    """Return the choice by which the explorer shows the first panel of a chart, as a question has
    it, if it can.
    """
    traces = chart.panels[0].traces
    columns, used = {trace.column for trace in traces}, {trace.series for trace in traces}
    for how in library.entries(Explored).values():
        beside = {how.id, how.nation, library.series[how.id].spec.preliminary}
        if (
            how.id in used <= beside
            and len(columns) == 1
            and columns <= {*how.measures}
            and not how.together
        ):
            lines = [NATION] if how.nation in used else []
            lines += [trace.where[how.lines] for trace in traces if how.lines in trace.where]
            return {
                "measure": f"{how.id}.{traces[0].column}",
                "lines": lines,
                "since": max(trace.since or "" for trace in traces),
                "view": chart.traits.explored_as,
            }
    return {}


def explored_series(library: Library, name: str) -> dict[str, object]:
    """Return the choice by which the explorer shows the first measure of a series, if it can."""
    how = library.entries(Explored).get(name)
    return (
        {"measure": next(iter(measures_of(how))), "lines": [], "since": None, "view": None}
        if how
        else {}
    )
