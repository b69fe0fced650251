"""What the explorer shows of a series: its measures, and the lines of each as what a chart would draw."""

from refdesk.data.library import Library
from refdesk.data.models import Explored, Trace
from refdesk.files.labels import _
from refdesk.html.text import slug

NATION = "China"  # the line that stands beside those of provinces


def measures_of(how: Explored) -> dict[str, str]:
    """Return the names of the measures of a series, ``rd_national.total``, each with its (first) column."""
    names = [slug(how.together)] if how.together else how.measures
    return {f"{how.id}.{name}": column for name, column in zip(names, how.measures, strict=False)}


def lines_of(library: Library, how: Explored, column: str) -> dict[str, Trace]:
    """Return the lines of a measure by name; beside provinces stands the nation, in their years."""
    series = library.series[how.id]
    if how.together:
        titles = {name: series.spec.columns[name].title for name in how.measures}
        return {name: Trace(label=title, series=how.id, column=name) for name, title in titles.items()}
    found: dict[str, Trace] = {}
    nation = library.series.get(how.nation or "", series)
    if (how.nation or not how.lines) and column in nation.spec.columns:
        other = [key for key in nation.rows if key not in series.texts("year")]
        found[NATION] = Trace(label=_("China"), series=nation.id, column=column, skip=other)
    if how.lines:
        for name in series.texts(how.lines):
            label, where = series.label(how.lines, name), {how.lines: name}
            found[name] = Trace(label=label, series=how.id, column=column, where=where)
    return found
